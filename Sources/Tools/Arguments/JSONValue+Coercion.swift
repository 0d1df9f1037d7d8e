internal import JSON

extension JSONValue {
  /// The value a model meant, where there is no doubt: `"1338"` for an integer, `"true"` for a
  /// truth value, `7.0` for 7, a single value for an array of one, an object or a list written as
  /// a text of JSON. Anything else stays as it is, for validation to judge.
  func coerced(to schema: JSONValue) -> JSONValue {
    switch (schema["type"]?.string, self) {
    case ("integer"?, .number(let number)):
      number.int.map { .number(JSONNumber($0)) } ?? self
    case ("integer"?, .string(let text)):
      JSONNumber(text: text).flatMap { Int($0.text) }.map { .number(JSONNumber($0)) } ?? self
    case ("number"?, .string(let text)):
      JSONNumber(text: text).map { .number($0) } ?? self
    case ("boolean"?, .string("true")): true
    case ("boolean"?, .string("false")): false
    case ("array"?, .array): elementsCoerced(to: schema)
    case ("object"?, .string(let text)): Self.written(text, as: \.object) ?? self
    case ("array"?, .string(let text)):
      (Self.written(text, as: \.array) ?? .array([self])).elementsCoerced(to: schema)
    case ("array"?, .number), ("array"?, .bool), ("array"?, .object):
      JSONValue.array([self]).elementsCoerced(to: schema)
    default: self
    }
  }

  private func elementsCoerced(to schema: JSONValue) -> JSONValue {
    guard let array else { return self }
    return .array(array.map { $0.coerced(to: schema["items"] ?? true) })
  }

  /// The value a text of JSON holds, when it is of that type.
  private static func written<Value>(
    _ text: String, as type: (JSONValue) -> Value?
  ) -> JSONValue? {
    guard text.hasPrefix("{") || text.hasPrefix("["), let value = try? JSONValue(parsing: text)
    else { return nil }
    return type(value) == nil ? nil : value
  }

  /// A plain date as the instant it means where one is expected: its first second or its last.
  func asInstant(_ end: ArgumentDescriptor.DayEnd?, in zone: TimeZoneRules) -> JSONValue {
    guard let end, let date = string.flatMap({ CalendarDate(parsing: $0) }) else { return self }
    return switch end {
    case .start: .string(zone.start(of: date).description)
    case .end: .string(zone.end(of: date).description)
    }
  }

  /// The value in the form that is sent, where it can be brought into it.
  func normalized(
    _ normalization: ArgumentDescriptor.Normalization?, in country: PhoneCountry?
  ) -> JSONValue {
    switch normalization {
    case .e164?:
      phoneText.flatMap { try? PhoneNumber(parsing: $0, in: country, .checking) }
        .map { .string($0.digits) } ?? self
    case .recency?: recencyText.map { .string($0) } ?? self
    case .text?: int.map { .string("\($0)") } ?? self
    case nil: self
    }
  }

  /// Why the value can't be brought into that form; nil when it can, or is of another type.
  func fault(
    under normalization: ArgumentDescriptor.Normalization?, in country: PhoneCountry?
  ) -> String? {
    switch normalization {
    case .e164?:
      guard let phoneText else { return nil }
      do throws(PhoneNumber.Fault) {
        _ = try PhoneNumber(parsing: phoneText, in: country, .checking)
        return nil
      } catch {
        return error.reason
      }
    case .recency?:
      guard let recencyText, Recency(parsing: recencyText) == nil else { return nil }
      return "is no such time"
    case .text?, nil: return nil
    }
  }

  /// A number may come as one of JSON's.
  private var phoneText: String? { string ?? int.flatMap { $0 > 0 ? String($0) : nil } }
  private var recencyText: String? {
    if case .number(let number) = self { number.text } else { string?.lowercased() }
  }
}

extension ArgumentDescriptor.Normalization {
  /// What a right value looks like.
  var expectation: String {
    switch self {
    case .e164: PhoneNumber.expectation
    case .recency: Recency.expectation
    case .text: "a text"
    }
  }
}
