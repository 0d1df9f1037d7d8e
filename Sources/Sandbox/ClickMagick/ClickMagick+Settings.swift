import JSON

extension ClickMagick {
  /// Answers with the settings of what the query names by `id`, in that order.
  static func getSettings(
    _ list: String,
    _ settings: @escaping @Sendable (ClickMagick, Int) throws(Refusal) -> JSONObject
  ) -> Route<ClickMagick>.Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      let ids = query.ids()
      try query.check()
      var rows: [JSONValue] = []
      for id in ids { rows.append(.object(try settings(service, id))) }
      return success([list: .array(rows)])
    }
  }

  /// Reports a domain that is not there for links, or for Rotators.
  func checkDomain(_ settings: JSONObject, _ type: CustomDomain.Kind, _ reader: inout FieldReader) {
    guard let id = settings["domain_id"]?.int, id != 0 else { return }
    if !domains.contains(where: { $0.id == id && $0.type == type }) {
      reader.report("domain_id", .rule("domain_id \(id) is not a \(type.rawValue) domain"))
    }
  }

  /// The address of a link or Rotator: under its own domain, else under the service's.
  func address(_ settings: JSONObject, slug: String, under host: String) -> JSONValue {
    let domain = domains.first { $0.id == settings["domain_id"]?.int }
    return .string("https://\(domain?.name ?? host + "/sandbox")/\(slug)")
  }
}
