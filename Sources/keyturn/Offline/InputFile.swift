import DNSSECModel
import Glibc
import PolicyFile
import Publishing
import SystemIO

/// Files that people name on the command line; `-` is standard input.
enum InputFile {
    /// The content of a file: mapped where that is possible, else read to its end.
    static func open(_ path: String) throws(SystemError) -> MappedFile {
        let path = path == "-" ? "/dev/stdin" : path
        do throws(SystemError) {
            return try MappedFile(path: path)
        } catch {
            guard error.operation == .readAsFile, error.errno != EISDIR else { throw error }
            return try MappedFile(path: path, access: .stream)
        }
    }

    /// What the file holds, or a failure that says what was expected there.
    static func open(_ path: String, expected: String) throws(ToolFailure) -> MappedFile {
        do throws(SystemError) {
            return try open(path)
        } catch {
            throw .unreadable(path, error, expected: expected)
        }
    }

    // MARK: - Zones

    /// What reading a zone file has brought.
    static func zone(
        _ path: String,
        origin: Name?,
        rules: ZoneRules = ZoneRules(),
        includes: IncludeRule? = nil,
        threads: Int = Processors.count
    ) throws(ToolFailure) -> ZoneReading {
        let includes =
            includes ?? .tool(zoneFile: path, refusing: [DaemonConfiguration.Default.state])
        let file = try open(path, expected: "a zone file")
        var pages = file.pages
        return ZoneFileReader(
            source: ZoneFiles(access: .mapped, includes: includes),
            rules: rules.refuses ? rules.fittingMachine : rules,
            threads: threads
        ).read(
            file.octets,
            file: path,
            origin: origin,
            passed: { pages.release($0) }
        )
    }

    /// The zone in a file; warnings are reported, errors end the command.
    ///
    /// With `ZoneRules.lenient` what servers refuse is a warning: somebody wants to see a zone as it is.
    static func usableZone(
        _ path: String,
        origin: Name?,
        rules: ZoneRules = ZoneRules(),
        threads: Int = Processors.count
    ) throws(ToolFailure) -> Zone {
        let reading = try zone(path, origin: origin, rules: rules, threads: threads)
        let diagnostics = reading.diagnostics.map { Diagnostic($0) }
        guard let zone = reading.zone else { throw ToolFailure(.badData, diagnostics) }
        for diagnostic in diagnostics { diagnostic.report() }
        return zone
    }

    // MARK: - Policies

    /// What reading a policy file has brought; its name is that of the file without the extension.
    static func policy(_ path: String) throws(ToolFailure) -> PolicyReading {
        let file = try open(path, expected: "a policy file")
        let name = FileSystem.split(path).name
        return PolicyFile.read(
            octets: file.octets,
            file: path,
            name: name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
        )
    }

    /// The policy in a file; an error, of the timing lint too, ends the command.
    static func usablePolicy(_ path: String, zone: Zone? = nil) throws(ToolFailure) -> DNSSECPolicy {
        let reading = try policy(path)
        let facts = zone.flatMap { ZoneFacts($0) }
        let complaints = reading.faults(zone: facts)
        let errors = complaints.map { Diagnostic($0) }.errors
        guard let policy = reading.policy, errors.isEmpty else {
            throw ToolFailure(.badConfiguration, errors)
        }
        return policy
    }
}
