extension RDATATriple {
    /// Types of services, keys and certificates.
    static let service: [RDATATriple] = [
        .init(
            "TLSA",
            "0 0 1 d2abde240d7cd3ee6b4b28c54df034b9 7983a1d16e8a410e4561cb106618e971",
            "000001D2ABDE240D7CD3EE6B4B28C54DF034B97983A1D16E8A410E4561CB106618E971",
            written: "0 0 1 D2ABDE240D7CD3EE6B4B28C54DF034B97983A1D16E8A410E4561CB106618E971"
        ),
        .init("TLSA", "3 1 0 AA", "030100AA"),
        .init("SMIMEA", "3 0 1 00", "03000100"),
        .init(
            "HIP",
            "2 200100107B1A74DF365639CC39F1D578 AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p9+LrV4e19"
                + "WzK00+CI6zBCQTdtWsuxKbWIy87UOoJTwkUs7lBu+Upr1gsNrut79ryra+bSRGQb1slImA8YVJyuIDsj7kwz"
                + "G7jnERNqnWxZ48AWkskmdHaVDP4BcelrTI3rMXdXF5D",
            "10020084200100107B1A74DF365639CC39F1D57803010001B771CA136E4AEB5CE44333C53B3D2C13C222"
                + "43851FC708BCCE29F7E2EB5787B5F56CCAD34F8223ACC10904DDB56B2EC4A6D6232F3B50EA094F0914B3"
                + "B941BBE529AF582C36BBADEFDAF2ADAF9B4911906F5B2522603C615272B880EC8FB930CC6EE39C444DAA"
                + "75B1678F005A4B2499D1DA5433F805C7A5AD3237ACC5DD5C5E43"
        ),
        .init(
            "HIP",
            "2 200100107B1A74DF365639CC39F1D578 AQID rvs1.example.com. RVS2.example.com.",
            "10020003200100107B1A74DF365639CC39F1D5780102030472767331076578616D706C6503636F6D0004"
                + "52565332076578616D706C6503636F6D00"
        ),
        .init("OPENPGPKEY", "AQIDBAUG Bwg=", "0102030405060708", written: "AQIDBAUGBwg="),
        .init("SVCB", "0 foo.example.com.", "000003666F6F076578616D706C6503636F6D00"),
        .init("SVCB", "1 .", "000100"),
        .init("SVCB", "16 foo.example.com. port=53", "001003666F6F076578616D706C6503636F6D00000300020035"),
        .init(
            "SVCB",
            "1 foo.example.com. key667=hello",
            "000103666F6F076578616D706C6503636F6D00029B000568656C6C6F",
            written: #"1 foo.example.com. key667="hello""#
        ),
        .init(
            "SVCB",
            #"1 foo.example.com. key667="hello\210qoo""#,
            "000103666F6F076578616D706C6503636F6D00029B000968656C6C6FD2716F6F"
        ),
        .init(
            "SVCB",
            #"1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1""#,
            "000103666F6F076578616D706C6503636F6D000006002020010DB800000000000000000000000120010D"
                + "B8000000000000000000530001",
            written: "1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1"
        ),
        .init(
            "SVCB",
            #"1 example.com. ipv6hint="2001:db8:122:344::192.0.2.33""#,
            "0001076578616D706C6503636F6D000006001020010DB80122034400000000C0000221",
            written: "1 example.com. ipv6hint=2001:db8:122:344::c000:221"
        ),
        .init(
            "SVCB",
            "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
            "001003666F6F076578616D706C65036F7267000000000400010004000100090268320568332D31390004"
                + "0004C0000201",
            written: #"16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1"#
        ),
        .init(
            "SVCB",
            #"16 foo.example.org. alpn="f\\\\oo\\,bar,h2""#,
            "001003666F6F076578616D706C65036F7267000001000C08665C6F6F2C626172026832"
        ),
        .init(
            "SVCB",
            #"16 foo.example.org. alpn=f\\\092oo\092,bar,h2"#,
            "001003666F6F076578616D706C65036F7267000001000C08665C6F6F2C626172026832",
            written: #"16 foo.example.org. alpn="f\\\\oo\\,bar,h2""#
        ),
        .init(
            "SVCB",
            #"1 a. key667 key668= key65280="""#,
            "0001016100029B0000029C0000FF000000",
            written: "1 a. key667 key668 key65280"
        ),
        .init(
            "SVCB",
            #"1 a. key3=\000\053 alpn=h2 no-default-alpn"#,
            "00010161000001000302683200020000000300020035",
            written: #"1 a. alpn="h2" no-default-alpn port=53"#
        ),
        .init(
            "SVCB",
            "1 dns.example. alpn=h2 dohpath=/dns-query{?dns}",
            "000103646E73076578616D706C650000010003026832000700102F646E732D71756572797B3F646E737D",
            written: #"1 dns.example. alpn="h2" key7="/dns-query{?dns}""#
        ),
        .init("SVCB", "0 a. port=53", "0000016100000300020035"),
        .init(
            "SVCB",
            "1 a. ech=AEj+DQBEAQAgACAdd+scUi0IYFsXnUIU7ko2Nd9+F8M26pAGZVpz/KrWPgAEAAEAAWQVZWNoLXN"
                + "pdGVzLmV4YW1wbGUubmV0AAA=",
            "00010161000005004A0048FE0D004401002000201D77EB1C522D08605B179D4214EE4A3635DF7E17C336"
                + "EA9006655A73FCAAD63E00040001000164156563682D73697465732E6578616D706C652E6E65740000"
        ),
        .init(
            "SVCB",
            "1 a. mandatory=port,key667 key667=x port=1",
            "0001016100000000040003029B000300020001029B000178",
            written: #"1 a. mandatory=port,key667 port=1 key667="x""#
        ),
        .init(
            "HTTPS",
            #"1 . alpn="h2,h3" ipv4hint=192.0.2.1,192.0.2.2"#,
            "0001000001000602683202683300040008C0000201C0000202"
        ),
        .init("HTTPS", "0 svc.example.", "000003737663076578616D706C6500"),
        .init("HHIT", "AQID", "010203"),
        .init("BRID", "AQIDBA==", "01020304"),
        .init(
            "URI",
            #"10 1 "ftp://ftp1.example.com/public""#,
            "000A00016674703A2F2F667470312E6578616D706C652E636F6D2F7075626C6963"
        ),
        .init("URI", #"10 1 """#, "000A0001"),
        .init(
            "URI",
            #"1 2 "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"#
                + "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"
                + "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"
                + #"uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu""#,
            "000100027575757575757575757575757575757575757575757575757575757575757575757575757575"
                + "757575757575757575757575757575757575757575757575757575757575757575757575757575757575"
                + "757575757575757575757575757575757575757575757575757575757575757575757575757575757575"
                + "757575757575757575757575757575757575757575757575757575757575757575757575757575757575"
                + "757575757575757575757575757575757575757575757575757575757575757575757575757575757575"
                + "757575757575757575757575757575757575757575757575757575757575757575757575757575757575"
                + "757575757575757575757575757575757575757575757575757575757575757575757575757575757575"
                + "75757575757575757575"
        ),
        .init(
            "CAA",
            #"0 issue "letsencrypt.org; validationmethods=dns-01""#,
            "000569737375656C657473656E63727970742E6F72673B2076616C69646174696F6E6D6574686F64733D"
                + "646E732D3031"
        ),
        .init(
            "CAA",
            #"128 iodef "mailto:security@example.com""#,
            "8005696F6465666D61696C746F3A7365637572697479406578616D706C652E636F6D"
        ),
        .init("CAA", #"0 issue """#, "00056973737565"),
        .init(
            "CAA",
            "0 Issue ca.example.net",
            "0005497373756563612E6578616D706C652E6E6574",
            written: #"0 Issue "ca.example.net""#
        ),
        .init(
            "AVC",
            #""app-name:WOLFGANG|app-class:OAM""#,
            "1F6170702D6E616D653A574F4C4647414E477C6170702D636C6173733A4F414D"
        ),
        .init(
            "DOA",
            #"1234567890 1234567890 1 "image/gif" R0lGODlhKAAZAA=="#,
            "499602D2499602D20109696D6167652F67696647494638396128001900"
        ),
        .init("DOA", #"0 1 2 "" -"#, "00000000000000010200"),
        .init("AMTRELAY", "10 0 1 203.0.113.15", "0A01CB00710F"),
        .init("AMTRELAY", "10 1 2 2001:db8::15", "0A8220010DB8000000000000000000000015"),
        .init(
            "AMTRELAY",
            "128 1 3 amtrelays.example.com.",
            "808309616D7472656C617973076578616D706C6503636F6D00"
        ),
        .init("AMTRELAY", "0 0 0 .", "0000"),
        .init(
            "RESINFO",
            "qnamemin exterr=15-17 infourl=https://resolver.example.com/guide",
            "08716E616D656D696E0C6578746572723D31352D31372A696E666F75726C3D68747470733A2F2F726573"
                + "6F6C7665722E6578616D706C652E636F6D2F6775696465",
            written: #""qnamemin" "exterr=15-17" "infourl=https://resolver.example.com/guide""#
        ),
        .init("WALLET", #""ETH" "0x00""#, "034554480430783030"),
    ]
}
