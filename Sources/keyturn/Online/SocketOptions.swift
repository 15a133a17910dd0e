import ArgumentParser
import DNSSECModel
import PolicyFile
import SystemIO

/// Where the daemon is: on every command that asks it.
struct SocketOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The daemon's control socket.", valueName: "path"))
    var socket: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The daemon's configuration file, which names its socket.",
            discussion: "Without --socket and --config the socket is \(DaemonConfiguration.Default.socket).",
            valueName: "file"
        )
    )
    var config: String?

    /// The socket's path.
    func path() throws(ToolFailure) -> String {
        if let socket { return socket }
        guard let config else { return DaemonConfiguration.Default.socket }
        let octets: [UInt8]
        do throws(SystemError) {
            octets = try FileSystem.read(config)
        } catch {
            throw .unreadable(config, error, expected: "the daemon's configuration")
        }
        let reading = ConfigurationFile.read(octets: octets.span, file: config)
        guard let configuration = reading.configuration else {
            throw ToolFailure(.badConfiguration, reading.diagnostics.map { Diagnostic($0) })
        }
        return configuration.socket
    }
}
