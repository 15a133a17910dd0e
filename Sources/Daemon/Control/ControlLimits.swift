/// The bounds of the control socket: whatever clients do, signing goes on and the daemon ends when it is told to.
///
/// A client that finds the daemon busy is told so (HTTP status 503) and may ask again.
public struct ControlLimits: Hashable, Sendable {
    /// Connections that are served at once: far more than people and scripts of one machine need.
    public var connections = 64
    /// Further connections, which are told that there are too many; more wait in the system's queue.
    public var refusals = 16
    /// Plans, histories and other long answers that are worked on at once: two, so that one long plan holds up no other.
    public var longWork = 2
    /// Other requests that are worked on at once; a thread each, which mostly waits for a zone or the disk.
    public var shortWork = 16
    /// Requests of either kind that wait for their turn, beside those that are worked on.
    public var queue = 32
    /// Seconds after which a request must have come as a whole.
    public var readingSeconds: Int64 = 30
    /// Seconds after which an answer must be there, the wait for its turn included.
    public var workSeconds: Int64 = 60
    /// Seconds for which a client may not read while its answer is sent: a pager may be waiting for its reader.
    public var stallSeconds: Int64 = 300
    /// Seconds after which an answer must have been taken as a whole.
    public var sendingSeconds: Int64 = 3600
    /// Seconds without a complete request after which a connection is closed.
    public var idleSeconds: Int64 = 30
    /// Seconds after which a refused connection is closed.
    public var refusalSeconds: Int64 = 2
    /// Seconds for which a stop waits for answers that are under way.
    public var stopSeconds: Int64 = 1
    /// File descriptors that are left to signing: no connection is taken while fewer are free.
    public var spareDescriptors = 256

    /// The bounds that the daemon has.
    public init() {}
}
