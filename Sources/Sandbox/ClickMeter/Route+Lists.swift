import JSON

/// Finds the entries of a list and of its count. It reads the filters and checks the query.
typealias Finder<Entry> =
  @Sendable (ClickMeter, Call, inout FieldReader) throws(Refusal) -> [Entry]

extension Route<ClickMeter> {
  /// The entries from `offset` on, `limit` of them.
  static func list<Entry>(
    _ path: String, _ find: @escaping Finder<Entry>,
    row: @escaping @Sendable (Entry) -> JSONValue
  ) -> Self {
    list(path, find) { entry, _, _, _ in row(entry) }
  }

  /// A list of entities, whole with `_expand`, and how many there are, beneath its path.
  static func lists<Entity: WholeEntity>(
    _ path: String, _ find: @escaping Finder<Entity>
  ) -> [Self] {
    let list = list(path, find) { (entity: Entity, service, call, isExpanded) in
      isExpanded ? entity.json(in: service, for: call.caller) : entity.reference
    }
    return [list, count(path + "/count", find)]
  }

  /// How many entries the list under the same filters has.
  static func count<Entry>(_ path: String, _ find: @escaping Finder<Entry>) -> Self {
    .get(path) { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      return Reply(200, ["count": .integer(try find(service, call, &query).count)])
    }
  }

  private static func list<Entry>(
    _ path: String, _ find: @escaping Finder<Entry>,
    show: @escaping @Sendable (Entry, ClickMeter, Call, _ isExpanded: Bool) -> JSONValue
  ) -> Self {
    .get(path) { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      let page = OffsetPage(&query)
      let isExpanded = query.flag("_expand") ?? false
      let entries = page.rows(of: try find(service, call, &query))
      return Reply(
        200, ["entities": .array(entries.map { show($0, service, call, isExpanded) })])
    }
  }
}
