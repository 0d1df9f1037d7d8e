import JSON

extension JSONValue {
  static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  /// A decimal with two places from hundredths: 1234 is `12.34`.
  static func decimal(hundredths: Int) -> JSONValue { decimal(hundredths, places: 2) }

  /// A decimal with one place from tenths: 682 is `68.2`.
  static func decimal(tenths: Int) -> JSONValue { decimal(tenths, places: 1) }

  /// `dividend / divisor` hundredths; zero when there is nothing to divide by.
  static func decimal(hundredths dividend: Int, dividedBy divisor: Int) -> JSONValue {
    let quotient = divisor == 0 ? 0 : (Double(dividend) / Double(divisor)).rounded()
    return decimal(hundredths: Int(quotient))
  }

  static func optional(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }

  static func optional(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

  private static func decimal(_ value: Int, places: Int) -> JSONValue {
    let digits = String(value.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let text = (value < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    return .number(JSONNumber(text: text) ?? JSONNumber(value))
  }
}

extension JSONObject {
  /// These settings, and what the service takes for those that are not there.
  func completed(_ rules: [FieldRule]) -> JSONObject {
    JSONObject(
      rules.compactMap { rule in
        (self[rule.name] ?? rule.fallback).map { (rule.name, $0) }
      })
  }

  /// These settings in the order in which the service lists them.
  func inOrder(of rules: [FieldRule]) -> JSONObject {
    JSONObject(rules.compactMap { rule in self[rule.name].map { (rule.name, $0) } })
  }
}
