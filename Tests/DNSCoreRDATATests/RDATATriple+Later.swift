extension RDATATriple {
    /// Types of the years after.
    static let later: [RDATATriple] = [
        .init(
            "PX",
            "10 ab.net2.it. O-ab.PRMD-net2.ADMDb.C-it.",
            "000A026162046E65743202697400044F2D61620950524D442D6E6574320541444D446204432D697400"
        ),
        .init(
            "GPOS",
            "116.8652 -32.6882 10.0",
            "083131362E38363532082D33322E363838320431302E30",
            written: #""116.8652" "-32.6882" "10.0""#
        ),
        .init(
            "GPOS",
            "-180 +90.000 -100000",
            "042D313830072B39302E303030072D313030303030",
            written: #""-180" "+90.000" "-100000""#
        ),
        .init("AAAA", "2001:db8::1", "20010DB8000000000000000000000001"),
        .init("AAAA", "::", "00000000000000000000000000000000"),
        .init("AAAA", "::1", "00000000000000000000000000000001"),
        .init(
            "AAAA",
            "2001:DB8:0:0:1:0:0:1",
            "20010DB8000000000001000000000001",
            written: "2001:db8::1:0:0:1"
        ),
        .init("AAAA", "2001:db8:0:1:1:1:1:1", "20010DB8000000010001000100010001"),
        .init("AAAA", "::ffff:192.0.2.1", "00000000000000000000FFFFC0000201"),
        .init(
            "AAAA",
            "64:ff9b::192.0.2.33",
            "0064FF9B0000000000000000C0000221",
            written: "64:ff9b::c000:221"
        ),
        .init("AAAA", "1::", "00010000000000000000000000000000"),
        .init("AAAA", "1:0:0:4:0:0:0:8", "00010000000000040000000000000008", written: "1:0:0:4::8"),
        .init(
            "AAAA",
            "fe80:0:0:0:202:b3ff:fe1e:8329",
            "FE800000000000000202B3FFFE1E8329",
            written: "fe80::202:b3ff:fe1e:8329"
        ),
        .init("AAAA", "1:2:3:4:5:6:7::", "00010002000300040005000600070000", written: "1:2:3:4:5:6:7:0"),
        .init("AAAA", "0:0:0:0:0:0:13.1.68.3", "0000000000000000000000000D014403", written: "::d01:4403"),
        .init(
            "LOC",
            "42 21 54 N 71 06 18 W -24m 30m",
            "0033161389172DD070BE15F000988D20",
            written: "42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m"
        ),
        .init(
            "LOC",
            "42 21 43.952 N 71 5 6.344 W -24m 1m 200m",
            "001224138917069070BF2DD800988D20",
            written: "42 21 43.952 N 71 5 6.344 W -24.00m 1.00m 200.00m 10.00m"
        ),
        .init(
            "LOC",
            "52 14 05 N 00 08 50 E 10m",
            "001216138B3556C88008165000989A68",
            written: "52 14 5.000 N 0 8 50.000 E 10.00m 1.00m 10000.00m 10.00m"
        ),
        .init(
            "LOC",
            "32 7 19 S 116 2 25 E 10m",
            "00121613791B7D2898E6486800989A68",
            written: "32 7 19.000 S 116 2 25.000 E 10.00m 1.00m 10000.00m 10.00m"
        ),
        .init(
            "LOC",
            "42 21 28.764 N 71 00 51.617 W -44m 2000m",
            "002516138916CB3C70C310DF00988550",
            written: "42 21 28.764 N 71 0 51.617 W -44.00m 2000.00m 10000.00m 10.00m"
        ),
        .init(
            "LOC",
            "90 S 180 E 42849672.95m 90000000m 0m 0.05",
            "009900506CB02700A69FB200FFFFFFFF",
            written: "90 0 0.000 S 180 0 0.000 E 42849672.95m 90000000.00m 0.00m 0.05m"
        ),
        .init(
            "LOC",
            "0 N 0 E -100000.00",
            "00121613800000008000000000000000",
            written: "0 0 0.000 N 0 0 0.000 E -100000.00m 1.00m 10000.00m 10.00m"
        ),
        .init("EID", "E32C6F78163A9348", "E32C6F78163A9348"),
        .init("NIMLOC", "3225 1A 030067", "32251A030067", written: "32251A030067"),
        .init("SRV", "0 5 5060 sip.example.", "0000000513C403736970076578616D706C6500"),
        .init("SRV", "0 0 0 .", "00000000000000"),
        .init("ATMA", "+61200000000", "013631323030303030303030"),
        .init(
            "ATMA",
            "39.246f.00.0e7c9c031200010001.000012345678.00",
            "0039246F000E7C9C03120001000100001234567800",
            written: "39246F000E7C9C03120001000100001234567800"
        ),
        .init("ATMA", "+6.12", "01363132", written: "+612"),
        .init(
            "NAPTR",
            #"100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" ."#,
            "0064000A0175074532552B7369701B215E2E2A24217369703A696E666F406578616D706C652E636F6D21"
                + "00"
        ),
        .init(
            "NAPTR",
            #"100 50 "s" "http+I2L+I2C+I2R" "" _http._tcp.gatech.edu."#,
            "00640032017310687474702B49324C2B4932432B49325200055F68747470045F74637006676174656368"
                + "0365647500"
        ),
        .init(
            "NAPTR",
            #"10 100 "" "" "/urn:cid:.+@([^\\.]+\\.)(.*)$/\\2/i" ."#,
            "000A00640000202F75726E3A6369643A2E2B40285B5E5C2E5D2B5C2E29282E2A29242F5C322F6900"
        ),
        .init("KX", "10 kx.example.", "000A026B78076578616D706C6500"),
        .init("CERT", "PKIX 1 RSASHA256 AQNRU3mG", "0001000108010351537986", written: "1 1 8 AQNRU3mG"),
        .init(
            "CERT",
            "65534 65535 254 MxFcby9k/yvedMfQgKzhH5er0Mu/vILz45IkskceFGgiWCn/GxHhai6V AuHAoNUz4Yo"
                + "U1tVfSCSqQYn6//11U6Nld80jEeC8aTrO+KKmCaY=",
            "FFFEFFFFFE33115C6F2F64FF2BDE74C7D080ACE11F97ABD0CBBFBC82F3E39224B2471E1468225829FF1B"
                + "11E16A2E9502E1C0A0D533E18A14D6D55F4824AA4189FAFFFD7553A36577CD2311E0BC693ACEF8A2A609"
                + "A6",
            written: "65534 65535 254 MxFcby9k/yvedMfQgKzhH5er0Mu/vILz45IkskceFGgiWCn/GxHhai6VAuHAoNUz4YoU"
                + "1tVfSCSqQYn6//11U6Nld80jEeC8aTrO+KKmCaY="
        ),
        .init("CERT", "IACPKIX 0 0 AA==", "000800000000", written: "8 0 0 AA=="),
        .init("A6", "0 2001:db8::1", "0020010DB8000000000000000000000001"),
        .init(
            "A6",
            "64 ::1234:5678:9abc:def0 Subnet.example.",
            "40123456789ABCDEF0065375626E6574076578616D706C6500"
        ),
        .init("A6", "128 .", "8000"),
        .init("A6", "61 ::7:0:0:1 x.", "3D000007000000000001017800"),
        .init("A6", "64 2001:db8::1 x.", "400000000000000001017800", written: "64 ::1 x."),
        .init(
            "DNAME",
            "frobozz-division.acme.example.",
            "1066726F626F7A7A2D6469766973696F6E0461636D65076578616D706C6500"
        ),
        .init("SINK", "1 2 3 AQID", "010203010203"),
        .init("SINK", "0 0 0", "000000"),
        .init("APL", "1:192.168.32.0/21 !1:192.168.38.0/28", "00011503C0A82000011C83C0A826"),
        .init(
            "APL",
            "1:224.0.0.0/4 2:FF00:0:0:0:0:0:0:0/8",
            "00010401E000020801FF",
            written: "1:224.0.0.0/4 2:ff00::/8"
        ),
        .init("APL", "", "", written: ##"\# 0"##),
        .init("APL", "!1:0.0.0.0/0 2:2001:db8::1/128", "000100800002801020010DB8000000000000000000000001"),
        .init(
            "SSHFP",
            "2 1 123456789abcdef67890123456789abcdef67890",
            "0201123456789ABCDEF67890123456789ABCDEF67890",
            written: "2 1 123456789ABCDEF67890123456789ABCDEF67890"
        ),
        .init(
            "SSHFP",
            "4 2 a87f1b687ac0e57d2a081a2f282672334d90ed316d2b818ca9580ea3 84d92401",
            "0402A87F1B687AC0E57D2A081A2F282672334D90ED316D2B818CA9580EA384D92401",
            written: "4 2 A87F1B687AC0E57D2A081A2F282672334D90ED316D2B818CA9580EA384D92401"
        ),
        .init("SSHFP", "1 9 ab", "0109AB", written: "1 9 AB"),
        .init(
            "IPSECKEY",
            "10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
            "0A0102C0000226010351537986ED35533B6064478EEEB27B5BD74DAE149B6E81BA3A0521AF82AB7801"
        ),
        .init(
            "IPSECKEY",
            "10 0 2 . AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
            "0A0002010351537986ED35533B6064478EEEB27B5BD74DAE149B6E81BA3A0521AF82AB7801"
        ),
        .init(
            "IPSECKEY",
            "10 3 2 mygateway.example.com. AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
            "0A0302096D7967617465776179076578616D706C6503636F6D00010351537986ED35533B6064478EEEB2"
                + "7B5BD74DAE149B6E81BA3A0521AF82AB7801"
        ),
        .init(
            "IPSECKEY",
            "10 2 2 2001:0DB8:0:8002::2000:1 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
            "0A020220010DB8000080020000000020000001010351537986ED35533B6064478EEEB27B5BD74DAE149B"
                + "6E81BA3A0521AF82AB7801",
            written: "10 2 2 2001:db8:0:8002::2000:1 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ=="
        ),
        .init(
            "DHCID",
            "AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=",
            "000201636FC0B8271C82825BB1AC5C41CF5351AA69B4FEBD94E8F17CDB95000DA48C40"
        ),
        .init(
            "DHCID",
            "AAABxLmlskllE0MVjd57zHcWmEH3pCQ6VytcKD//7es/deY=",
            "000001C4B9A5B249651343158DDE7BCC77169841F7A4243A572B5C283FFFEDEB3F75E6"
        ),
        .init("NINFO", "status ok", "06737461747573026F6B", written: #""status" "ok""#),
        .init("RKEY", "0 3 8 AQID", "00000308010203"),
        .init(
            "TALINK",
            "prev.example. next.example.",
            "0470726576076578616D706C6500046E657874076578616D706C6500"
        ),
        .init("SPF", #""v=spf1 a mx -all""#, "10763D737066312061206D78202D616C6C"),
        .init("NID", "10 0014:4fff:ff20:ee64", "000A00144FFFFF20EE64", written: "10 0014:4fff:ff20:ee64"),
        .init("NID", "0 0:0:0:0", "00000000000000000000", written: "0 0000:0000:0000:0000"),
        .init("L32", "10 10.1.2.0", "000A0A010200"),
        .init("L64", "10 2001:0DB8:1140:1000", "000A20010DB811401000", written: "10 2001:0db8:1140:1000"),
        .init("LP", "10 l64-subnet1.example.com.", "000A0B6C36342D7375626E657431076578616D706C6503636F6D00"),
        .init("EUI48", "00-00-5e-00-53-2a", "00005E00532A"),
        .init("EUI64", "00-00-5E-EF-10-00-00-2A", "00005EEF1000002A", written: "00-00-5e-ef-10-00-00-2a"),
    ]
}
