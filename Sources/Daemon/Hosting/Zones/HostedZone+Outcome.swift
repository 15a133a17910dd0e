import DNSSECModel

// What a zone came to, from what it said or from what is kept of it.
extension HostedZone.Outcome {
    init(_ report: ZoneReport) {
        self.init(
            wake: report.nextWake,
            keyStep: report.next?.until,
            isFailing: !report.troubles.isEmpty
        )
    }

    init(_ row: RestingZone) {
        self.init(
            wake: row.wake.instant,
            keyStep: row.steps.first(where: \.isNext)?.hold.until,
            isFailing: !row.troubles.isEmpty
        )
    }
}
