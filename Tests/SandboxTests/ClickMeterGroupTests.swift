import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter groups` {
  let client = SandboxClient()
  static let groups = "/clickmeter/groups"
  static let first = groups + "/410551"

  @Test func `lists references, or whole ones`() {
    let rows = client.get(Self.groups).rows("/entities")
    #expect(rows.first == ["id": 410_551, "uri": "/groups/410551", "name": "Campaigns"])
    let whole = client.get(Self.groups + "?_expand=true&offset=1&limit=1").rows("/entities")
    #expect(whole == [client.get(Self.groups + "/410552").body])
  }

  @Test(arguments: [
    ("", [410_551, 410_552, 410_553]), ("status=deleted", []), ("textSearch=NEWS", [410_552]),
    ("tags=spring,autumn", [410_551, 410_553]), ("write=true", [410_551, 410_552]),
    ("write=false", [410_551, 410_552, 410_553]), ("createdAfter=20300101", []),
    ("createdBefore=20240412", [410_551]),
  ])
  func `filters list and count alike`(filter: String, expected: [Int]) {
    #expect(client.ids(Self.groups + "?" + filter) == expected)
    #expect(client.count(Self.groups + "/count?" + filter) == expected.count)
  }

  @Test func `creates, changes and deletes one with what is in it`() {
    let receipt: JSONValue = ["id": 410_554, "uri": "/groups/410554"]
    let path = Self.groups + "/410554"
    let new = client.post(
      Self.groups,
      json: #"{"name":"Winter","preferred":true,"tags":[{"name":"winter"},{"id":9001}]}"#)
    #expect(new.body == receipt)
    let one = client.get(path)
    #expect(one["/name"] == "Winter")
    #expect(one["/preferred"] == true)
    #expect(one["/deleted"] == false)
    #expect(one["/creationDate"] == "20260331153000")
    #expect(
      one["/tags/0"] == ["id": 9009, "name": "winter", "datapoints": [], "groups": [410_554]])
    #expect(one["/tags/1/name"] == "spring")

    let pixel = #"{"type":1,"title":"Snow"}"#
    #expect(client.post(path + "/datapoints", json: pixel)["/id"] == 12_346_752)
    #expect(client.ids(path + "/datapoints") == [12_346_752])
    #expect(client.get("/clickmeter/datapoints/12346752")["/groupName"] == "Winter")

    let changed = client.post(path, json: #"{"name":"Frost","isPublic":true,"tags":[]}"#)
    #expect(changed.body == receipt)
    #expect(client.get("/clickmeter/datapoints/12346752")["/groupName"] == "Frost")
    #expect(client.get(path)["/isPublic"] == true)
    #expect(client.get(path)["/tags"] == [])

    #expect(client.delete(path).body == receipt)
    #expect(client.get(path)["/deleted"] == true)
    #expect(client.count(Self.groups + "/count") == 3)
    #expect(client.ids(Self.groups + "?status=deleted") == [410_554])
    #expect(client.get("/clickmeter/datapoints/12346752")["/status"] == "Deleted")
    #expect(client.count(path + "/datapoints/count") == 0)
    #expect(client.count(path + "/datapoints/count?status=deleted") == 1)
    #expect(client.delete(path).status == 404)
    #expect(client.post(path + "/datapoints", json: pixel).status == 404)
    let lost = #"{"type":1,"title":"Snow","groupId":410554}"#
    #expect(client.post("/clickmeter/datapoints", json: lost).status == 400)
  }

  @Test(arguments: [
    "", "type=tp", "status=paused", "tags=spring", "textSearch=o", "onlyFavorites=true",
    "createdAfter=20251001",
  ])
  func `shares the datapoints out among groups`(filter: String) {
    let parts = (410_551...410_553).map { id in
      client.ids(Self.groups + "/\(id)/datapoints?limit=100&" + filter)
    }
    for (id, ids) in zip(410_551...410_553, parts) {
      #expect(client.count(Self.groups + "/\(id)/datapoints/count?" + filter) == ids.count)
    }
    let all = client.ids("/clickmeter/datapoints?limit=100&" + filter)
    #expect(!all.isEmpty)
    #expect(parts.flatMap { $0 }.sorted() == all)
  }

  @Test func `pages, sorts and expands the datapoints of a group`() {
    let path = Self.first + "/datapoints"
    let all = client.ids(path + "?sortBy=title&sortDirection=desc")
    #expect(
      client.ids(path + "?sortBy=title&sortDirection=desc&offset=2&limit=3") == Array(all[2..<5]))
    #expect(client.ids(path + "?sortBy=title") == all.reversed())
    let whole = client.get(path + "?_expand=true&limit=1").rows("/entities")
    #expect(whole == [client.get("/clickmeter/datapoints/12345678").body])
  }

  @Test func `sets notes and toggles the favourite`() {
    #expect(client.get(Self.first)["/preferred"] == true)
    #expect(client.put(Self.first + "/favourite").status == 200)
    #expect(client.get(Self.first)["/preferred"] == false)
    #expect(client.put(Self.first + "/notes", json: #"{"Text":"Ours"}"#)["/id"] == 410_551)
    #expect(client.get(Self.first)["/notes"] == "Ours")
    #expect(client.post(Self.first, json: #"{"notes":""}"#).status == 200)
    #expect(client.get(Self.first)["/notes"] == "")
  }

  @Test func `lets only administrators change what is protected`() {
    let path = Self.groups + "/410553"
    #expect(client.get(path)["/writePermited"] == false)
    #expect(client.put(path + "/notes", json: #"{"Text":"x"}"#).status == 403)
    #expect(client.put(path + "/favourite").status == 403)
    #expect(client.delete(path).status == 403)
    #expect(client.post(path + "/datapoints", json: #"{"type":1,"title":"x"}"#).status == 403)
    #expect(client.administrator.ids(Self.groups + "?write=true").count == 3)
    #expect(client.administrator.delete(path).status == 200)
  }

  @Test func `takes a fetched entity back unchanged`() {
    let before = client.get(Self.first)
    #expect(client.post(Self.first, json: before.body.description).status == 200)
    #expect(client.get(Self.first).body == before.body)
  }

  @Test(arguments: [
    ("", "{}", "400 name is required."),
    ("", #"{"name":"x","preferred":"yes"}"#, "400 preferred must be true or false."),
    ("", #"{"name":"x","size":1}"#, "400 size must be left out: it is not a known field."),
    ("/410551", #"{"id":1}"#, "400 id must be that of the path, 410551."),
    ("/1", "{}", "404 Group not found."),
    ("/1/datapoints", "{}", "404 Group not found."),
    (
      "/410551/datapoints", #"{"groupId":410552}"#,
      "400 groupId must be that of the path, 410551."
    ),
  ])
  func `refuses what doesn't fit`(path: String, body: String, refusal: String) {
    #expect(client.refusal(client.post(Self.groups + path, json: body)) == refusal)
  }

  @Test(arguments: ["?status=paused", "/count?write=perhaps", "/410551/datapoints?sortBy=luck"])
  func `refuses a bad query`(query: String) {
    #expect(client.get(Self.groups + query).status == 400)
  }
}
