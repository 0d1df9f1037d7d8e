import JSON

/// What ClickMagick keeps as settings that forms write.
protocol SettingsEntity: WritableEntity where Owner == ClickMagick {
  /// As the page on making one lists them.
  static var fields: [FieldRule] { get }
  /// Those that can be changed later: all, unless said otherwise.
  static var editableFields: [FieldRule] { get }
  /// Those that an empty value takes back: none, unless said otherwise.
  static var clearable: Set<String> { get }

  /// The fields that are set, in their order.
  var settings: JSONObject { get set }

  /// What a request for its settings gives: the id and the settings, unless said otherwise.
  var shown: JSONObject { get }

  /// Takes over what was sent, laid over what there was.
  mutating func apply(_ settings: JSONObject, _ call: Call, in service: ClickMagick)

  /// Reports what is wrong with its settings as a whole; warns of what has no effect.
  func check(_ form: inout FieldReader, in service: ClickMagick)
}

extension SettingsEntity {
  static var editableFields: [FieldRule] { fields }
  static var clearable: Set<String> { [] }

  var shown: JSONObject { JSONObject([("id", .integer(id))]).merging(settings) }

  /// 0 is the service's own domain.
  var domainID: Int { settings["domain_id"]?.int ?? 0 }

  func text(_ field: String) -> String? { settings[field]?.string }

  static func body(of call: Call, isNew: Bool) throws(Refusal) -> FieldReader { try call.form() }

  mutating func write(_ form: inout FieldReader, isNew: Bool, _ call: Call, in service: Owner) {
    let rules = isNew ? Self.fields : Self.editableFields
    let fixed = settings.filter { setting in !rules.contains { $0.name == setting.key } }
    let sent =
      isNew
      ? form.values(rules) : form.settings(over: settings, rules, clearable: Self.clearable)
    apply(JSONObject(fixed.map { ($0.key, $0.value) }).merging(sent), call, in: service)
    check(&form, in: service)
    form.warnOfUnknown(rules)
  }

  mutating func apply(_ settings: JSONObject, _ call: Call, in service: ClickMagick) {
    self.settings = settings
  }

  func reply(
    to operation: EntityOperation, _ call: Call, warnings: [String], in service: ClickMagick
  ) -> Reply {
    ClickMagick.success(operation == .create ? ["id": .integer(id)] : [:], warnings: warnings)
  }

  func check(_ form: inout FieldReader, in service: ClickMagick) {}

  /// Reports a text that another one of these has in that field, in any case.
  func checkUnique(_ field: String, among all: Table<Self>, _ form: inout FieldReader) {
    guard let text = text(field)?.lowercased() else { return }
    if all.contains(where: { $0.id != id && $0.text(field)?.lowercased() == text }) {
      form.report(field, .rule("\(field) is already used by another \(Self.noun)"))
    }
  }

  func checkDomain(_ type: CustomDomain.Kind, in service: ClickMagick, _ form: inout FieldReader) {
    guard domainID != 0 else { return }
    if !service.domains.contains(where: { $0.id == domainID && $0.type == type }) {
      form.report("domain_id", .rule("domain_id \(domainID) is not a \(type.rawValue) domain"))
    }
  }

  /// The address of that slug: under its own domain, else under the service's.
  func address(_ slug: String, under host: String, in service: ClickMagick) -> JSONValue {
    let domain = service.domains.first { $0.id == domainID }
    return .string("https://\(domain?.name ?? host + "/sandbox")/\(slug)")
  }
}

extension Route<ClickMagick> {
  /// A page of the rows that `find` finds, in the member of that name.
  static func list(_ path: String, _ name: String, _ find: @escaping ClickMagick.Finder<JSONValue>)
    -> Self
  {
    .get(path) { (service: ClickMagick, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      let page = CursorPage(&query)
      let rows = try find(service)(call, &query)
      try query.check()
      return ClickMagick.success(page.members(name, of: rows))
    }
  }

  /// The settings of those that the query names by `id`, in that order.
  static func settings<Kept: SettingsEntity>(
    _ path: String, _ name: String, _ table: ClickMagick.TablePath<Kept>
  ) -> Self {
    .get(path) { (service: ClickMagick, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      let ids = query.ids()
      try query.check()
      var rows: [JSONValue] = []
      for id in ids { rows.append(.object(try service[keyPath: table].entity(id).shown)) }
      return ClickMagick.success([name: .array(rows)])
    }
  }

  static func update<Kept: SettingsEntity>(
    _ path: String, _ table: ClickMagick.TablePath<Kept>,
    then consequence: @escaping Consequence<Kept> = { _, _ in }
  ) -> Self {
    .update(path, by: "PATCH", table, then: consequence)
  }
}

/// A page of a list that is walked with the `next` and `prev` values of its responses.
struct CursorPage: Sendable {
  private let offset: Int
  private let limit: Int

  private static let largestLimit = 100

  /// Reads `limit`, the largest when not sent, and `cursor`.
  init(_ query: inout FieldReader) {
    limit = query.integer("limit", in: 1...Self.largestLimit) ?? Self.largestLimit
    let text = query.text("cursor")
    offset = text.flatMap { Self.offset(of: $0) } ?? 0
    if let text, Self.offset(of: text) == nil {
      query.report("cursor", .expected("a next or prev value of an earlier answer"))
    }
  }

  func indices(in total: Int) -> Range<Int> {
    let start = min(offset, total)
    return start..<min(start + limit, total)
  }

  func members(_ name: String, of rows: [JSONValue]) -> JSONObject {
    [
      name: .array(Array(rows.dropFirst(offset).prefix(limit))),
      "cursor": cursor(total: rows.count),
    ]
  }

  func cursor(total: Int) -> JSONValue {
    let end = offset + limit
    return [
      "next": .optional(end < total ? Self.text(end) : nil),
      "prev": .optional(offset > 0 ? Self.text(max(0, offset - limit)) : nil),
    ]
  }

  // A position in disguise, so that nobody comes to rely on what it holds.

  private static let factor = 7919
  private static let shift = 1_679_616

  private static func text(_ offset: Int) -> String {
    "Z" + String(offset * factor + shift, radix: 36, uppercase: true)
  }

  private static func offset(of text: String) -> Int? {
    guard text.hasPrefix("Z"), let value = Int(text.dropFirst(), radix: 36),
      value >= shift, (value - shift) % factor == 0
    else { return nil }
    return (value - shift) / factor
  }
}
