import ArgumentParser

/// The tool.
@main
struct Keyturn: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "keyturn")
}
