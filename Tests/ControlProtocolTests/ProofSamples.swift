import ControlProtocol
import DNSSECModel

extension AnswerSamples {
    /// A moment of each kind, with each fault and each stall.
    static let proofMoments: [ProofMoment] = {
        let faults: [ProofFault] = [
            .noDNSKEY, .dsNamesNoKey, .dsNamesRevokedKey, .dsKeyDoesNotSign, .algorithmWithoutEntry(.ed25519),
            .dataUnsigned, .dataSignerUnknown, .dataSignerRevoked, .algorithmWithoutSignature(.rsaSHA256),
            .signatureExpires(.data), .noAnchor, .unsignedUnderAnchor,
            .revocationMissed(ManagedKey.ID(rawValue: 7)),
        ]
        var moments = ProofMoment.Kind.allCases.filter { $0 != .fails && $0 != .stalls }.map {
            ProofMoment(time: now, isJustBefore: true, kind: $0)
        }
        moments[0].part = .dnskey
        moments[0].keys = [KeyReference(role: .ksk, id: 7, tag: 20326, name: "KSK-2017")]
        moments[0].revoked = moments[0].keys
        moments[0].signers = [KeyReference(role: .ksk, id: 8, number: 2)]
        (moments[0].from, moments[0].until, moments[0].end) = (now, now + .days(1), now + .days(2))
        moments += faults.map { fault in
            var moment = ProofMoment(time: now + .days(1), kind: .fails)
            moment.fault = fault
            if case .signatureExpires(let part) = fault { moment.part = part }
            if case .revocationMissed(let key) = fault {
                moment.keys = [KeyReference(role: .ksk, id: key.rawValue, tag: 19036)]
            }
            return moment
        }
        return moments
            + StallKind.allCases.map { kind in
                var moment = ProofMoment(time: now + .days(2), kind: .stalls)
                (moment.stall, moment.role, moment.step) = (kind, .zsk, .sign)
                return moment
            }
    }()
}
