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
}

extension MeterEntity {
  var isDeleted: Bool { false }

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

/// What can be tagged, marked as a favourite and annotated: datapoints and groups.
protocol MarkedEntity: MeterEntity {
  var name: String { get }
  /// The ids of its tags, in the order they were attached.
  var tags: [Int] { get set }
  var isFavorite: Bool { get set }
  var notes: String { get set }
  /// As queries write it.
  var statusInQueries: String { get }
  var createdAt: Timestamp { get }
  /// The group it is, or belongs to: who may change that may change this.
  var groupID: Int { get }
}
