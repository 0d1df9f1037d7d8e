import JSON

extension Route<ClickMeter> {
  static func list<Entry>(
    _ path: String, _ find: @escaping ClickMeter.Finder<Entry>,
    row: @escaping @Sendable (Entry) -> JSONValue
  ) -> Self {
    list(path, find) { entry, _, _, _ in row(entry) }
  }

  /// A list of entities, whole with `_expand`, and how many there are, beneath its path.
  static func lists<Listed: MeterEntity>(
    _ path: String, _ find: @escaping ClickMeter.Finder<Listed>
  ) -> [Self] {
    let list = list(path, find) { (entity: Listed, service, call, isExpanded) in
      isExpanded ? entity.json(in: service, for: call.caller) : entity.reference
    }
    return [list, count(path + "/count", find)]
  }

  static func count<Entry>(_ path: String, _ find: @escaping ClickMeter.Finder<Entry>) -> Self {
    .get(path) { service, call throws(Refusal) in
      var query = call.query
      return Reply(200, ["count": .integer(try find(service)(call, &query).count)])
    }
  }

  private static func list<Entry>(
    _ path: String, _ find: @escaping ClickMeter.Finder<Entry>,
    show: @escaping @Sendable (Entry, ClickMeter, Call, _ isExpanded: Bool) -> JSONValue
  ) -> Self {
    .get(path) { service, call throws(Refusal) in
      var query = call.query
      let page = OffsetPage(&query)
      let isExpanded = query.flag("_expand") ?? false
      let entries = page.rows(of: try find(service)(call, &query))
      return Reply(200, ["entities": .array(entries.map { show($0, service, call, isExpanded) })])
    }
  }

  static func marks<Marked: MarkedEntity>(
    _ path: String, _ table: ClickMeter.TablePath<Marked>
  ) -> [Self] {
    [
      notes(path, table),
      .put(path + "/favourite", changing(table) { _, entity, _ in entity.isFavorite.toggle() }),
    ]
  }

  static func notes<Annotated: AnnotatedEntity>(
    _ path: String, _ table: ClickMeter.TablePath<Annotated>
  ) -> Self {
    .put(
      path + "/notes",
      changing(table) { service, entity, call throws(Refusal) in
        entity.notes = try call.sentText()
      })
  }
}

/// A page of a list: so many entries from an offset on, counted from 0.
struct OffsetPage: Sendable {
  let offset: Int
  let limit: Int

  static let usualLimit = 20
  static let largestLimit = 100

  init(_ query: inout FieldReader) {
    offset = query.integer("offset", in: 0...Int.max) ?? 0
    limit = query.integer("limit", in: 1...Self.largestLimit) ?? Self.usualLimit
  }

  func rows<Row>(of all: [Row]) -> ArraySlice<Row> { all.dropFirst(offset).prefix(limit) }
}

extension Call {
  fileprivate func sentText() throws(Refusal) -> String {
    let members = try members()
    if members["text"] == "" { return "" }
    var body = FieldReader(.json(members))
    body.require("text")
    let text = body.text("text")
    try body.check()
    return text ?? ""
  }

  /// The JSON object in the body. Clients begin some names with either case; here all are lower.
  func members() throws(Refusal) -> JSONObject {
    let object = try jsonObject()
    return JSONObject(object.map { ($0.key.prefix(1).lowercased() + $0.key.dropFirst(), $0.value) })
  }

  /// The same for something new, without the id, which the service gives.
  func newMembers() throws(Refusal) -> JSONObject {
    var members = try members()
    members["id"] = nil
    return members
  }
}
