internal import COpenSSL

// How private keys are made, taken apart and put together again; the DNS side of it is in SigningKey.swift.

extension KeyHandle {
    /// A new random key.
    static func generated(_ profile: AlgorithmProfile, bits: Int) throws(CryptoError) -> KeyHandle {
        if profile.family == .rsa, !AlgorithmProfile.generatedModulusBits.contains(bits) {
            throw .keySize(bits: bits, allowed: AlgorithmProfile.generatedModulusBits)
        }
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, profile.keyType, nil) else {
            throw libraryFailure(.generate)
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_keygen_init(context) == 1 else { throw libraryFailure(.generate) }
        if profile.family == .rsa {
            guard unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) == 1 else {
                throw libraryFailure(.generate)
            }
        }
        if let group = profile.group {
            guard unsafe EVP_PKEY_CTX_set_group_name(context, group) == 1 else {
                throw libraryFailure(.generate)
            }
        }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_generate(context, &key) == 1, let key = unsafe key else {
            throw libraryFailure(.generate)
        }
        return unsafe KeyHandle(owning: key)
    }

    /// The key with these numbers.
    static func loaded(
        _ profile: AlgorithmProfile,
        from material: PrivateKeyMaterial
    ) throws(CryptoError) -> KeyHandle {
        switch profile.family {
        case .rsa: try loadedRSA(profile, from: material)
        case .ecdsa: try loadedECDSA(profile, scalar: material.required(.privateKey))
        case .edwards: try loadedEdwards(profile, seed: material.required(.privateKey))
        }
    }

    /// The numbers of the key.
    func material(_ profile: AlgorithmProfile) throws(CryptoError) -> PrivateKeyMaterial {
        var material = PrivateKeyMaterial()
        switch profile.family {
        case .rsa:
            for (component, name) in Self.rsaNames {
                let number = try number(name)
                material[component] = number.secretOctets(count: number.octetCount)
            }
        case .ecdsa:
            material[.privateKey] = try number(OSSL_PKEY_PARAM_PRIV_KEY).secretOctets(
                count: profile.fieldOctets
            )
        case .edwards:
            material[.privateKey] = unsafe SecretOctets(count: profile.fieldOctets) { target in
                var length = profile.fieldOctets
                let result = unsafe EVP_PKEY_get_raw_private_key(pointer, target, &length)
                return result == 1 && length == profile.fieldOctets
            }
        }
        let expected: [PrivateComponent] = profile.family == .rsa ? Self.rsaNames.map(\.0) : [.privateKey]
        guard expected.allSatisfy({ material[$0] != nil }) else { throw libraryFailure(.export) }
        return material
    }

    /// The public half in the wire form of a DNSKEY.
    func wireForm(_ profile: AlgorithmProfile) throws(CryptoError) -> [UInt8] {
        switch profile.family {
        case .rsa:
            let exponent = try number(OSSL_PKEY_PARAM_RSA_E)
            let modulus = try number(OSSL_PKEY_PARAM_RSA_N)
            guard profile.modulusBits.contains(modulus.bits) else {
                throw .keySize(bits: modulus.bits, allowed: profile.modulusBits)
            }
            guard let exponent = exponent.publicOctets(count: exponent.octetCount),
                let modulus = modulus.publicOctets(count: modulus.octetCount)
            else { throw libraryFailure(.export) }
            return RSAPublicNumbers(exponent: exponent, modulus: modulus).wireForm
        case .ecdsa:
            guard let x = try number(OSSL_PKEY_PARAM_EC_PUB_X).publicOctets(count: profile.fieldOctets),
                let y = try number(OSSL_PKEY_PARAM_EC_PUB_Y).publicOctets(count: profile.fieldOctets)
            else { throw libraryFailure(.export) }
            return x + y
        case .edwards:
            var octets = [UInt8](repeating: 0, count: profile.fieldOctets)
            var length = octets.count
            guard unsafe EVP_PKEY_get_raw_public_key(pointer, &octets, &length) == 1, length == octets.count
            else { throw libraryFailure(.export) }
            return octets
        }
    }

    private func number(_ name: String) throws(CryptoError) -> BigNumber {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(pointer, name, &number) == 1, let number = unsafe number else {
            throw libraryFailure(.export)
        }
        return unsafe BigNumber(owning: number)
    }
}

// MARK: - Loading

extension KeyHandle {
    private static let rsaNames: [(PrivateComponent, String)] = [
        (.modulus, OSSL_PKEY_PARAM_RSA_N), (.publicExponent, OSSL_PKEY_PARAM_RSA_E),
        (.privateExponent, OSSL_PKEY_PARAM_RSA_D), (.prime1, "rsa-factor1"), (.prime2, "rsa-factor2"),
        (.exponent1, "rsa-exponent1"), (.exponent2, "rsa-exponent2"), (.coefficient, "rsa-coefficient1"),
    ]

