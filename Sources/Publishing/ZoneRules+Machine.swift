public import DNSCore
import SystemIO

extension ZoneRules {
    /// These rules, and a limit that fits this machine for each that the configuration leaves open.
    ///
    /// Everything that reads an operator's zone file asks here, so that all refuse the same zones. What keyturn wrote itself
    /// (`refuses` is false) was let through before it was signed; only more text than the machine has memory for is not read.
    public var fittingMachine: ZoneRules {
        var rules = self
        rules.limits =
            refuses
            ? limits.completed(memoryOfMachine: MachineMemory.octets)
            : ZoneLimits(octets: MachineMemory.octets)
        return rules
    }
}

extension ZoneLimits {
    /// These limits for a zone that must do with less memory.
    func capped(memory: Int) -> ZoneLimits {
        let cap = ZoneLimits(memory: memory).completed(memoryOfMachine: memory)
        return ZoneLimits(
            records: min(records ?? .max, cap.records ?? .max),
            octets: min(octets ?? .max, cap.octets ?? .max),
            generated: min(generated ?? .max, cap.generated ?? .max),
            memory: min(self.memory ?? .max, memory)
        )
    }
}
