import HummingbirdCore
import NIOCore
import Synchronization
import SystemIO

/// The connections of the control socket that are open.
final class ControlConnections: Sendable {
    private struct State {
        var open: [ObjectIdentifier: ControlConnection] = [:]
        var served = 0
        var isStopping = false
        var isShort = false
    }

    let limits: ControlLimits
    private let state = Mutex(State())

    /// No connection yet.
    init(_ limits: ControlLimits) { self.limits = limits }

    /// True once no more is to be begun.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// True once each time that file descriptors become short.
    var isNewlyShort: Bool {
        let isShort = !FileDescriptors.areFree(atLeast: limits.spareDescriptors)
        return state.withLock { state in
            defer { state.isShort = isShort }
            return isShort && !state.isShort
        }
    }

    /// How many connections are open, refused ones too.
    var count: Int { state.withLock { $0.open.count } }

    /// The connection of a channel; nil once it is closed.
    subscript(channel: any Channel) -> ControlConnection? {
        state.withLock { $0.open[ObjectIdentifier(channel)] }
    }

    /// A client has connected.
    func open(_ channel: any Channel) {
        let isServed = state.withLock { state in
            let isServed = state.served < limits.connections && !state.isStopping
            if isServed { state.served += 1 }
            state.open[ObjectIdentifier(channel)] = ControlConnection(channel, isServed: isServed)
            return isServed
        }
        if !isServed { close(channel, in: limits.refusalSeconds) }
    }

    /// A connection has ended: nobody waits for its answer.
    func closed(_ channel: any Channel) {
        let connection = state.withLock { state -> ControlConnection? in
            let connection = state.open.removeValue(forKey: ObjectIdentifier(channel))
            if connection?.isServed ?? false { state.served -= 1 }
            return connection
        }
        connection?.callOff()
    }

    /// Begins nothing more, calls long work off, and closes what is still open after a moment.
    func stop() {
        let connections = state.withLock { state in
            state.isStopping = true
            return Array(state.open.values)
        }
        for connection in connections {
            connection.callOff(onlyIfLong: true)
            close(connection.channel, in: limits.stopSeconds)
        }
    }

    private func close(_ channel: any Channel, in seconds: Int64) {
        _ = channel.eventLoop.scheduleTask(in: .seconds(seconds)) { channel.close(promise: nil) }
    }
}

/// One connection, and the work that is done for it.
final class ControlConnection: Sendable {
    private struct Work {
        let isLong: Bool
        let callOff: @Sendable () -> Void
    }

    let channel: any Channel
    /// False for one connection too many.
    let isServed: Bool
    private let work = Mutex<Work?>(nil)

    fileprivate init(_ channel: any Channel, isServed: Bool) {
        (self.channel, self.isServed) = (channel, isServed)
    }

    /// Work begins that is called off when the client goes.
    func begin(isLong: Bool, callOff: @escaping @Sendable () -> Void) {
        work.withLock { $0 = Work(isLong: isLong, callOff: callOff) }
    }

    /// The work has ended.
    func end() { work.withLock { $0 = nil } }

    /// Nobody waits for the work any more.
    func callOff(onlyIfLong: Bool = false) {
        let work = work.withLock { $0 }
        if let work, work.isLong || !onlyIfLong { work.callOff() }
    }
}

/// Tells the list of connections when one begins and ends.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let connections: ControlConnections

    init(_ connections: ControlConnections) { self.connections = connections }

    func handlerAdded(context: ChannelHandlerContext) { connections.open(context.channel) }

    func channelInactive(context: ChannelHandlerContext) {
        connections.closed(context.channel)
        context.fireChannelInactive()
    }
}

/// Lets the server take no more connections than may be open, and none while file descriptors are short.
struct ConnectionPlaces: AvailableConnectionsDelegate {
    let connections: ControlConnections

    func connectionOpened() {}

    func connectionClosed() {}

    func isAcceptingNewConnections() -> Bool {
        let limits = connections.limits
        return connections.count < limits.connections + limits.refusals
            && FileDescriptors.areFree(atLeast: limits.spareDescriptors)
    }
}
