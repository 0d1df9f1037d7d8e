import JSON

/// Texts that an account keeps in a list of their own: domains let through, addresses left out.
struct AccountList: Sendable {
  struct Entry: Sendable {
    let id: Int
    let text: String
  }

  /// How errors call an entry.
  let noun: String
  /// The field that holds the text, in bodies and answers.
  let field: FieldRule
  private(set) var entries: [Entry]
  private var ids: IDSequence

  init(_ noun: String, _ field: FieldRule, firstID: Int, _ texts: [String]) {
    self.noun = noun
    self.field = field
    entries = texts.enumerated().map { Entry(id: firstID + $0, text: $1) }
    ids = IDSequence(after: firstID + texts.count - 1)
  }

  /// Adds the text in the body and answers with the entry.
  mutating func add(_ body: inout FieldReader) throws(Refusal) -> JSONValue {
    body.require(field.name)
    let text = body.text(field.name, field.kind)?.lowercased() ?? ""
    if entries.contains(where: { $0.text == text }) {
      body.report(field.name, .rule("\(field.name) is already in the list"))
    }
    body.reportUnknown(among: ["id", field.name])
    try body.check()
    let entry = Entry(id: ids.next(), text: text)
    entries.append(entry)
    return json(entry)
  }

  /// Removes the entry of that id and answers with it.
  mutating func remove(_ id: Int) throws(Refusal) -> JSONValue {
    guard let place = entries.firstIndex(where: { $0.id == id }) else { throw .notFound(noun) }
    return json(entries.remove(at: place))
  }

  /// The id is a text here, unlike everywhere else.
  func json(_ entry: Entry) -> JSONValue {
    .object(["id": .string(String(entry.id)), field.name: .string(entry.text)])
  }
}

extension AccountList {
  /// Domains that a dynamic URL may lead to.
  static let whitelist = AccountList(
    "WhitelistedDomain", FieldRule("name", TrackingDomain.nameKind), firstID: 5001,
    ["shop.example.com", "blog.example.com", "partners.example.net"])

  /// Addresses whose events are not tracked.
  static let blacklist = AccountList(
    "BlacklistedIP", FieldRule("ip", addressKind), firstID: 6001,
    ["192.0.2.17", "198.51.100.40", "203.0.113.9", "2001:db8::17"])

  private static let addressKind = FieldKind.custom(expected: "an IP address") { text in
    isVersion4(text) || isVersion6(text)
  }

  private static func isVersion4(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0).map(String.init) == String($0) }
  }

  /// Eight groups, or fewer when `::` stands for those between.
  private static func isVersion6(_ text: String) -> Bool {
    let groups = text.split(separator: ":")
    let gaps = text.indices.filter { text[$0...].hasPrefix("::") }.count
    let colons = text.count { $0 == ":" }
    return groups.allSatisfy { $0.count <= 4 && $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
      && (gaps == 0 ? groups.count == 8 && colons == 7 : gaps == 1 && groups.count <= 7)
  }
}
