import JSON
import Testing

@Suite struct `Visible text` {
  @Test(arguments: [
    "", "plain", "two\nlines\tand a tab", "naïve café", "e\u{301}", "日本語", "Ελλάδα", "שלום עולם",
    "مرحبا ١٢٣", "\u{0601}١٢", "می\u{200C}خواهم", "ه\u{200D}.", "क्\u{200D}ष", "ශ්\u{200D}රී",
    "👨\u{200D}👩\u{200D}👧\u{200D}👦", "👩🏽\u{200D}💻", "🏳\u{FE0F}\u{200D}🌈", "❤\u{FE0F}\u{200D}🔥",
    "1\u{FE0F}\u{20E3}", "☀\u{FE0E}", "🇩🇪", "👍🏿", "€ © ™ …",
  ])
  func `stays as it is`(text: String) {
    #expect(scalars(text.visible(limit: 100)) == scalars(text))
  }

  @Test(arguments: [
    ("a\u{0}b\u{1}c\u{1B}[31md\u{7F}e\r\nf", "abc[31mde\nf"), ("a\u{80}b\u{9B}c\u{85}", "abc"),
    ("\u{202A}a\u{202B}b\u{202C}c\u{202D}d\u{202E}e", "abcde"),
    ("\u{2066}a\u{2067}b\u{2068}c\u{2069}d", "abcd"), ("\u{200E}a\u{200F}b\u{061C}c", "abc"),
    ("a\u{200B}b\u{2060}c\u{2061}d\u{2062}e\u{2063}f\u{2064}g", "abcdefg"),
    ("\u{FEFF}so\u{AD}ft\u{180E}", "soft"), ("a\u{200C}b\u{200D}c", "abc"),
    ("\u{200D}a", "a"), ("\u{200C}خ", "خ"), ("می\u{200C}\u{200D}\u{200C}خ", "می\u{200C}خ"),
    ("👩\u{200D}a", "👩a"), ("👩\u{200D}", "👩"), ("👩\u{200C}💻", "👩💻"), ("1\u{200D}💻", "1💻"),
    ("👩\u{200D}\u{E0041}💻", "👩💻"), ("a\u{FE0F}b", "ab"), ("☀\u{FE0F}\u{FE0F}", "☀\u{FE0F}"),
    ("Hi\u{E0001}\u{E0049}\u{E0067}\u{E007F}", "Hi"), ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴"),
    ("a\u{FFF9}b\u{FFFA}c\u{FFFB}", "abc"), ("a\u{2028}b\u{2029}c", "abc"),
    ("a\u{E000}b\u{F8FF}c\u{10FFFD}", "abc"), ("a\u{0378}b\u{E0FFF}c", "abc"),
    ("\u{3164}\u{115F}\u{FFA0}x", "x"), ("a\u{FE01}\u{E0100}b", "ab"), ("a\u{34F}b", "ab"),
  ])
  func `loses what hides in it`(text: String, visible: String) {
    #expect(scalars(text.visible(limit: 100)) == scalars(visible))
    #expect(scalars(visible.visible(limit: 100)) == scalars(visible))
  }

  @Test(arguments: ["a", "é", "👍"])
  func `is cut past its limit, with a mark`(letter: String) {
    let whole = String(repeating: letter, count: 200)
    #expect(whole.visible(limit: 200) == whole)
    let cut = whole.visible(limit: 199)
    #expect(cut == String(repeating: letter, count: 159) + "… [41 more characters]")
    #expect(cut.visible(limit: 199) == cut)
    #expect((whole + "\u{202E}").visible(limit: 200) == whole)
  }

  @Test func `is cut within a single endless character`() {
    let text = "e" + String(repeating: "\u{301}", count: 1000)
    #expect(text.visible(limit: 100).unicodeScalars.count <= 100)
  }

  @Test func `is not cut behind a joiner`() {
    let text = String(repeating: "👩\u{200D}", count: 100) + "💻"
    for limit in 90...95 {
      let cut = text.visible(limit: limit)
      #expect(!scalars(cut).contains([0x200D, 0x2026]))
      #expect(scalars(cut.visible(limit: limit)) == scalars(cut))
    }
  }

  @Test func `is its own result whatever it was`() {
    let pieces = [
      "a", "1", "👩", "\u{200D}", "\u{200C}", "\u{FE0F}", "خ", "\u{E0041}", "\n", "\u{202E}",
    ]
    for number in 0..<100_000 {
      var rest = number
      var text = ""
      for _ in 0..<5 {
        text += pieces[rest % 10]
        rest /= 10
      }
      let once = text.visible(limit: 100)
      guard scalars(once) != scalars(once.visible(limit: 100)) else { continue }
      Issue.record("\(Array(text.unicodeScalars))")
    }
  }

  @Test func `is all there is in a value`() throws {
    let value: JSONValue = [
      "na\u{200B}me": ["a\u{202E}b", 1, ["\u{E0041}": "\u{0}", "list": [nil, true, "ok"]]],
      "plain": "text", "n": .number(try #require(JSONNumber(text: "1.50e3"))),
    ]
    let visible = value.visible(textLimit: 100)
    #expect(
      visible.description
        == #"{"name":["ab",1,{"":"","list":[null,true,"ok"]}],"plain":"text","n":1.50e3}"#)
    #expect(visible.visible(textLimit: 100).description == visible.description)
  }

  @Test func `of a name never takes the place of another`() {
    let value: JSONValue = [
      "url\u{200B}": "evil", "url": "good", "u\u{202E}rl": "worse", "url (2)": "own",
    ]
    #expect(
      value.visible(textLimit: 100).description
        == #"{"url (3)":"evil","url":"good","url (4)":"worse","url (2)":"own"}"#)
  }

  /// Compared by these, because equality of texts is canonical equivalence.
  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
