import DNSSECModel
import Wording

extension Language {
    /// What a stretch of a key's lane says.
    func word(_ stage: LaneStage) -> String {
        switch (self, stage) {
        case (.english, .made): "made"
        case (.english, .published): "published"
        case (.english, .standby): "standby"
        case (.english, .signing): "signing"
        case (.english, .retired): "retired"
        case (.english, .revoked): "revoked"
        case (.traditionalChinese, .made): "已產生"
        case (.traditionalChinese, .published): "已發布"
        case (.traditionalChinese, .standby): "待命"
        case (.traditionalChinese, .signing): "簽署中"
        case (.traditionalChinese, .retired): "已退役"
        case (.traditionalChinese, .revoked): "已撤銷"
        }
    }

    /// What the words of the lanes mean, for people who do not know them.
    func meaning(_ stage: LaneStage) -> String {
        switch (self, stage) {
        case (.english, .made): "The key pair exists, but the zone does not show it yet."
        case (.english, .published):
            "The key is in the zone. Caches and validators are learning it; it does not sign yet."
        case (.english, .standby):
            "Every cache and every validator knows the key. It can take over at any moment."
        case (.english, .signing): "The key is at work: its signatures protect the zone."
        case (.english, .retired):
            "The key's work is over. It stays in the zone until no cache needs it any more."
        case (.english, .revoked):
            "The key tells validators never to trust it again (RFC 5011). Then it leaves the zone."
        case (.traditionalChinese, .made): "金鑰對已經存在，但區域尚未公布。"
        case (.traditionalChinese, .published): "金鑰已列於區域中，快取與驗證者正陸續取得；尚未用於簽署。"
        case (.traditionalChinese, .standby): "所有快取與驗證者都已認得這把金鑰，隨時可以接替。"
        case (.traditionalChinese, .signing): "金鑰正在使用：區域由其簽章保護。"
        case (.traditionalChinese, .retired): "金鑰的任務已結束，保留於區域中直到不再有快取需要它。"
        case (.traditionalChinese, .revoked): "金鑰告知驗證者永久不再信任它（RFC 5011），之後即自區域移除。"
        }
    }

    /// What the strip below a lane says of the parent.
    func word(_ stage: DelegationStage) -> String {
        switch (self, stage) {
        case (.english, .asked): "DS asked for"
        case (.english, .shown): "DS at the parent"
        case (.english, .leaving): "DS to be dropped"
        case (.traditionalChinese, .asked): "已請求加入 DS"
        case (.traditionalChinese, .shown): "上層區域提供 DS"
        case (.traditionalChinese, .leaving): "已請求移除 DS"
        }
    }

    /// What a key is for, for people who do not know.
    func meaning(_ role: KeyRole) -> String {
        switch (self, role) {
        case (.english, .ksk):
            "Key-signing key: signs the zone's list of keys. The parent zone or the validators themselves point to it."
        case (.english, .zsk): "Zone-signing key: signs the zone's data. The key-signing key vouches for it."
        case (.english, .csk): "Combined signing key: signs the list of keys and the data."
        case (.traditionalChinese, .ksk): "金鑰簽署金鑰：簽署區域的金鑰清單，由上層區域或驗證者的信任錨指向它。"
        case (.traditionalChinese, .zsk): "區域簽署金鑰：簽署區域的資料，由金鑰簽署金鑰為其背書。"
        case (.traditionalChinese, .csk): "合併簽署金鑰：同時簽署金鑰清單與區域資料。"
        }
    }
}
