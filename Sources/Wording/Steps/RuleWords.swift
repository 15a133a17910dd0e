import DNSSECModel

// Clauses about what a wait is for: while it lasts, and once it is over. Sentences of steps and of waits share them.

extension TimingFormula {
    /// What is true once the time is over.
    func outcome(_ language: Language) -> String {
        switch self {
        case .publicationInterval, .childPublicationInterval:
            language.say("every cache knows the new DNSKEY RRset", "所有快取都已取得新的 DNSKEY 資源紀錄集")
        case .retireInterval:
            language.say("no cache holds a previous signature any more", "所有快取都不再保有先前的簽章")
        case .signaturePublicationInterval:
            language.say(
                "no cache holds records without the new signatures any more",
                "所有快取都不再保有缺少新簽章的紀錄"
            )
        case .parentPublicationInterval:
            language.say("every cache knows the new DS RRset", "所有快取都已取得新的 DS 資源紀錄集")
        case .kskRetireInterval:
            language.say("no cache holds the old DS any more", "所有快取都不再保有舊的 DS 紀錄")
        case .dnskeyRetireInterval:
            language.say(
                "no cache holds the old DNSKEY RRset any more",
                "所有快取都不再保有舊的 DNSKEY 資源紀錄集"
            )
        case .trustPointInterval:
            language.say(
                "validators that follow RFC 5011 trust the new key",
                "遵循 RFC 5011 的驗證者都已將新金鑰納為信任錨"
            )
        case .revocationInterval:
            language.say(
                "validators that follow RFC 5011 have seen the revocation",
                "遵循 RFC 5011 的驗證者都已得知金鑰撤銷"
            )
        }
    }

    /// What may be true until then.
    func danger(_ language: Language) -> String {
        switch self {
        case .publicationInterval, .childPublicationInterval:
            language.say(
                "until then a cache may still hold the previous DNSKEY RRset",
                "在此之前，快取可能仍保有先前的 DNSKEY 資源紀錄集"
            )
        case .retireInterval:
            language.say(
                "until then a cache may still hold a previous signature",
                "在此之前，快取可能仍保有先前的簽章"
            )
        case .signaturePublicationInterval:
            language.say(
                "until then a cache may still hold records without the new signatures",
                "在此之前，快取可能仍保有缺少新簽章的紀錄"
            )
        case .parentPublicationInterval:
            language.say(
                "until then a cache may still hold the previous DS RRset",
                "在此之前，快取可能仍保有先前的 DS 資源紀錄集"
            )
        case .kskRetireInterval:
            language.say("until then a cache may hold the old DS", "在此之前，快取可能仍保有舊的 DS 紀錄")
        case .dnskeyRetireInterval:
            language.say(
                "until then a cache may hold the old DNSKEY RRset",
                "在此之前，快取可能仍保有舊的 DNSKEY 資源紀錄集"
            )
        case .trustPointInterval:
            language.say(
                "until then validators that follow RFC 5011 may not trust the new key",
                "在此之前，遵循 RFC 5011 的驗證者可能尚未信任新金鑰"
            )
        case .revocationInterval:
            language.say(
                "until then validators that follow RFC 5011 may not have seen the revocation",
                "在此之前，遵循 RFC 5011 的驗證者可能尚未得知金鑰撤銷"
            )
        }
    }
}

extension SafetyRule {
    /// What the rule keeps.
    func kept(_ language: Language) -> String {
        switch self {
        case .chainFromDS:
            language.say(
                "every cached DS leads to a DNSKEY that every cache can find",
                "快取中的每筆 DS 紀錄都能對應到各快取可取得的 DNSKEY"
            )
        case .chainFromAnchor:
            language.say(
                "every RFC 5011 validator has a trust anchor that signs the DNSKEY RRset it sees",
                "遵循 RFC 5011 的每個驗證者，都有能驗證其所見 DNSKEY 資源紀錄集的信任錨"
            )
        case .zoneSignatures:
            language.say(
                "every cached RRset is signed by a key in every cached DNSKEY RRset",
                "快取中的每個資源紀錄集，都由每份快取 DNSKEY 資源紀錄集內的金鑰所簽署"
            )
        case .wholeInItself:
            language.say(
                "the zone is signed by keys of its own DNSKEY RRset",
                "區域由其自身 DNSKEY 資源紀錄集內的金鑰簽署"
            )
        case .algorithms:
            language.say(
                "every cached RRset is signed in every algorithm that a cached DS or DNSKEY names",
                "快取中的每個資源紀錄集，都具備快取 DS 或 DNSKEY 所列每一種演算法的簽章"
            )
        }
    }

    /// Who fails while the rule is broken.
    func broken(_ language: Language) -> String {
        switch self {
        case .chainFromDS:
            language.say(
                "caches that hold the previous DS or DNSKEY RRset can find no chain of trust",
                "保有先前 DS 或 DNSKEY 資源紀錄集的快取將找不到信任鏈"
            )
        case .chainFromAnchor:
            language.say(
                "validators with a previous trust anchor can find no chain of trust",
                "僅有先前信任錨的驗證者將找不到信任鏈"
            )
        case .zoneSignatures:
            language.say(
                "caches that hold previous records or keys can find signatures without their key",
                "保有先前紀錄或金鑰的快取將遇到找不到對應金鑰的簽章"
            )
        case .wholeInItself: language.say("the zone is broken in itself", "區域本身即不完整")
        case .algorithms:
            language.say(
                "validators that want every algorithm's signature answer SERVFAIL",
                "要求每種演算法都有簽章的驗證者將回應 SERVFAIL"
            )
        }
    }
}

extension GateCondition {
    /// What must come first.
    func waiting(_ language: Language) -> String {
        switch self {
        case .verified:
            language.say(
                "The zone as it was decided last must be verified and published first",
                "須先驗證並發布最近一次決定的區域"
            )
        case .dsSeen:
            language.say(
                "All servers of the parent must show the DS first",
                "須待上層區域的所有伺服器均提供 DS 紀錄"
            )
        }
    }

    /// What has come.
    func met(_ language: Language) -> String {
        switch self {
        case .verified:
            language.say("the zone before it is verified and published", "前一步驟的區域已經驗證並發布")
        case .dsSeen:
            language.say("all servers of the parent show the DS", "上層區域的所有伺服器均已提供 DS 紀錄")
        }
    }
}

extension AwaitedObservation {
    /// What was seen.
    func seen(_ language: Language) -> String {
        switch self {
        case .keyGenerated: language.say("the key pair is there", "金鑰對已經產生")
        case .zonePublished:
            language.say("the zone with the step before it is published", "含有前一步驟的區域已經發布")
        case .dsSeen:
            language.say("all servers of the parent show the new DS", "上層區域的所有伺服器均已提供新的 DS 紀錄")
        case .dsGone:
            language.say("no server of the parent shows the old DS", "上層區域的所有伺服器均已不再提供舊的 DS 紀錄")
        }
    }

    /// What must be seen first.
    func waiting(_ language: Language) -> String {
        switch self {
        case .keyGenerated: language.say("The key pair must be made first", "須先產生金鑰對")
        case .zonePublished: language.say("The signed zone must be published first", "須先發布已簽署的區域")
        case .dsSeen:
            language.say(
                "All servers of the parent must show the new DS first",
                "須待上層區域的所有伺服器均提供新的 DS 紀錄"
            )
        case .dsGone:
            language.say(
                "All servers of the parent must have dropped the old DS first",
                "須待上層區域的所有伺服器均不再提供舊的 DS 紀錄"
            )
        }
    }
}
