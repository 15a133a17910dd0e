import DNSSECModel
import JSON

extension JSONValue {
    /// A moment, or `null`.
    static func time(_ instant: Instant?) -> JSONValue {
        instant.map { .string($0.description) } ?? .null
    }

    /// A number.
    static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
}
