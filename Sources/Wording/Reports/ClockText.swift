public import ControlProtocol

extension StatusText {
    /// What came of a person's word that the clock is right.
    public static func clock(_ report: ClockReport) -> [String] {
        let zones = report.zones == 1 ? "The zone is" : "All \(report.zones) zones are"
        let doubt = report.fault.map { "it was doubted because \($0)" } ?? "it was not doubted"
        let change =
            report.before > report.time
            ? " Steps and publications that are dated up to \(report.before) count as of now." : ""
        return Prose.wrapped(
            "The clock is accepted at \(report.time); \(doubt). \(zones) looked at anew.\(change)",
            indentation: ""
        )
    }
}
