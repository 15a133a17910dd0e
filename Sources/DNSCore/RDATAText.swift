/// What is wrong with a record's data in text form.
public enum RDATAProblem: Error, Hashable, Sendable {
    /// The entry ends where a field was expected; says which.
    case missingField(String)
}

/// A problem with a record's data, and the field it is about; nil where the entry ended too early.
struct RDATAError: Error, Hashable, Sendable {
    var problem: RDATAProblem
    var field: Field?
}
