/// The numbers of one country code: their lengths behind it, the digits they may begin with, and what
/// is dialled in front of them within the country.
package struct PhoneCountry: Equatable, Sendable {
  /// Without `+`.
  package let code: String
  /// By their two letters (ISO 3166-1), the one with the most numbers first.
  let regions: [String]
  private let all: [Form]
  private let mobile: [Form]

  /// Numbers of these lengths that begin with one of these digits.
  private struct Form: Equatable {
    var lengths: Set<Int>
    let firstDigits: Set<Character>

    func fits(_ number: some StringProtocol) -> Bool {
      lengths.contains(number.count) && number.first.map(firstDigits.contains) == true
    }
  }

  /// The country that an operator names: `IN`, `91` or `+91`; nil where there is none of that name.
  package init?(named text: String) {
    let name = text.filter { !$0.isWhitespace }.uppercased()
    let code = name.hasPrefix("+") ? name.dropFirst() : name[...]
    let country = Self.table[String(code)] ?? Self.table.values.first { $0.regions.contains(name) }
    guard let country else { return nil }
    self = country
  }

  /// What a right name looks like.
  package static let expectation = "a country such as IN, or its code such as +91"

  /// All country codes that have numbers.
  static var codes: Dictionary<String, PhoneCountry>.Keys { table.keys }

  /// The country whose code these digits begin with. No code begins with another.
  private static func of(_ digits: String) -> PhoneCountry? {
    (1...3).lazy.compactMap { table[String(digits.prefix($0))] }.first
  }

  /// Whether these digits are a number of any country, with its code in front.
  static func has(_ digits: String) -> Bool {
    of(digits).map { $0.has(digits.dropFirst($0.code.count)) } ?? false
  }

  /// The digits without what is dialled only within the country and stands behind its code.
  static func withoutTrunk(_ digits: String) -> String {
    guard let country = of(digits) else { return digits }
    return country.code + country.withoutTrunk(digits.dropFirst(country.code.count))
  }

  /// Whether these digits begin with its code and are a number of it.
  func hasCode(of digits: String) -> Bool {
    digits.hasPrefix(code) && has(withoutTrunk(digits.dropFirst(code.count)))
  }

  /// The digits with its code in front, if they are a number as it is dialled within the country.
  func international(_ digits: String) -> String? {
    let number = withoutTrunk(digits[...])
    return has(number) ? code + number : nil
  }

  /// Whether these digits are a mobile number of it, without the code.
  func isMobile(_ digits: String) -> Bool { mobile.contains { $0.fits(digits) } }

  /// Whether its numbers may begin with a zero, which is dialled from everywhere.
  var keepsZero: Bool { all.contains { $0.firstDigits.contains("0") } }

  /// A number of each length and first digit that it has, without the code.
  var samples: [String] {
    all.flatMap { form in
      form.lengths.sorted().flatMap { length in
        form.firstDigits.sorted().map { "\($0)" + String(repeating: "2", count: length - 1) }
      }
    }
  }

  private func has(_ number: some StringProtocol) -> Bool { all.contains { $0.fits(number) } }

  /// A number without what is dialled in front of it. A zero goes even where what is left has an
  /// unknown length, unless numbers of the country may begin with one.
  private func withoutTrunk(_ number: Substring) -> String {
    if has(number) { return String(number) }
    for trunk in ["0"] + (Self.trunks[code] ?? []) where number.hasPrefix(trunk) {
      let rest = number.dropFirst(trunk.count)
      if has(rest) { return String(rest) }
    }
    return String(keepsZero ? number : number.drop { $0 == "0" })
  }

  /// What is dialled in front of a number within these countries, beside or instead of the usual 0.
  private static let trunks = [
    "1": ["1"], "7": ["8"], "36": ["06"], "370": ["8"], "375": ["80", "8"],
  ]

  private static let table = Dictionary(
    uniqueKeysWithValues: rows.split(separator: "\n").map { row in
      let country = PhoneCountry(row: row)
      return (country.code, country)
    })

  /// `49 DE 5:3468 6-9,12-15:2-9 | 10-11:1`: code, regions, all numbers, those of mobiles.
  private init(row: Substring) {
    let parts = row.split(separator: "|", omittingEmptySubsequences: false)
    let words = parts[0].split(separator: " ")
    code = String(words[0])
    regions = words[1] == "-" ? [] : words[1].split(separator: ",").map(String.init)
    all = words.dropFirst(2).map(Self.form)
    mobile = parts.dropFirst().first?.split(separator: " ").map(Self.form) ?? []
  }

  private static func form(_ word: Substring) -> Form {
    let halves = word.split(separator: ":")
    let lengths = halves[0].split(separator: ",").flatMap { range in
      let ends = range.split(separator: "-").compactMap { Int($0) }
      return Array((ends.first ?? 0)...(ends.last ?? 0))
    }
    var digits: Set<Character> = []
    var last: Character?
    var isRange = false
    for character in halves[1] {
      if character == "-" {
        isRange = true
      } else if isRange, let start = last?.wholeNumberValue, let end = character.wholeNumberValue {
        for digit in start...end { digits.insert(Character("\(digit)")) }
        isRange = false
      } else {
        digits.insert(character)
        last = character
      }
    }
    return Form(lengths: Set(lengths), firstDigits: digits)
  }

  /// The country codes that the International Telecommunication Union lists for Recommendation E.164,
  /// and how long the numbers of each are and with which digit they begin, as Google's libphonenumber
  /// (version 9.0.43 of its metadata) has collected it from the national numbering plans: fixed and
  /// mobile lines, numbers over the internet and personal ones, none that only their country reaches.
  /// Numbers that begin with 0 keep it behind the code: those of Italy, San Marino and the Vatican,
  /// Benin, Burkina Faso, Congo, Gabon, the Ivory Coast, and a few of Rwanda and Tajikistan. Of Mexico, the 1 that
  /// mobile numbers had until 2019 counts too: WhatsApp still knows many by it.
  private static let rows = """
    1 US,AG,AI,AS,BB,BM,BS,CA,DM,DO,GD,GU,JM,KN,KY,LC,MP,MS,PR,SX,TC,TT,VC,VG,VI 10:2-9|10:2-9
    7 RU,KZ 10:347-9|10:79
    20 EG 8:135 9:124-689 10:1|10:1
    27 ZA 5-8:8 9:1-8|5-8:8 9:1-8
    30 GR 10:2679|10:69
    31 NL 9:1-9 11:9|9:6 11:9
    32 BE 8:1-9 9:4|9:4
    33 FR 9:1-79|9:67
    34 ES 9:46-9|9:67
    36 HU 8:1-9 9:2357|9:2357
    39 IT,VA 6-8,11-12:0 9:013 10:013-5|9:3 10:34
    40 RO 6:23 9:237|9:7
    41 CH 9:2-9|9:67
    43 AT 4:1 5:15 6:13-7 7-13:1-7|7-13:6
    44 GB,GG,IM,JE 9:1 10:1257|10:7
    45 DK 8:2-9|8:2-9
    46 SE 7:1-4689 8:1-689 9:1-9|9:7
    47 NO,SJ 8:2-9|8:49
    48 PL 7,9:1-9|9:24-8
    49 DE 5:3468 6-9,12-15:2-9 10-11:1-9|10-11:1
    51 PE 8:14-8 9:9|9:9
    52 MX 10:2-9 11:1|10:2-9
    53 CU 6:34 7:2-47 8:2-7 10:8|8:56
    54 AR 10:1-36 11:9|10:6 11:9
    55 BR 10-11:1-9|10-11:1-9
    56 CL 9:2-9|9:2-9
    57 CO 8:4 10:369|10:39
    58 VE 10:24-6|10:4
    60 MY 8:4-9 9:13 10:1|9-10:1
    61 AU,CC,CX 9:1-478|9:4
    62 ID 7:236 8:2-79 9-11:2-9 12:8|9-12:8
    63 PH 6:2 8:8 9:2-8 10:89|10:89
    64 NZ 8:2-4679 9:27 10:2|8-10:2
    65 SG 8:3689|8:89
    66 TH 8:1-57 9:1689|9:1689
    81 JP 9:1-9 10:5-9|10:6-9
    82 KR 5-6:3-6 8:2 9:1-6 10:13-7 11:5|9-10:1
    84 VN 9:135-9 10:2|9:1357-9
    86 CN 7:1-57-9 8,10:1-9 9:3-9 11:13-578|11:1
    90 TR 10:2-58|10:5
    91 IN 10:1-9|10:16-9
    92 PK 9:124-9 10:2-9|10:3
    93 AF 9:2-7|9:7
    94 LK 9:1-9|9:7
    95 MM 6:12 7:124-8 8:124-9 9:24-9 10:9|7:1 8-10:9
    98 IR 6-7:1-8 10:1-9|10:9
    211 SS 9:19|9:19
    212 MA,EH 9:5-8|9:67
    213 DZ 8:1-4 9:5-79|9:5-7
    216 TN 8:2-57-9|8:2-59
    218 LY 9:2-9|9:9
    220 GM 7:2-9 9:48|7:2-9 9:8
    221 SN 9:379|9:7
    222 MR 8:2-4|8:2-4
    223 ML 8:24-9|8:25-9
    224 GN 8:3 9:67|9:6
    225 CI 10:02|10:0
    226 BF 8:024-7|8:04-7
    227 NE 8:27-9|8:27-9
    228 TG 8:279|8:79
    229 BJ 10:0|10:0
    230 MU 7:2-468 8:57|8:57
    231 LR 7:4-6 8:2 9:2-578|7:4-6 9:2-578
    232 SL 8:236-9|8:236-9
    233 GH 9:235|9:25
    234 NG 10:27-9|10:7-9
    235 TD 8:236-9|8:36-9
    236 CF 8:267|8:7
    237 CM 9:26|9:26
    238 CV 7:2-59|7:359
    239 ST 7:29|7:9
    240 GQ 9:235|9:25
    241 GA 7:2-7 8:0167|7:2-7 8:067
    242 CG 9:02|9:0
    243 CD 7:1-68 8:2 9:189 10:5|7:8 9:89
    244 AO 9:29|9:9
    245 GW 7:4 9:49|9:9
    246 IO 7:3|7:3
    247 AC 5:2-467|5:2-47
    248 SC 7:2469|7:2
    249 SD 9:19|9:19
    250 RW 8:0 9:27|9:7
    251 ET 9:1-57-9|9:7-9
    252 SO 6:1348 7:1-5 8:12679 9:346-9|7:2 8:12679 9:346-9
    253 DJ 8:27|8:7
    254 KE 7:4-6 8:24-6 9:124-7|9:17
    255 TZ 9:2467|9:67
    256 UG 9:2-47|9:7
    257 BI 8:2367|8:267
    258 MZ 8:2 9:8|9:8
    260 ZM 9:25-79|9:579
    261 MG 9:23|9:3
    262 RE,YT 9:2679|9:67
    263 ZW 9:235-8 10:8|9:7
    264 NA 8-9:68|9:68
    265 MW 7:1 9:1-37-9|9:1-37-9
    266 LS 8:256|8:56
    267 BW 7:2-6 8:7|8:7
    268 SZ 8:237|8:7
    269 KM 7:347|7:34
    290 SH,TA 4:8 5:2569|5:569
    291 ER 7:178|7:17
    297 AW 7:25-79|7:25-79
    298 FO 6:2-9|6:2579
    299 GL 6:1-9|6:245
    350 GI 8:256|8:56
    351 PT 9:1-3689|9:169
    352 LU 4-8,10-11:2-57-9 9:2-9|9:6
    353 IE 7:24-69 8:124-69 9:124-9 10:4|9:8
    354 IS 7:4-8 9:3|7:6-8 9:3
    355 AL 8:2-578 9:6|9:6
    356 MT 8:2379|8:79
    357 CY 8:279|8:9
    358 FI,AX 5:1-35689 6-9:1-689 10:45|6-10:45
    359 BG 6:2 7-8:2-9 9:89|8:4 9:89
    370 LT 8:3-9|8:6
    371 LV 8:26|8:2
    372 EE 7:3-8 8:578|7:5 8:58
    373 MD 8:235-7|8:5-7
    374 AM 8:1-9|8:3-57-9
    375 BY 9:1-4|9:2-4
    376 AD 6:35-8 9:6|6:356 9:6
    377 MC 8:3489 9:67|8:34 9:67
    378 SM 8:56 10:0|8:6
    379 - 6-11:0
    380 UA 9:3-9|9:35-79
    381 RS 7,11-12:1-3 8-10:1-36|8-10:6
    382 ME 8:2-7|8:6
    383 XK 8:2-4 9:23 10-12:3|8:4
    385 HR 8:1-579 9:2-59|8-9:9
    386 SI 8:1-8|8:3-7
    387 BA 8:3-6 9:6|8-9:6
    389 MK 8:2-47|8:7
    420 CZ 9:2-79|9:67
    421 SK 6-7:2-5 9:2-689|9:9
    423 LI 7:237 9:6|7:7 9:6
    500 FK 5:2-7|5:56
    501 BZ 7:2-8|7:6
    502 GT 8:2-8|8:3-58
    503 SV 8:25-7|8:5-7
    504 HN 8:237-9|8:37-9
    505 NI 8:25-8|8:5-8
    506 CR 8:2-8|8:35-8
    507 PA 7:1-57-9 8:6|7:128 8:6
    508 PM 6:2-9 9:78|6:2-9 9:7
    509 HT 8:2-59|8:3-5
    590 GP,BL,MF 9:5-9|9:67
    591 BO 8:2-7|8:5-7
    592 GY 7:2-7|7:5-7
    593 EC 8:2-7 9:9|9:9
    594 GF 9:5-9|9:67
    595 PY 7:346-8 8:2-8 9:2-9|9:9
    596 MQ 9:5-9|9:67
    597 SR 6:2-5 7:6-9|7:6-8
    598 UY 8:1249|8:9
    599 CW,BQ 7:347 8:9|7:347 8:9
    670 TL 7:2-47 8:7|8:7
    672 NF 6:13|6:13
    673 BN 7:2-578|7:278
    674 NR 7:24-9|7:25-9
    675 PG 7:2-689 8:78|8:78
    676 TO 5:2-8 7:5-9|7:5-9
    677 SB 5:1-6 7:6-9|5:4 7:6-9
    678 VU 5:2-48 7:57-9|7:578
    679 FJ 7:2-9|7:2457-9
    680 PW 7:2-9|7:46-8
    681 WF 6:7-9|6:78
    682 CK 5:2-578|5:578
    683 NU 4:4-7 7:8|4:56 7:8
    685 WS 5:2-6 6:6 7:78 10:8|7:78 10:8
    686 KI 5:2-58 8:367|8:67
    687 NC 6:2-57-9|6:57-9
    688 TV 5:2 6:9 7:7|6:9 7:7
    689 PF 8:48|8:8
    690 TK 4-7:2-47|4-7:7
    691 FM 7:389|7:389
    692 MH 7:2-6|7:2-5
    800 - 8:0-9 
    808 - 8:1-9 
    850 KP 8:2-8 10:1|10:1
    852 HK 8:2-9|8:4-9
    853 MO 8:268|8:6
    855 KH 8-9:1-9|8:16-9 9:1-9
    856 LA 8:2-8 9:3 10:2|9:3 10:2
    870 - 9:235-7 12:7|9:35-7 12:7
    878 - 12:1 
    880 BD 6:57-9 7:3-9 8-9:2-9 10:1-469|10:1346
    881 - 9:0-36-9 10:6|9:0-36-9 10:6
    882 - 7,9:13 8:149 10:1-5 11:1 12:1-35|7,9:3 8:4 10,12:35
    883 - 8-12:1-5 
    886 TW 8:2-8 9:2-689 10-11:7|9:9
    888 - 11:0-9 
    960 MV 7:34679|7:479
    961 LB 7:13-9 8:278|7:3 8:78
    962 JO 8:23568 9:47|9:47
    963 SY 8:1-5 9:1-359|9:59
    964 IQ 8:1-6 9:2-6 10:7|10:7
    965 KW 8:24-69|8:4-69
    966 SA 9:15|9:5
    967 YE 7:1-7 8:1 9:7|9:7
    968 OM 8:1279|8:179
    970 PS 8:2489 9:5|9:5
    971 AE 8:2-4679 9:5|9:5
    972 IL 8:2-489 9:57 11-12:1|9:5
    973 BH 8:1367|8:36
    974 QA 8:3-7|8:35-7
    975 BT 7:2-8 8:178|8:178
    976 MN 8:125-9 9-10:12|8:5-9
    977 NP 8:1-9 10:9|10:9
    979 - 9:1359 
    992 TJ 9:0-9|9:0-9
    993 TM 8:1-7|8:67
    994 AZ 9:1-79|9:14-79
    995 GE 9:3-57|9:57
    996 KG 9:235-9|9:235-9
    998 UZ 9:235-9|9:235-9
    """
}
