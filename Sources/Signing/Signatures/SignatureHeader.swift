internal import DNSCore

/// The fixed fields of an RRSIG (RFC 4034 3.1), in front of signer's name and signature.
struct SignatureHeader {
    static let octets = 18

    var covered: RRType
    var algorithm: SecurityAlgorithm
    var labels: UInt8
    var originalTTL: UInt32
    var expiration: UInt32
    var inception: UInt32
    var tag: UInt16

    init(
        covered: RRType,
        algorithm: SecurityAlgorithm,
        labels: UInt8,
        originalTTL: UInt32,
        expiration: UInt32,
        inception: UInt32,
        tag: UInt16
    ) {
        self.covered = covered
        self.algorithm = algorithm
        self.labels = labels
        self.originalTTL = originalTTL
        self.expiration = expiration
        self.inception = inception
        self.tag = tag
    }

    /// Reads the fields; `nil` if even a root signer's name does not fit behind them.
    init?(rdata: Span<UInt8>) {
        guard rdata.count > Self.octets else { return nil }
        covered = RRType(rawValue: Octets.number16(rdata, at: 0))
        algorithm = SecurityAlgorithm(rawValue: rdata[2])
        labels = rdata[3]
        originalTTL = Octets.number32(rdata, at: 4)
        expiration = Octets.number32(rdata, at: 8)
        inception = Octets.number32(rdata, at: 12)
        tag = Octets.number16(rdata, at: 16)
    }

    func append(to octets: inout [UInt8]) {
        Octets.append(covered.rawValue, to: &octets)
        octets.append(algorithm.rawValue)
        octets.append(labels)
        Octets.append(originalTTL, to: &octets)
        Octets.append(expiration, to: &octets)
        Octets.append(inception, to: &octets)
        Octets.append(tag, to: &octets)
    }
}
