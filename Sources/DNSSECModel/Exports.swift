// The nouns of this module are made of octet-level values (names, types, algorithms): who uses the nouns
// speaks both vocabularies with one import.
@_exported public import DNSCore
