import HTTPTypes
import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick groups` {
  let client = SandboxClient()
  static let links = "/clickmagick/links"
  static let groups = links + "/groups"
  static let rotatorGroups = "/clickmagick/rotators/groups"

  @Test(arguments: [(groups, 74), (rotatorGroups, 84)])
  func `creates, renames and deletes a group`(path: String, id: Int) {
    let created = client.post(path, form: "name=Weight+loss")
    #expect(created.body == SandboxClient.created(id))
    let renamed = client.send(.patch, path + "?group_id=\(id)&name=Weightloss")
    #expect(renamed.body == SandboxClient.done)
    let rows = client.get(path).rows("/groups")
    #expect(rows.count == 4)
    #expect(rows.last?["name"] == "Weightloss")
    #expect(client.delete(path + "?group_id=\(id)").body == SandboxClient.done)
    #expect(client.get(path).rows("/groups").count == 3)
    #expect(client.delete(path + "?group_id=\(id)").status == 404)
    #expect(client.send(.patch, path + "?group_id=\(id)&name=a").status == 404)
    #expect(client.post(path, form: "name=Again")["/id"]?.int == id + 1)
  }

  @Test(arguments: [groups, rotatorGroups]) func `says what is missing`(path: String) {
    #expect(client.post(path, form: "")["/errors"] == ["name is required"])
    #expect(
      client.send(.patch, path)["/errors"] == ["group_id is required", "name is required"])
    #expect(client.delete(path)["/errors"] == ["group_id is required"])
    #expect(client.delete(path + "?group_id=0").status == 404)
    #expect(client.delete(path + "?group_id=x")["/status"] == "ERROR")
  }

  @Test(arguments: [groups, rotatorGroups, groups + "/72/subgroups"])
  func `warns of what it does not know`(path: String) {
    let created = client.post(path, form: "name=Promos&colour=red")
    #expect(created["/status"] == "OK")
    #expect(created["/warnings"] == ["colour is not a known parameter and was ignored"])
  }

  @Test func `creates, renames and deletes a subgroup`() throws {
    #expect(
      client.get(Self.groups)["/groups/0"] == [
        "id": 71, "name": "Surf season",
        "subgroups": [["id": 7101, "name": "Boards"], ["id": 7102, "name": "Wetsuits"]],
      ])
    #expect(client.post(Self.groups + "/72/subgroups", form: "name=Promos")["/id"] == 7104)
    let query = "?group_id=72&subgroup_id=7104"
    #expect(client.send(.patch, Self.groups + query + "&name=Offers").body == SandboxClient.done)
    let names = client.get(Self.groups)["/groups/1/subgroups"]?.array?.map { $0["name"] }
    #expect(names == ["Welcome series", "Offers"])
    #expect(client.delete(Self.groups + "?group_id=71&subgroup_id=7104").status == 404)
    #expect(client.delete(Self.groups + query).body == SandboxClient.done)
    #expect(client.delete(Self.groups + query).status == 404)
    #expect(client.post(Self.groups + "/99/subgroups", form: "name=a").status == 404)
    #expect(client.post(Self.groups + "/72/subgroups", form: "")["/status"] == "ERROR")
  }

  @Test func `moves the links of a deleted group or subgroup to All`() {
    #expect(places("440001&id=440003") == [[71, 7101], [71, 0]])
    _ = client.delete(Self.groups + "?group_id=71&subgroup_id=7101")
    #expect(places("440001&id=440002&id=440003") == [[0, 0], [71, 7102], [71, 0]])
    _ = client.delete(Self.groups + "/71")
    #expect(places("440001&id=440002&id=440003") == [[0, 0], [0, 0], [0, 0]])
    #expect(places("440004") == [[72, 7103]])
  }

  @Test func `moves the rotators of a deleted group to All`() {
    func groups() -> [Int] {
      client.get("/clickmagick/rotators").rows("/rotators").compactMap {
        $0["rotator_group"]?.int
      }
    }
    let before = groups()
    _ = client.delete(Self.rotatorGroups + "?group_id=81")
    #expect(before.contains(81))
    #expect(groups() == before.map { $0 == 81 ? 0 : $0 })
    let form = "rotator_group=81"
    #expect(client.patch("/clickmagick/rotators/128373", form: form)["/status"] == "ERROR")
  }

  @Test func `takes rotators into a new group`() {
    let id = client.post(Self.rotatorGroups, form: "name=Fresh")["/id"]?.int ?? 0
    let moved = client.patch("/clickmagick/rotators/128373", form: "rotator_group=\(id)")
    #expect(moved.body == SandboxClient.done)
    let rows = client.get("/clickmagick/rotators?group_id=\(id)").rows("/rotators")
    #expect(rows.map { $0["id"] } == [128_373])
  }

  /// The group and subgroup of each of these links.
  private func places(_ ids: String) -> [[Int]] {
    client.get(Self.links + "/settings?id=" + ids).rows("/links").map { link in
      ["link_group", "link_subgroup"].compactMap { link[$0]?.int }
    }
  }
}
