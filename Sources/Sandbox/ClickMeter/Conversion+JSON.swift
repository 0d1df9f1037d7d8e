import JSON

extension Conversion {
  /// The whole entity.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    var object: JSONObject = [
      "id": .integer(id),
      "name": .string(name),
      "description": .string(description),
      "value": .decimal(hundredths: value),
      "protocol": .string(loadsOver),
      "code": .string(code),
      "creationDate": .string(ClickMeter.text(createdAt)),
      "deleted": .bool(isDeleted),
    ]
    if !notes.isEmpty { object["notes"] = .string(notes) }
    return .object(object)
  }

  /// What is placed on the page that ends it.
  private var code: String {
    let scheme = loadsOver.lowercased()
    return "<img src=\"\(scheme)://www.clickmeter.com/conversion.aspx?id=\(id)\" />"
  }
}
