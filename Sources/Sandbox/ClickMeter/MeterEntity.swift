import JSON

/// What the service's lists hold: something with an id and an address beneath the base URL.
protocol MeterEntity: Sendable {
  /// How errors call it: `Group`.
  static var noun: String { get }
  /// The path of its list, without slashes.
  static var collection: String { get }

  var id: Int { get }
  /// What a reference to it shows beside id and address.
  var label: String { get }
  var isDeleted: Bool { get }
  /// The group whose protection holds for it, if one's does.
  var guardingGroup: Int? { get }
}

extension MeterEntity {
  var isDeleted: Bool { false }
  var guardingGroup: Int? { nil }

  /// What answers to writes hold.
  var receipt: JSONValue {
    ["id": .integer(id), "uri": .string("/\(Self.collection)/\(id)")]
  }

  /// An entry of a list.
  var reference: JSONValue {
    [
      "id": .integer(id), "uri": .string("/\(Self.collection)/\(id)"), "name": .string(label),
    ]
  }
}
