import DNSSECModel

/// The zones of a daemon in their order, and who of them is due when.
struct ZoneTable {
    /// The zones, in the order of the configuration.
    let slots: [HostedZone]
    private var numbers: [Name: Int32]
    private var wakes: WakeQueue
    private var keySteps: WakeQueue
    private var isFailing: [Bool]
    private var files: FileIndex
    /// How many zones have something that fails.
    private(set) var failures = 0

    /// A book of zones, each due when it said last.
    init(_ slots: [HostedZone]) {
        self.slots = slots
        numbers = Dictionary(minimumCapacity: slots.count)
        for (number, slot) in slots.enumerated() { numbers[slot.zone] = Int32(number) }
        wakes = WakeQueue(count: slots.count)
        keySteps = WakeQueue(count: slots.count)
        isFailing = Array(repeating: false, count: slots.count)
        files = FileIndex(
            slots.lazy.enumerated().flatMap { number, slot in slot.watchedFiles.map { ($0, number) } }
        )
        for (number, slot) in slots.enumerated() { settle(number, slot.outcome) }
    }

    // MARK: - Questions

    /// The zone of a name.
    subscript(zone: Name) -> HostedZone? { numbers[zone].map { slots[Int($0)] } }

    /// When the next zone is due.
    var nextWake: Instant? { wakes.first?.at }

    /// The zone whose key takes the next step of all.
    var nextKeyStep: HostedZone? { keySteps.first.map { slots[$0.number] } }

    /// The zones that watch one of these files.
    func slots(watching paths: Set<String>) -> [HostedZone] {
        let touched = paths.reduce(into: Set<Int>()) { $0.formUnion(files[$1]) }
        return touched.sorted().map { slots[$0] }
    }

    // MARK: - Changes

    /// The zones that are due, the earliest first; each is due again only after it was settled.
    mutating func takeDue(at now: Instant) -> [HostedZone] { wakes.takeDue(at: now).map { slots[$0] } }

    /// Notes what became of a zone; one that is no longer in the book is left out.
    mutating func settle(_ slot: HostedZone, _ outcome: HostedZone.Outcome) {
        guard let number = numbers[slot.zone], slots[Int(number)] === slot else { return }
        settle(Int(number), outcome)
    }

    private mutating func settle(_ number: Int, _ outcome: HostedZone.Outcome) {
        wakes[number] = outcome.wake
        keySteps[number] = outcome.keyStep
        if isFailing[number] != outcome.isFailing { failures += outcome.isFailing ? 1 : -1 }
        isFailing[number] = outcome.isFailing
        for file in outcome.newFiles { files.add(file, of: number) }
    }
}
