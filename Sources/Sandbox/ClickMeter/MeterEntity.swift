import JSON

/// What ClickMeter's lists hold: an entity with an address beneath the base URL.
protocol MeterEntity: Entity where Owner == ClickMeter {
  /// The path of its list, without slashes.
  static var collection: String { get }

  /// What a reference to it shows beside id and address.
  var label: String { get }
  var isDeleted: Bool { get }
  /// The group whose protection holds for it, if one's does.
  var guardingGroup: Int? { get }

  /// The whole of it, which may hold what the service knows elsewhere.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue
}

/// What notes can be put on: datapoints, groups and conversions.
protocol AnnotatedEntity: MeterEntity {
  var notes: String { get set }
}

/// What can be tagged and marked as a favourite: datapoints and groups.
protocol MarkedEntity: AnnotatedEntity {
  var name: String { get }
  /// The ids of its tags, in the order they were attached.
  var tags: [Int] { get set }
  var isFavorite: Bool { get set }
  /// As queries write it.
  var statusInQueries: String { get }
  var createdAt: Timestamp { get }
  /// The group it is, or belongs to.
  var groupID: Int { get }
}

extension MarkedEntity {
  var guardingGroup: Int? { groupID }
}

extension MeterEntity {
  var isDeleted: Bool { false }
  var guardingGroup: Int? { nil }

  /// What is deleted or protected can't be changed.
  func checkChange(by caller: Caller, in service: ClickMeter) throws(Refusal) {
    guard !isDeleted else { throw .notFound(Self.noun) }
    try service.check(caller, mayChange: guardingGroup)
  }

  func reply(
    to operation: EntityOperation, _ call: Call, warnings: [String], in service: ClickMeter
  ) -> Reply {
    Reply(200, operation == .read ? json(in: service, for: call.caller) : receipt)
  }

  private var head: JSONObject {
    ["id": .integer(id), "uri": .string("/\(Self.collection)/\(id)")]
  }

  /// What responses to writes hold.
  var receipt: JSONValue { .object(head) }

  /// An entry of a list.
  var reference: JSONValue { .object(head.merging(["name": .string(label)])) }
}

extension WritableEntity where Self: MeterEntity {
  static func body(of call: Call, isNew: Bool) throws(Refusal) -> FieldReader {
    FieldReader(.json(isNew ? try call.newMembers() : try call.members()))
  }
}

extension FieldReader {
  /// Reports an id in the body that is not the one of what the path names.
  mutating func checkID(of entity: some MeterEntity) {
    guard let id = id("id"), id != entity.id else { return }
    report("id", .rule("id must be that of the path, \(entity.id)"))
  }
}

extension ClickMeter {
  /// Whether that caller may change that group and what is in it.
  func mayChange(_ group: Int?, _ caller: Caller) -> Bool {
    caller.isAdministrator || !groups.contains { $0.id == group && $0.isProtected }
  }

  func check(_ caller: Caller, mayChange group: Int?) throws(Refusal) {
    guard mayChange(group, caller) else {
      throw .forbidden(reason: "This key may not change group \(group ?? 0) and what is in it")
    }
  }

  /// The tags on that entity, in the order they were attached.
  func tags(of entity: some MarkedEntity) -> [Tag] {
    entity.tags.compactMap { id in tags.first { $0.id == id } }
  }
}
