import TestKit

/// What one item came to.
struct Outcome {
    let item: String
    /// What the item is about, for tables and plots; nil for planning and starting.
    var subject: String?
    var names: Int?
    var work: String
    var floor: Floor?
    var entries: [Entry]
    var findings: [OutputCheck.Finding] = []

    /// The contestant that the others are compared with: the first one.
    var ours: Entry? { entries.first }
    var isGood: Bool { findings.allSatisfy { $0.isGood || !$0.isOurs } }

    init(_ item: WorkItem, floor: Floor?, entries: [Entry], findings: [OutputCheck.Finding]) {
        self.item = item.name
        if case .zone(let subject, let work) = item {
            self.subject = "\(subject.kind.rawValue) \(subject.denial.rawValue) \(subject.algorithm.rawValue)"
            names = subject.names
            self.work = work.word
        } else {
            work = item.name
        }
        (self.floor, self.entries, self.findings) = (floor, entries, findings)
    }

    // MARK: - JSON

    var json: JSON {
        .members([
            "item": .string(item), "subject": subject.map { .string($0) } ?? .null,
            "names": names.map { .number(Double($0)) } ?? .null, "work": .string(work),
            "floor": floor.map { floor in
                .members([
                    "operations": .number(Double(floor.count)), "rate-before": .number(floor.before),
                    "rate-after": .number(floor.after),
                ])
            } ?? .null,
            "contestants": .array(
                entries.map { entry in
                    .members([
                        "name": .string(entry.name), "peer": .bool(entry.isPeer),
                        "seconds": .array(entry.seconds.map(JSON.rounded)),
                        "mebibytes": .array(entry.mebibytes.map(JSON.rounded)),
                    ])
                }
            ),
            "checks": .array(
                findings.map { finding in
                    .members([
                        "text": .string(finding.text), "good": .bool(finding.isGood),
                        "ours": .bool(finding.isOurs),
                    ])
                }
            ),
        ])
    }

    init(_ json: JSON) {
        item = json["item"].text
        subject = json["subject"] == .null ? nil : json["subject"].text
        names = json["names"].number.map { Int($0) }
        work = json["work"].text
        floor = json["floor"]["operations"].number.map { count in
            Floor(
                before: json["floor"]["rate-before"].number ?? 0,
                after: json["floor"]["rate-after"].number ?? 0,
                count: Int(count)
            )
        }
        entries = json["contestants"].elements.map { entry in
            Entry(
                name: entry["name"].text,
                isPeer: entry["peer"].isTrue,
                seconds: entry["seconds"].elements.compactMap(\.number),
                mebibytes: entry["mebibytes"].elements.compactMap(\.number)
            )
        }
        findings = json["checks"].elements.map { finding in
            OutputCheck.Finding(
                text: finding["text"].text,
                isGood: finding["good"].isTrue,
                isOurs: finding["ours"].isTrue
            )
        }
    }
}

extension JSON {
    /// To the tenth of a millisecond or KiB: more would be noise.
    static func rounded(_ value: Double) -> JSON { .number((value * 10_000).rounded() / 10_000) }
}

/// All that a run measured, with the machine it was measured on.
struct Record {
    var machine: Machine
    var outcomes: [Outcome] = []

    var json: JSON {
        .members(["machine": machine.json, "items": .array(outcomes.map(\.json))])
    }

    init(machine: Machine) { self.machine = machine }

    /// Reads several files as one: the machine of the first, and of each item what was measured last.
    init(reading paths: [String]) throws(BenchmarkError) {
        guard let first = paths.first else { throw BenchmarkError(text: "a JSON file is needed") }
        machine = Machine(try JSONReader.read(try TextFile.read(first))["machine"])
        for path in paths {
            for json in try JSONReader.read(try TextFile.read(path))["items"].elements {
                let outcome = Outcome(json)
                outcomes.removeAll { $0.item == outcome.item }
                outcomes.append(outcome)
            }
        }
    }
}