    private static func loadedRSA(
        _ profile: AlgorithmProfile,
        from material: PrivateKeyMaterial
    ) throws(CryptoError) -> KeyHandle {
        let exponent = try material.number(.publicExponent)
        let numbers = RSAPrivateNumbers(
            modulus: try material.number(.modulus),
            privateExponent: try material.number(.privateExponent),
            prime1: try material.number(.prime1),
            prime2: try material.number(.prime2),
            exponent1: try material.number(.exponent1),
            exponent2: try material.number(.exponent2),
            coefficient: try material.number(.coefficient)
        )
        let bits = numbers.modulus.bits
        guard profile.modulusBits.contains(bits) else {
            throw .keySize(bits: bits, allowed: profile.modulusBits)
        }
        guard let consistent = numbers.areConsistent() else { throw libraryFailure(.load) }
        guard consistent else { throw .inconsistentPrivateKey }
        guard let list = ParameterList(), list.add("n", numbers.modulus), list.add("e", exponent),
            list.add("d", numbers.privateExponent), list.add("rsa-factor1", numbers.prime1),
            list.add("rsa-factor2", numbers.prime2), list.add("rsa-exponent1", numbers.exponent1),
            list.add("rsa-exponent2", numbers.exponent2), list.add("rsa-coefficient1", numbers.coefficient),
            let key = list.makeKey(type: profile.keyType, isPrivate: true)
        else { throw libraryFailure(.load) }
        // The list points into the numbers until the key is made.
        extendLifetime(numbers)
        extendLifetime(exponent)
        return key
    }

    private static func loadedECDSA(
        _ profile: AlgorithmProfile,
        scalar: SecretOctets
    ) throws(CryptoError) -> KeyHandle {
        guard (1...profile.fieldOctets).contains(scalar.count) else {
            throw .componentSize(.privateKey, octets: scalar.count)
        }
        guard let group = profile.group, let number = BigNumber(bigEndian: scalar.span) else {
            throw libraryFailure(.load)
        }
        let point = try publicPoint(group: group, octets: profile.fieldOctets, scalar: number)
        let key = unsafe group.withCString { name in
            unsafe point.withUnsafeBytes { point -> KeyHandle? in
                guard let list = ParameterList(), unsafe list.add("group", text: name),
                    unsafe list.add("pub", octets: point), list.add("priv", number)
                else { return nil }
                defer { extendLifetime(number) }
                return list.makeKey(type: profile.keyType, isPrivate: true)
            }
        }
        guard let key else { throw libraryFailure(.load) }
        return key
    }

    /// The scalar times the generator, uncompressed: libcrypto does not work it out by itself.
    private static func publicPoint(
        group name: String,
        octets: Int,
        scalar: borrowing BigNumber
    ) throws(CryptoError) -> [UInt8] {
        guard let group = unsafe EC_GROUP_new_by_curve_name(EC_curve_nist2nid(name)) else {
            throw libraryFailure(.load)
        }
        defer { unsafe EC_GROUP_free(group) }
        // 1 to n-1: 0 has no public key, and n and more would be another key's scalar in disguise.
        guard scalar.bits > 0, unsafe BN_cmp(scalar.pointer, EC_GROUP_get0_order(group)) < 0 else {
            throw .inconsistentPrivateKey
        }
        guard let point = unsafe EC_POINT_new(group) else { throw libraryFailure(.load) }
        defer { unsafe EC_POINT_free(point) }
        var wire = [UInt8](repeating: 0, count: 1 + 2 * octets)
        guard unsafe EC_POINT_mul(group, point, scalar.pointer, nil, nil, nil) == 1,
            unsafe EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, &wire, wire.count, nil)
                == wire.count
        else { throw libraryFailure(.load) }
        return wire
    }

    private static func loadedEdwards(
        _ profile: AlgorithmProfile,
        seed: SecretOctets
    ) throws(CryptoError) -> KeyHandle {
        guard seed.count == profile.fieldOctets else { throw .componentSize(.privateKey, octets: seed.count) }
        let key = unsafe seed.span.withUnsafeBufferPointer { buffer in
            unsafe EVP_PKEY_new_raw_private_key_ex(
                nil,
                profile.keyType,
                nil,
                buffer.baseAddress,
                buffer.count
            )
        }
        guard let key = unsafe key else { throw libraryFailure(.load) }
        return unsafe KeyHandle(owning: key)
    }
}

extension PrivateKeyMaterial {
    fileprivate func required(_ component: PrivateComponent) throws(CryptoError) -> SecretOctets {
        guard let octets = self[component] else { throw .missingComponent(component) }
        return octets
    }

    fileprivate func number(_ component: PrivateComponent) throws(CryptoError) -> BigNumber {
        let octets = try required(component)
        guard (1...512).contains(octets.count) else {
            throw .componentSize(component, octets: octets.count)
        }
        guard let number = BigNumber(bigEndian: octets.span) else { throw libraryFailure(.load) }
        return number
    }
}
