internal import JSON
internal import Logging

extension JSONObject {
  /// Metadata of a log line, sorted by name.
  init(_ metadata: Logger.Metadata) {
    self.init(metadata.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) })
  }
}

extension JSONValue {
  /// Numbers and Booleans stay what they are; anything else that isn't a text is described.
  init(_ value: Logger.MetadataValue) {
    switch value {
    case .string(let text): self = .string(text)
    case .stringConvertible(let thing): self = Self.scalar(thing)
    case .array(let values): self = .array(values.map { JSONValue($0) })
    case .dictionary(let metadata): self = .object(JSONObject(metadata))
    }
  }

  private static func scalar(_ thing: any CustomStringConvertible) -> JSONValue {
    switch thing {
    case let bool as Bool: .bool(bool)
    case let integer as Int: .number(JSONNumber(integer))
    case let double as Double:
      JSONNumber(double).map(JSONValue.number) ?? .string(double.description)
    default: .string(thing.description)
    }
  }
}
