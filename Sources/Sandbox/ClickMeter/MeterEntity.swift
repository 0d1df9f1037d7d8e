import JSON

/// What ClickMeter's lists hold: an entity with an address beneath the base URL.
protocol MeterEntity: Identified {
  /// The path of its list, without slashes.
  static var collection: String { get }

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

extension FieldReader {
  /// Reports an id in the body that is not the one of what the path names.
  mutating func checkID(of entity: some MeterEntity) {
    guard let id = id("id"), id != entity.id else { return }
    report("id", .rule("id must be that of the path, \(entity.id)"))
  }
}
