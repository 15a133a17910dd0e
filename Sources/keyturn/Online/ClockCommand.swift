import ArgumentParser
import ControlProtocol
import Wording

/// `keyturn clock`.
struct ClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Tell the daemon that its machine's clock is right.",
        subcommands: [ClockAcceptCommand.self]
    )
}

/// `keyturn clock accept`.
struct ClockAcceptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Believe the machine's clock as it is, after it was wrong or could not be confirmed.",
        discussion: """
            While the clock is doubted no key takes a step, and status says so. Set the clock right first. Steps and \
            publications that are dated later than the clock count as of now; signatures that have not begun yet are made \
            anew. Every zone is looked at, and its journal tells of it. Without a daemon: keyturnd --once --accept-clock \
            --reason TEXT.

            Example:
              keyturn clock accept --reason "the battery was empty; set by the GPS receiver"
            """
    )

    @OptionGroup var why: NeededReasonOption

    @OptionGroup var socket: SocketOptions
    @OptionGroup var json: JSONOption

    func run() throws {
        try perform {
            try Conversation(socket: socket, isJSON: json.json).hold(.acceptClock(reason: why.reason)) {
                answer in
                if case .clock(let report) = answer { StatusText.clock(report) } else { [] }
            }
        }
    }
}
