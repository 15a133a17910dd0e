#ifndef KEYTURN_CYAML_SHIM_H
#define KEYTURN_CYAML_SHIM_H

#include <yaml.h>

#endif
