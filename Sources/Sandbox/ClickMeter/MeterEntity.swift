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

  var receipt: JSONValue { .object(head) }

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

  /// Whether listed entities were created in the stretch asked for, its ends left out: of a day that
  /// is all of it.
  mutating func creationFilter() -> (Timestamp) -> Bool {
    let isDay = text("createdAfter")?.utf8.count == 8
    let after = compactTime("createdAfter")?.adding(seconds: isDay ? 86_399 : 0)
    let before = compactTime("createdBefore")
    return { time in (after.map { time > $0 } ?? true) && (before.map { time < $0 } ?? true) }
  }
}

extension ClickMeter {
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

  /// In the order the query asks for.
  func listDatapoints(_ call: Call, _ query: inout FieldReader) throws(Refusal) -> [Datapoint] {
    let kind = query.choice("type", of: ["tl", "tp"])
    let filter = EntityFilter(&query, statuses: Datapoint.statuses, isOfList: true)
    let isInTime = query.creationFilter()
    let order = ListOrder<Datapoint>(
      &query,
      keys: [
        ("name", \.name), ("title", \.title), ("creationDate", \.createdAt.description),
        ("type", \.kind.rawValue), ("status", \.status.rawValue),
      ])
    try query.check()
    let found = datapoints.filter { datapoint in
      (kind == nil || datapoint.kind.rawValue == kind) && filter.accepts(datapoint, in: self)
        && isInTime(datapoint.createdAt)
    }
    return order.sorted(found)
  }

  func listGroups(_ call: Call, _ query: inout FieldReader) throws(Refusal) -> [DatapointGroup] {
    let filter = EntityFilter(&query, isOfList: true)
    let isInTime = query.creationFilter()
    let onlyWritable = query.flag("write") ?? false
    try query.check()
    return groups.filter { group in
      filter.accepts(group, in: self) && isInTime(group.createdAt)
        && (!onlyWritable || mayChange(group.id, call.caller))
    }
  }

  /// Deleted ones only when asked for.
  func conversions(matching query: inout FieldReader) -> [Conversion] {
    let isDeleted = query.choice("status", of: ["deleted", "active"]) == "deleted"
    let search = query.search("textSearch")
    return conversions.filter { $0.isDeleted == isDeleted && search.finds($0.name) }
  }

  func statsDatapoints(
    _ query: inout FieldReader, statuses: [String] = Datapoint.statuses
  ) -> [Datapoint] {
    let kind = query.choice("type", of: ["tp", "tl"])
    let filter = EntityFilter(&query, statuses: statuses, isOfList: false)
    return datapoints.filter { datapoint in
      (kind == nil || datapoint.kind.rawValue == kind) && filter.accepts(datapoint, in: self)
    }
  }

  func statsGroups(_ query: inout FieldReader) -> [DatapointGroup] {
    let filter = EntityFilter(&query, isOfList: false)
    return groups.filter { filter.accepts($0, in: self) }
  }
}

/// What datapoints and groups can be narrowed down to by status, tag, mark and text.
struct EntityFilter: Sendable {
  private let status: String?
  private let tags: [String]?
  private let isFavorite: Bool?
  private let search: TextSearch

  static let groupStatuses = ["deleted", "active"]

  /// Lists spell it `tags`, and `onlyFavorites`, which is true or nothing; statistics spell it
  /// `tag`, and `favourite`, which is true or false.
  init(_ query: inout FieldReader, statuses: [String] = groupStatuses, isOfList: Bool) {
    let flag = query.flag(isOfList ? "onlyFavorites" : "favourite")
    isFavorite = isOfList && flag == false ? nil : flag
    status = query.choice("status", of: statuses)
    tags = query.text(isOfList ? "tags" : "tag")?.lowercased().split(separator: ",")
      .map(String.init)
    search = query.search("textSearch")
  }

  /// Deleted ones only when asked for.
  func accepts(_ entity: some MarkedEntity, in service: ClickMeter) -> Bool {
    let names = service.tags(of: entity).map { $0.name.lowercased() }
    return (status.map { entity.statusInQueries == $0 } ?? !entity.isDeleted)
      && (tags.map { $0.contains { names.contains($0) } } ?? true)
      && (isFavorite.map { entity.isFavorite == $0 } ?? true)
      && search.finds(entity.name, entity.label)
  }
}
