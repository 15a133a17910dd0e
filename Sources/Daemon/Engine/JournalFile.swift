import DNSSECModel
import JSON
import KeyStore
import SystemIO

/// The journal of a zone on the disk, opened when a line comes.
struct JournalFile: ~Copyable {
    private let path: String
    private let zone: Name
    private var journal: Journal?

    init(path: String, zone: Name) { (self.path, self.zone) = (path, zone) }

    /// Adds lines with one wait for the disk.
    ///
    /// A journal that is damaged is set aside, and a new one begins with a line that says so; `tell` is told.
    mutating func append(
        _ lines: [JournalEntry],
        at now: Instant,
        _ tell: (String) -> Void
    ) throws(JournalError) {
        try begin(at: now, tell)
        try journal?.append(lines)
    }

    /// The last line of the journal.
    mutating func head(at now: Instant, _ tell: (String) -> Void) throws(JournalError) -> JournalHead? {
        try begin(at: now, tell)
        return journal?.head
    }

    private mutating func begin(at now: Instant, _ tell: (String) -> Void) throws(JournalError) {
        guard journal == nil, let repair = try open() else { return }
        tell(repair)
        try journal?.append(JournalEntry(time: now, zone: zone, kind: .repair, decision: repair))
    }

    /// Closes the journal until the next line.
    mutating func close() { journal = nil }

    private mutating func open() throws(JournalError) -> String? {
        do throws(JournalError) {
            journal = try Journal(path: path, zone: zone)
            return journal?.tornEnd.map {
                "the journal's last line was torn; its \($0.count) octets are in \($0.path)"
            }
        } catch {
            guard case .badLine = error else { throw error }
            let repair = try setAside(error)
            journal = try Journal(path: path, zone: zone)
            return repair
        }
    }

    private func setAside(_ damage: JournalError) throws(JournalError) -> String {
        do throws(SystemError) {
            let other = try Journal.setAside(path)
            return "the journal was damaged (\(damage)) and is kept in \(other); this one begins anew"
        } catch {
            throw .system(error)
        }
    }
}
