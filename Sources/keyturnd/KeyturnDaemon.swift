import ArgumentParser

/// The daemon.
@main
struct KeyturnDaemon: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "keyturnd")
}
