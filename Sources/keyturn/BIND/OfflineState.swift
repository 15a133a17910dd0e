import ArgumentParser
import DNSSECModel
import KeyStore
import Migration
import PolicyFile
import SystemIO

/// `--config`, of commands that work on the state folder while no daemon does.
struct ConfigurationOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The daemon's configuration.", valueName: "file"),
        completion: .file()
    )
    var config: String = DaemonConfiguration.Default.file

    /// What the file says; an error in it ends the command.
    func read() throws(ToolFailure) -> DaemonConfiguration {
        let file = try InputFile.open(config, expected: "the daemon's configuration")
        let reading = ConfigurationFile.read(octets: file.octets, file: config)
        guard let configuration = reading.configuration else {
            throw ToolFailure(.badConfiguration, reading.diagnostics.map { Diagnostic($0) })
        }
        return configuration
    }
}

extension StateStore {
    /// The state folder of a configuration, in the hands of this process: no daemon may be at work in it.
    static func taken(_ configuration: DaemonConfiguration) throws(ToolFailure) -> StateStore {
        do throws(StateStoreError) {
            return try StateStore(path: configuration.state)
        } catch {
            switch error {
            case .lock(.held):
                let message = "\(error); expected no daemon at work there: stop it first"
                throw ToolFailure(.refused, [Diagnostic(.error, file: configuration.state, message)])
            case .lock(.system(let cause)), .system(let cause):
                throw .unwritable(configuration.state, cause)
            }
        }
    }
}

extension DaemonConfiguration {
    /// The policy of one of its zones; an error in it ends the command.
    func policy(of zone: ZoneConfiguration) throws(ToolFailure) -> DNSSECPolicy {
        try InputFile.usablePolicy(policyFile(zone.policy))
    }
}

extension ToolFailure {
    /// A state file that cannot be used.
    init(_ error: StateFileError) {
        if case .system(let cause) = error.problem {
            self = .unwritable(error.path, cause)
        } else {
            self.init(.badData, [Diagnostic(.error, file: error.path, "\(error.problem)")])
        }
    }

    /// A key file that cannot be used.
    init(_ error: BINDKeyError, expected: String) {
        if case .system(let cause) = error.problem {
            self = .unreadable(error.file, cause, expected: expected)
        } else {
            self.init(.badData, [Diagnostic(error)])
        }
    }

    /// A key file that cannot be written.
    init(writing error: BINDKeyError) {
        if case .system(let cause) = error.problem {
            self = .unwritable(error.file, cause)
        } else {
            self.init(.refused, [Diagnostic(error)])
        }
    }

    /// A journal that cannot be written.
    init(_ error: JournalError, of path: String) {
        if case .system(let cause) = error {
            self = .unwritable(path, cause)
        } else {
            self.init(.badData, [Diagnostic(.error, file: path, "\(error)")])
        }
    }
}

extension Diagnostic {
    /// What is wrong with keys of BIND.
    init(_ fault: BINDImportFault) {
        if fault.line > 0 {
            let position = SourcePosition(file: fault.file, line: fault.line, column: max(1, fault.column))
            self.init(.error, at: position, "\(fault.problem)")
        } else if case .key(.system(let cause)) = fault.problem {
            self.init(.error, file: fault.file, "\(cause)")
        } else {
            self.init(.error, file: fault.file, "\(fault.problem)")
        }
    }
}

extension JournalActor {
    /// Whoever runs this command.
    static var ofThisCommand: JournalActor {
        let process = ThisProcess.identity
        return .peer(
            userID: process.user,
            user: UserDatabase.user(process.user)?.name,
            processID: process.number
        )
    }
}
