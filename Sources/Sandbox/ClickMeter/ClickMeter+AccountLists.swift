import JSON

extension ClickMeter {
  static let accountListRoutes: [Route<ClickMeter>] =
    accountListRoutes("/account/domainwhitelist", \.whitelist)
    + accountListRoutes("/account/ipblacklist", \.blacklist)

  private typealias ListPath = any WritableKeyPath<ClickMeter, AccountList> & Sendable

  private static func accountListRoutes(
    _ path: String, _ list: ListPath
  ) -> [Route<ClickMeter>] {
    [
      .list(path, entries(list), row: \.self),
      .post(path) { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
        var body = try call.json()
        return Reply(200, try service[keyPath: list].add(&body))
      },
      .delete(path + "/{id}") { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
        let id = try call.id("id", of: service[keyPath: list].noun)
        return Reply(200, try service[keyPath: list].remove(id))
      },
    ]
  }

  private static func entries(_ list: ListPath) -> Finder<JSONValue> {
    { (service: ClickMeter, call: Call, query: inout FieldReader) throws(Refusal) -> [JSONValue] in
      try query.check()
      let list = service[keyPath: list]
      return list.entries.map { list.json($0) }
    }
  }
}
