import JSON

/// The groups that Smart Links or Rotators are sorted into, by id. What is in none, or in number
/// 0, is in "All".
struct Groups: Sendable {
  struct Group: Identified {
    static let noun = "Group"

    let id: Int
    var name: String
    var subgroups: [Subgroup] = []
  }

  struct Subgroup: Identified {
    static let noun = "Subgroup"

    let id: Int
    var name: String

    var json: JSONValue { ["id": .integer(id), "name": .string(name)] }
  }

  private(set) var all: [Group]
  private var ids: IDSequence
  private var subgroupIDs: IDSequence

  init(_ all: [Group]) {
    self.all = all
    ids = IDSequence(after: all)
    subgroupIDs = IDSequence(after: all.flatMap(\.subgroups))
  }

  func contains(_ id: Int) -> Bool { id == 0 || all.contains { $0.id == id } }

  func contains(subgroup id: Int) -> Bool {
    id == 0 || all.contains { $0.subgroups.contains { $0.id == id } }
  }

  /// The id of the new group.
  mutating func add(_ name: String) -> Int {
    let id = ids.next()
    all.append(Group(id: id, name: name))
    return id
  }

  mutating func add(_ name: String, under group: Int) throws(Refusal) -> Int {
    let place = try all.place(of: group)
    let id = subgroupIDs.next()
    all[place].subgroups.append(Subgroup(id: id, name: name))
    return id
  }

  /// Renames the subgroup when one is named, else the group.
  mutating func rename(_ group: Int, _ subgroup: Int?, to name: String) throws(Refusal) {
    let place = try all.place(of: group)
    guard let subgroup else {
      all[place].name = name
      return
    }
    all[place].subgroups[try all[place].subgroups.place(of: subgroup)].name = name
  }

  /// Removes the subgroup when one is named, else the group with all that are under it.
  mutating func remove(_ group: Int, _ subgroup: Int?) throws(Refusal) {
    let place = try all.place(of: group)
    if let subgroup {
      all[place].subgroups.remove(at: try all[place].subgroups.place(of: subgroup))
    } else {
      all.remove(at: place)
    }
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
