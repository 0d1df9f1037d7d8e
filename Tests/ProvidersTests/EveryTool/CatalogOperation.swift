import Foundation
import JSON
import TestSupport

/// One operation of a service's own documents, as the catalog beside the checkout tells it.
struct CatalogOperation: Sendable {
  let name: String
  let provider: String
  let method: String
  /// With the places of its parameters in braces.
  let path: String
  let bodyEncoding: String
  /// The header field of its key; nil where it needs none.
  let keyField: String?
  let effect: String
  let isIdempotent: Bool
  let parameters: [CatalogParameter]

  /// Nil where the catalog is not beside the checkout.
  private static let catalog = Repository.fileBeside("providers/catalog.json")

  /// Enables the tests that hold tools against the catalog.
  static var areAtHand: Bool { catalog != nil }

  /// All operations; none where they aren't at hand.
  static let all: [CatalogOperation] = {
    guard let bytes = catalog.flatMap({ try? Data(contentsOf: $0) }),
      let entries = (try? JSONValue(parsing: Array(bytes)))?.array
    else { return [] }
    let operations = entries.filter { $0["kind"] == "operation" }
    return operations.map { CatalogOperation($0, among: operations) }
  }()

  private init(_ entry: JSONValue, among entries: [JSONValue]) {
    name = entry["tool"]?.string ?? ""
    provider = entry["provider"]?.string ?? ""
    method = entry["method"]?.string ?? ""
    path = entry["path"]?.string ?? ""
    bodyEncoding = entry["bodyEncoding"]?.string ?? ""
    keyField = entry["auth"]?["name"]?.string
    effect = entry["effect"]?.string ?? ""
    isIdempotent = entry["idempotent"] == true
    parameters = (entry["params"]?.array ?? []).map { parameter in
      CatalogParameter(
        facts: Self.resolved(parameter, among: entries), isIn: parameter["in"]?.string ?? "")
    }
  }

  /// The parameter with the shape that another operation's parameter of that name has.
  private static func resolved(_ parameter: JSONValue, among entries: [JSONValue]) -> JSONValue {
    guard let reference = parameter["itemsRef"],
      let entry = entries.first(where: { $0["tool"] == reference }),
      let shape = entry["params"]?.array?.first(where: { $0["name"] == parameter["name"] })
    else { return parameter }
    var facts = parameter.object ?? [:]
    for key in ["items", "properties"] { facts[key] = shape[key] ?? facts[key] }
    return .object(facts)
  }
}

/// A parameter of an operation, or a property of one that is an object.
struct CatalogParameter: Sendable {
  let facts: JSONValue
  /// `path`, `query`, `form` or `body`.
  let isIn: String

  var name: String { facts["name"]?.string ?? "" }
  var type: String { facts["type"]?.string ?? "" }
  var isRequired: Bool { facts["required"] == true }
  /// Whether only the service sets it.
  var isReadOnly: Bool { facts["readOnly"] == true }
  var properties: JSONObject? { facts["properties"]?.object }

  /// The value as the service's documents want it: dates and instants in their format.
  func documented(_ value: JSONValue) -> JSONValue {
    switch (facts["format"]?.string, value) {
    case ("YYYYMMDD", .string(let date)): .string(date.filter { $0 != "-" })
    case ("YYYYMMDDHHmmss", .string(let instant)):
      .string((Timestamp(parsing: instant)?.description ?? instant).filter(\.isNumber))
    case ("date-time", .string(let instant)):
      .string(Timestamp(parsing: instant)?.description ?? instant)
    case (_, .array(let elements)): .array(elements.map(element.documented))
    case _: value
    }
  }

  /// The value as texts under one key, again and again for each element of an array.
  func texts(_ value: JSONValue) -> [String] {
    switch documented(value) {
    case .string(let text): [text]
    case .number(let number): [number.text]
    case .bool(let bool): [bool ? "true" : "false"]
    case .array(let elements): elements.flatMap(element.texts)
    case .null, .object: []
    }
  }

  private var element: CatalogParameter {
    CatalogParameter(facts: facts["items"] ?? [:], isIn: isIn)
  }
}
