import JSON
import Testing

@Suite struct `A redaction` {
  private func shown(_ text: String, _ secrets: String...) -> String {
    Redaction(of: secrets).applied(to: text)
  }

  @Test(arguments: [
    ("s3cret-key", "<redacted>"), ("Bad key s3cret-key.", "Bad key <redacted>."),
    ("s3cret-keys3cret-key", "<redacted><redacted>"), ("s3cret-ke", "s3cret-ke"), ("", ""),
    ("s3s3cret-keycret-key", "s3<redacted>cret-key"), ("S3CRET-KEY", "S3CRET-KEY"),
    ("s3cret-key\u{301}", "<redacted>\u{301}"), ("s3cret-key\u{200D}", "<redacted>\u{200D}"),
    ("äs3cret-keyß", "ä<redacted>ß"), ("s3cret_key", "s3cret_key"),
  ])
  func `puts its mark in a secret's place`(text: String, concealed: String) {
    #expect(shown(text, "s3cret-key") == concealed)
  }

  @Test(arguments: [
    (#"a"b\c/d.*e"#, #"x a\"b\\c/d.*e y"#), (#"a"b\c/d.*e"#, #"x a\"b\\c\/d.*e y"#),
    (#"a"b\c/d.*e"#, #"x a"b\c/d.*e y"#), ("$1(.+)[a-z]{9}", "x $1(.+)[a-z]{9} y"),
  ])
  func `finds a secret as JSON escapes it, and takes it for no pattern`(
    secret: String, text: String
  ) {
    #expect(shown(text, secret) == "x <redacted> y")
  }

  /// At each place of a block and beyond it, behind what only begins like it.
  @Test(arguments: [0, 1, 7, 30])
  func `finds a secret wherever it stands`(behind: Int) {
    for place in 0..<40 {
      let before = String((0..<place).map { $0 % 5 == 1 ? "s" : $0 % 5 == 2 ? "3" : "-" })
      let after = String(repeating: "s3", count: behind)
      #expect(shown(before + "s3cret-key" + after, "s3cret-key") == before + "<redacted>" + after)
      #expect(shown(before + "s3cret_key" + after, "s3cret-key") == before + "s3cret_key" + after)
    }
  }

  @Test func `conceals the longest of several that begin alike`() {
    #expect(shown("12345678 1234567890", "12345678", "1234567890") == "<redacted> <redacted>")
  }

  @Test(arguments: [("12345678", "<redacted>"), ("1234567", "1234567"), ("1", "1"), ("", "")])
  func `leaves alone what is too short to be one`(secret: String, concealed: String) {
    #expect(shown(secret, secret) == concealed)
  }

  @Test(arguments: [
    (#"{"a":["12345678",1.50,null,true]}"#, #"{"a":["<redacted>",1.50,null,true]}"#),
    (#"{"b":1,"a12345678":2,"c":3}"#, #"{"b":1,"a<redacted>":2,"c":3}"#),
    ("[12345678,123456789.5,1234567]", #"["<redacted>","<redacted>9.5",1234567]"#),
    (#"{"12345678":1,"<redacted>":2}"#, #"{"<redacted> (2)":1,"<redacted>":2}"#),
    (
      #"{"x":{"\u0031234567\u0038":[[["--12345678"]]]}}"#,
      #"{"x":{"<redacted>":[[["--<redacted>"]]]}}"#
    ),
    (#"{"a":1,"b":[1.0]}"#, #"{"a":1,"b":[1.0]}"#),
  ])
  func `goes through names, texts and numbers`(given: String, concealed: String) throws {
    let value = Redaction(of: ["12345678"]).applied(to: try JSONValue(parsing: given))
    #expect(value.description == concealed)
  }

  @Test func `prints without its secrets`() {
    let redaction = Redaction(of: ["s3cret-key"])
    var dumped = ""
    dump([redaction], to: &dumped)
    for text in ["\(redaction)", String(reflecting: redaction), dumped, "\([redaction])"] {
      #expect(!text.contains("s3cret") && !text.contains("115"))
    }
  }
}
