import Providers
import Testing

@Suite struct Credentials {
  static let variable = "ACME_API_KEY"

  @Test(
    arguments: [
      ([variable: "s3cret"], [:]),
      ([variable: " s3cret\r\n"], [:]),
      ([variable + "_FILE": "/run/key"], ["/run/key": "s3cret\n"]),
      ([variable: "", variable + "_FILE": "/run/key"], ["/run/key": "s3cret"]),
      ([variable: "s3cret", variable + "_FILE": "/run/key"], ["/run/key": "other"]),
    ] as [([String: String], [String: String])])
  func `come from a variable or a file`(
    variables: [String: String], files: [String: String]
  ) throws {
    let environment = Environment(variable: { variables[$0] }, file: { files[$0] })
    #expect(try environment.credential(Self.variable).secret == "s3cret")
  }

  @Test(
    arguments: [
      ([:], "is not set"),
      ([variable: ""], "is empty"),
      ([variable: " \n"], "is empty"),
      ([variable + "_FILE": ""], "is not set"),
      ([variable + "_FILE": "/gone"], "is to come from the file in ACME_API_KEY_FILE"),
      ([variable: "${ACME_API_KEY}"], "holds a placeholder"),
      ([variable: "$ACME_API_KEY"], "holds a placeholder"),
      ([variable: "%ACME_API_KEY%"], "holds a placeholder"),
      ([variable: "{{key}}"], "holds a placeholder"),
      ([variable: "<your key>"], "holds a placeholder"),
      ([variable: "YOUR_API_KEY"], "holds a placeholder"),
      ([variable: "your-key-here"], "holds a placeholder"),
      ([variable: "s3c\u{7}ret"], "holds characters that no key has"),
      ([variable: "s3cret\r\nX-Evil: 1"], "holds characters that no key has"),
      ([variable: "schlüssel"], "holds characters that no key has"),
    ] as [([String: String], String)])
  func `are missing for a reason`(variables: [String: String], reason: String) {
    let missing = #expect(throws: MissingCredential.self) {
      try Environment(variables).credential(Self.variable)
    }
    #expect(missing?.reason.hasPrefix(reason) == true)
  }

  @Test func `print as redacted wherever they are printed`() {
    let credential = Credential(secret: "s3cret")
    var dumped = ""
    dump(credential, to: &dumped)
    dump([credential], to: &dumped)
    let texts = [
      "\(credential)", String(reflecting: credential), String(describing: credential), dumped,
      "\([credential])", "\(Optional(credential) as Any)", "\(Mirror(reflecting: credential))",
    ]
    #expect(texts.allSatisfy { !$0.contains("s3cret") })
    #expect(texts.prefix(3) == ["<redacted>", "<redacted>", "<redacted>"])
    #expect(Mirror(reflecting: credential).children.isEmpty)
  }
}
