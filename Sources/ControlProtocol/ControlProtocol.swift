// What the tool and the daemon say to each other, as values.
//
// A request is an enumeration; so is its answer; a refusal is a `ControlFailure`. All have one JSON form, written
// and read by hand, so that it is stable and can be reviewed. Reading is strict: unknown members, unknown words and
// other versions are refused, never guessed at. How a request becomes method, path, query and body of HTTP is a pair
// of pure functions (`ControlRequest.form` and `ControlRequest.init(_:)`). Nothing here opens a socket.
//
// Names of members are in lower case with hyphens. Moments are ISO 8601 in UTC. Algorithms are numbers.

/// Facts about the protocol itself.
public enum ControlProtocolVersion {
    /// The version in every answer; changes when an old reader would misunderstand a new writer.
    public static let current: Int64 = 1
    /// The first part of every path.
    public static let pathPrefix = "v1"
    /// The longest body of a request, in octets: four times the longest policy, which quoting can make longer.
    public static let maximumRequestBody = 1_048_576
}
