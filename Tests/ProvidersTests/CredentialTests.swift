import Providers
import Synchronization
import TestSupport
import Testing
import Tools

@Suite struct Credentials {
  static let variable = "ACME_API_KEY"

  @Test(
    arguments: [
      ([variable: "s3cret"], [:]),
      ([variable: " s3cret\r\n"], [:]),
      ([variable + "_FILE": "/run/key"], ["/run/key": "s3cret\n"]),
      ([variable: "", variable + "_FILE": "/run/key"], ["/run/key": "s3cret"]),
      ([variable: "s3cret", variable + "_FILE": "/run/key"], ["/run/key": "other"]),
      ([variable: " ", variable + "_FILE": "/run/key"], ["/run/key": "s3cret"]),
      ([variable: "''", variable + "_FILE": " \"/run/key\"\n"], ["/run/key": "s3cret"]),
      ([variable: "\"s3cret\""], [:]), ([variable: "'s3cret'\n"], [:]),
      ([variable: "\u{201C}s3cret\u{201D}"], [:]), ([variable: "`s3cret`"], [:]),
      ([variable: "\u{FEFF}s3cret"], [:]), ([variable: "\u{A0}s3cret\u{200B}"], [:]),
      ([variable: " ' \"s3cret\" ' "], [:]),
      ([variable + "_FILE": "/run/key"], ["/run/key": "\u{FEFF}s3cret\r\n"]),
      ([variable + "_FILE": "/run/key"], ["/run/key": "\u{FEFF}\"s3cret\"\n\n"]),
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
      ([variable: "${ACME_API_KEY}"], "is not set: it holds a reference"),
      ([variable: "$ACME_API_KEY"], "is not set: it holds a reference"),
      ([variable: "$acme_api_key"], "holds a placeholder"),
      ([variable: "${ACME_API_KEY}-2"], "holds a placeholder"),
      (
        [variable + "_FILE": "${input:file}"],
        "is not set: ACME_API_KEY_FILE holds a reference"
      ),
      ([variable: "%ACME_API_KEY%"], "holds a placeholder"),
      ([variable: "{{key}}"], "holds a placeholder"),
      ([variable: "<your key>"], "holds a placeholder"),
      ([variable: "YOUR_API_KEY"], "holds a placeholder"),
      ([variable: "your-key-here"], "holds a placeholder"),
      ([variable: "s3c\u{7}ret"], "holds characters that no key has"),
      ([variable: "s3cret\r\nX-Evil: 1"], "holds several lines"),
      ([variable: "schlüssel"], "holds characters that no key has"),
      ([variable: "s3c\u{FEFF}ret"], "holds characters that no key has"),
      ([variable: "s3c\u{FFFD}ret"], "holds characters that no key has"),
      ([variable: "abc def"], "holds a space"), ([variable: "abc\tdef"], "holds a space"),
      ([variable: "Bearer abc"], #"begins with "Bearer""#),
      ([variable: "\"bearer: abc\""], #"begins with "Bearer""#),
      ([variable: "X-Api-Key:abc"], #"begins with "X-API-Key""#),
      ([variable: "ACME_API_KEY=abc"], #"begins with "ACME_API_KEY=""#),
      ([variable: "export ACME_API_KEY=abc"], #"begins with "export""#),
      ([variable: "\"abc"], "has a quotation mark at one end only"),
      ([variable: "abc'"], "has a quotation mark at one end only"),
    ] as [([String: String], String)])
  func `are missing for a reason`(variables: [String: String], reason: String) {
    let missing = #expect(throws: MissingCredential.self) {
      try Environment(variables).credential(Self.variable)
    }
    #expect(missing?.reason.hasPrefix(reason) == true)
  }

  /// Point A3: what hosts and documents leave where a key belongs.
  @Test(arguments: [
    "changeme", "CHANGE_ME", "change-this", "replace_me", "replace-with-key", "xxx", "XXXXXXXX",
    "xxx-xxx", "sk-xxxxxxxx", "***", "abcd****wxyz", "••••••", "sk-...", "hea_…", "<key>", "<>",
    "<your key>", "[key]", "{KEY}", "{{KEY}}", "__KEY__", "${KEY}x", "$key", "%KEY%", "your-key",
    "your_api_key", "your token", "YOUR_ACME_KEY", "YourKeyHere", "insert-your-key-here",
    "paste_key_here", "todo", "TBD", "none", "null", "undefined", "placeholder", "API_KEY",
    "ACME_API_KEY", "'changeme'", "\u{FEFF}xxx\n",
  ])
  func `are no placeholders`(text: String) {
    for variables in [[Self.variable: text], [Self.variable + "_FILE": "/run/key"]] {
      let environment = Environment(variable: { variables[$0] }, file: { _ in text })
      guard case .unusable(let reason, _) = environment.keyState(Self.variable) else {
        Issue.record("\(text) is taken for a key")
        continue
      }
      #expect(reason.contains("holds a placeholder"))
    }
  }

  /// Keys as services make them: none is taken for a placeholder, or changed.
  /// A key that was found to be one is taken the next time without a look; another isn't.
  @Test func `are looked at again when they are replaced`() throws {
    let value = Mutex("abcd-1234-efgh")
    let environment = Environment { _ in value.withLock(\.self) }
    for _ in 1...2 {
      #expect(try environment.credential("ACME_API_KEY").secret == "abcd-1234-efgh")
    }
    value.withLock { $0 = "your-key-here" }
    for _ in 1...2 {
      #expect(throws: MissingCredential.self) { try environment.credential("ACME_API_KEY") }
    }
    value.withLock { $0 = "wxyz-1234-efgh" }
    #expect(try environment.credential("ACME_API_KEY").secret == "wxyz-1234-efgh")
    // What is a password is no key, under the same variable.
    value.withLock { $0 = "two words" }
    #expect(try environment.secret("ACME_API_KEY", .word).credential.secret == "two words")
    #expect(throws: MissingCredential.self) { try environment.credential("ACME_API_KEY") }
  }

  @Test func `are taken as they are when they look like keys`() throws {
    var generator = SeededGenerator(seed: 16)
    let alphabets = [
      "0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.",
    ].map(Array.init)
    for _ in 0..<4_000 {
      let alphabet = alphabets.randomElement(using: &generator) ?? []
      let count = Int.random(in: 12...64, using: &generator)
      let key =
        "k" + String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
      let found = try? Environment([Self.variable: key]).credential(Self.variable).secret
      #expect(found == key || key.contains("..."), "\(key)")
    }
    for key in ["k", "test", "nil12345678", "none-of-77-yours", "youre-4711-abc", "any"] {
      #expect(try Environment([Self.variable: key]).credential(Self.variable).secret == key)
    }
  }

  @Test(
    arguments: [
      ([:], "missing: ACME_API_KEY is not set"), ([variable: ""], "missing: ACME_API_KEY is empty"),
      ([variable: " \u{FEFF}"], "missing: ACME_API_KEY is empty"),
      ([variable: "\"\"", variable + "_FILE": "''"], "missing: ACME_API_KEY is empty"),
      ([variable: "abc"], "set"), ([variable: "a b"], "unusable: ACME_API_KEY holds a space"),
      ([variable + "_FILE": "/empty"], "unusable: ACME_API_KEY is to come from"),
      ([variable + "_FILE": "/none"], "unusable: ACME_API_KEY is to come from"),
      ([variable + "_FILE": "/secret"], "unusable: ACME_API_KEY is to come from"),
    ] as [([String: String], String)])
  func `are set, missing or unusable, and shown in no way`(
    variables: [String: String], state: String
  ) {
    let environment = Environment {
      variables[$0]
    } file: { (path) throws(UnreadableFile) in
      if path == "/secret" { throw UnreadableFile(reason: "it is secret") }
      return path == "/empty" ? "" : nil
    }
    let found = environment.keyState(Self.variable)
    #expect(found.description.hasPrefix(state), "\(found)")
    #expect(found.isGiven == !state.hasPrefix("missing"))
    for secret in ["a b", "/secret", "/empty", "/none"] {
      #expect(!String(reflecting: found).contains(secret))
    }
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

/// What a host puts into a variable that it has nothing for.
@Suite struct `A reference that was left unfilled` {
  static let variable = "ACME_API_KEY"
  static let references = [
    "${user_config.acme_key}", "${ACME_API_KEY}", "${ACME_API_KEY:-}", "${ACME_API_KEY:-none yet}",
    "${env:ACME_API_KEY}", "${input:acme-key}", "$ACME_API_KEY", " \"${ACME_API_KEY}\"\n",
  ]

  @Test(arguments: references)
  func `counts as not set, and the next source is asked`(reference: String) throws {
    let alone = Environment([Self.variable: reference])
    #expect(alone.variable(Self.variable) == nil)
    #expect(alone.isUnfilled(Self.variable))
    #expect(!alone.keyState(Self.variable).isGiven)
    #expect(alone.keySource(Self.variable) == nil)
    #expect(
      alone.keyState(Self.variable).description
        == "missing: ACME_API_KEY is not set: it holds a reference that its host left unfilled")
    let variables = [Self.variable: reference, Self.variable + "_FILE": "/run/key"]
    let withFile = Environment(variable: { variables[$0] }, file: { _ in "of-the-file" })
    #expect(try withFile.credential(Self.variable).secret == "of-the-file")
    #expect(withFile.keySource(Self.variable) == .file)
    let withBoth = Environment(
      variable: { [Self.variable, Self.variable + "_FILE"].contains($0) ? reference : nil },
      kept: { $0 == Self.variable ? "kept-key\n" : nil })
    #expect(try withBoth.credential(Self.variable).secret == "kept-key")
    #expect(withBoth.keySource(Self.variable) == .kept)
  }

  @Test(arguments: [
    "$", "${}", "$$", "${A}${B}", "x${A}", "${A}x", "$a", "$Abc", "$2y$10$abc", "$1ABC", "${1}",
    "${A", "{A}", "${ A}", "${A\n}", "p$ss", "",
  ])
  func `is nothing else`(text: String) {
    let environment = Environment([Self.variable: text])
    #expect(environment.variable(Self.variable) == text)
    #expect(!environment.isUnfilled(Self.variable))
  }

  @Test func `counts as not set in a service's address, plan, user and password`() throws {
    let service = try #require(
      try Repository.manifest().providers.first { $0.authentication?.signIn != nil })
    let signIn = try #require(service.authentication?.signIn)
    var variables = [
      service.baseURLVariable: "${user_config.url}", service.planVariable: "${PLAN}",
    ]
    for (_, variable) in signIn.body { variables[variable] = "${env:\(variable)}" }
    let readiness = ServiceReadiness(of: service, in: Environment(variables))
    #expect(readiness.address == service.baseURL)
    #expect(readiness.problems == [] && readiness.remarks == [])
    #expect(!readiness.isGivenKey)
  }
}

/// Keys that `clickport setup` keeps.
@Suite struct `A kept key` {
  static let variable = "ACME_API_KEY"

  private func environment(
    _ kept: [String: String], _ variables: [String: String] = [:]
  ) -> Environment {
    Environment(variable: { variables[$0] }, file: { _ in "of-the-file" }, kept: { kept[$0] })
  }

  @Test func `counts where neither variable nor file is set`() throws {
    let kept = [Self.variable: "kept-key\n"]
    for (variables, key, source) in [
      ([:], "kept-key", KeySource.kept), ([Self.variable: " "], "kept-key", .kept),
      ([Self.variable: "own-key"], "own-key", .variable),
      ([Self.variable + "_FILE": "/run/key"], "of-the-file", .file),
    ] {
      let environment = environment(kept, variables)
      #expect(try environment.credential(Self.variable).secret == key)
      #expect(environment.keySource(Self.variable) == source)
    }
  }

  @Test(arguments: [
    ("a b\n", "holds a space"), ("changeme", "holds a placeholder"), ("\n", "is empty"),
  ])
  func `is told of when it is none`(text: String, words: String) {
    let state = environment([Self.variable: text]).keyState(Self.variable)
    #expect(
      state.description.hasPrefix(
        "unusable: ACME_API_KEY is to come from the file that clickport setup keeps, which "
          + words))
    #expect(state.isGiven)
  }

  @Test func `is told of when it can't be read, and isn't passed over`() {
    let environment = Environment { _ in
      nil
    } kept: { (_) throws(UnreadableFile) in
      throw UnreadableFile(reason: "others may use it")
    }
    let state = environment.keyState(Self.variable)
    #expect(state.description.hasPrefix("unusable: ") && state.description.hasSuffix("use it"))
    #expect(environment.keySource(Self.variable) == .kept)
  }

  @Test func `may be a user's name and a password`() throws {
    let service = try #require(
      try Repository.manifest().providers.first { $0.authentication?.signIn != nil })
    let signIn = try #require(service.authentication?.signIn)
    let kept = Dictionary(
      uniqueKeysWithValues: signIn.body.map { ($0.variable, "word of \($0.name) \n") })
    let readiness = ServiceReadiness(of: service, in: environment(kept))
    #expect(readiness.hasKey)
    #expect(readiness.keys.first?.source == .kept)
    let authentication = try #require(service.authentication)
    guard case .signIn(_, let values) = try environment(kept).access(by: authentication) else {
      Issue.record("no token is had")
      return
    }
    #expect(values.map(\.secret) == signIn.body.map { "word of \($0.name) " })
    let half = environment([signIn.body[0].variable: "jane"])
    #expect(!ServiceReadiness(of: service, in: half).hasKey)
    #expect(ServiceReadiness(of: service, in: half).isGivenKey)
  }
}
