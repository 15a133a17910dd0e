// JSON: values, a parser, a strict reader and a writer for JSON (RFC 8259). Nothing in here knows of DNS.
//
// Shape. `JSONValue` keeps the order of an object's members, since state files and answers are read by people and
// compared in reviews. `JSONParser` turns octets into values within limits of depth and number. `JSONReader` turns
// values into program types: it knows its path, so that a complaint names the member, and `JSONMembers` refuses
// members that were not asked for. `JSONListWriter` and `JSONListSplitter` carry a list of any length element by element.
//
// Invariant. Reading is strict: an unknown member, a repeated name, a number out of range or octets that are not UTF-8
// are errors and are never repaired. Writing a value and parsing it gives an equal value.
