import JSON

/// The groups that Smart Links or Rotators are sorted into, by id. What is in none, or in number
/// 0, is in "All".
struct Groups: Sendable {
  struct Group: Sendable {
    let id: Int
    var name: String
    var subgroups: [Subgroup] = []
  }

  struct Subgroup: Sendable {
    let id: Int
    var name: String

    var json: JSONValue { ["id": .integer(id), "name": .string(name)] }
  }

  private(set) var all: [Group]
  private var lastID: Int
  private var lastSubgroupID: Int

  init(_ all: [Group]) {
    self.all = all
    lastID = all.map(\.id).max() ?? 0
    lastSubgroupID = all.flatMap(\.subgroups).map(\.id).max() ?? 0
  }

  func contains(_ id: Int) -> Bool { id == 0 || all.contains { $0.id == id } }

  func contains(subgroup id: Int) -> Bool {
    id == 0 || all.contains { $0.subgroups.contains { $0.id == id } }
  }

  /// The id of the new group; no id is given twice.
  mutating func add(_ name: String) -> Int {
    lastID += 1
    all.append(Group(id: lastID, name: name))
    return lastID
  }

  mutating func add(_ name: String, under group: Int) throws(Refusal) -> Int {
    let place = try place(group)
    lastSubgroupID += 1
    all[place].subgroups.append(Subgroup(id: lastSubgroupID, name: name))
    return lastSubgroupID
  }

  /// Renames the subgroup when one is named, else the group.
  mutating func rename(_ group: Int, _ subgroup: Int?, to name: String) throws(Refusal) {
    let place = try place(group)
    guard let subgroup else {
      all[place].name = name
      return
    }
    all[place].subgroups[try self.place(subgroup, under: place)].name = name
  }

  /// Removes the subgroup when one is named, else the group with all that are under it.
  mutating func remove(_ group: Int, _ subgroup: Int?) throws(Refusal) {
    let place = try place(group)
    if let subgroup {
      all[place].subgroups.remove(at: try self.place(subgroup, under: place))
    } else {
      all.remove(at: place)
    }
  }

  private func place(_ id: Int) throws(Refusal) -> Int {
    guard let place = all.firstIndex(where: { $0.id == id }) else { throw .notFound("Group") }
    return place
  }

  private func place(_ id: Int, under place: Int) throws(Refusal) -> Int {
    guard let place = all[place].subgroups.firstIndex(where: { $0.id == id }) else {
      throw .notFound("Subgroup")
    }
    return place
  }
}

extension Groups {
  static let initialOfLinks = Groups([
    Group(
      id: 71, name: "Surf season",
      subgroups: [Subgroup(id: 7101, name: "Boards"), Subgroup(id: 7102, name: "Wetsuits")]),
    Group(id: 72, name: "Newsletter", subgroups: [Subgroup(id: 7103, name: "Welcome series")]),
    Group(id: 73, name: "Affiliates"),
  ])

  static let initialOfRotators = Groups([
    Group(id: 81, name: "Solo ads"), Group(id: 82, name: "Funnels"),
    Group(id: 83, name: "Split tests"),
  ])
}
