import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter tags` {
  let client = SandboxClient()
  static let tags = "/clickmeter/tags"
  static let spring = tags + "/9001"

  @Test(arguments: [
    ("", Array(9001...9008)), ("name=S", [9001, 9002, 9005, 9006, 9008]),
    ("type=gr", [9001, 9002, 9003]),
    ("type=tl", Array(9001...9007)), ("type=tp", [9001, 9002, 9003, 9008]),
    ("type=dp", Array(9001...9008)), ("datapoints=12345678", [9001, 9004]),
    ("datapoints=12345678,12345715", [9001, 9002, 9004, 9005]), ("groups=410552", [9002]),
    ("groups=410552&datapoints=12345678", []), ("offset=6&limit=5", [9007, 9008]),
  ])
  func `filters list and count alike`(filter: String, expected: [Int]) {
    #expect(client.ids(Self.tags + "?" + filter) == expected)
    guard !filter.contains("offset") else { return }
    #expect(client.count(Self.tags + "/count?" + filter) == expected.count)
  }

  @Test func `creates a tag on what it names, renames and deletes it`() {
    let new = client.post(
      Self.tags, json: #"{"name":"fall","datapoints":[12345678],"groups":[410552]}"#)
    #expect(new.body == ["id": 9009, "uri": "/tags/9009"])
    let path = Self.tags + "/9009"
    #expect(
      client.get(path).body
        == ["id": 9009, "name": "fall", "datapoints": [12_345_678], "groups": [410_552]])
    #expect(client.ids("/clickmeter/datapoints?tags=fall") == [12_345_678])
    #expect(client.put(path + "/name", json: #"{"Text":"Fall"}"#).body == new.body)
    #expect(client.get("/clickmeter/datapoints/12345678")["/tags/2/name"] == "Fall")

    #expect(client.delete(path).body == [:])
    #expect(client.get(path).status == 404)
    #expect(client.delete(path).status == 404)
    #expect(client.count(Self.tags + "/count") == 8)
    #expect(client.get("/clickmeter/datapoints/12345678").rows("/tags").count == 2)
    #expect(client.get("/clickmeter/groups/410552").rows("/tags").count == 1)
    #expect(client.post(Self.tags, json: #"{"name":"fall"}"#)["/id"] == 9010)
  }

  @Test func `lists and counts what carries it`() throws {
    let datapoints = client.ids(Self.spring + "/datapoints?limit=100")
    #expect(datapoints == client.ids("/clickmeter/datapoints?tags=spring&limit=100"))
    #expect(client.get(Self.spring)["/datapoints"]?.array?.compactMap(\.int) == datapoints)
    let pixels = client.ids(Self.spring + "/datapoints?type=tp")
    #expect((1..<datapoints.count).contains(pixels.count))
    #expect(client.count(Self.spring + "/datapoints/count?type=tp") == pixels.count)
    #expect(client.ids(Self.spring + "/groups") == [410_551])
    #expect(client.count(Self.spring + "/groups/count?textSearch=camp") == 1)
    #expect(client.count(Self.spring + "/groups/count?status=deleted") == 0)
  }

  @Test(arguments: [("datapoints", 12_345_715), ("groups", 410_552)])
  func `attaches and detaches, twice as well as once`(kind: String, id: Int) {
    let path = Self.spring + "/" + kind
    for (action, isThere) in [("add", true), ("add", true), ("remove", false), ("remove", false)] {
      let answer = client.put(path + "/patch", json: #"{"Action":"\#(action)","Id":\#(id)}"#)
      #expect(answer.body == ["id": 9001, "uri": "/tags/9001"])
      #expect(client.ids(path + "?limit=100").filter { $0 == id } == (isThere ? [id] : []))
    }
  }

  @Test(arguments: ["datapoints", "groups"]) func `detaches from all`(kind: String) {
    #expect(client.count(Self.spring + "/\(kind)/count") > 0)
    #expect(client.delete(Self.spring + "/" + kind).body == ["id": 9001, "uri": "/tags/9001"])
    #expect(client.count(Self.spring + "/\(kind)/count") == 0)
    #expect(client.get(Self.spring).status == 200)
  }

  @Test func `lets only administrators change what is protected`() {
    let autumn = Self.tags + "/9003"
    #expect(client.delete(autumn).status == 403)
    #expect(client.delete(autumn + "/groups").status == 403)
    #expect(
      client.put(Self.spring + "/groups/patch", json: #"{"action":"add","id":410553}"#).status
        == 403)
    let mixed = #"{"name":"new","datapoints":[12345678,12345752]}"#
    #expect(client.post(Self.tags, json: mixed).status == 403)
    #expect(client.get("/clickmeter/datapoints/12345678").rows("/tags").count == 2)
    #expect(client.administrator.delete(autumn).status == 200)
    #expect(client.get("/clickmeter/groups/410553")["/tags"] == [])
  }

  @Test(arguments: [
    ("", "{}", "400 name is required."),
    ("", #"{"name":"Spring"}"#, "400 name is already used by another tag."),
    ("", #"{"name":"x","datapoints":["y"]}"#, "400 datapoints must be an integer of at least 1."),
    ("", #"{"name":"x","datapoints":[1]}"#, "404 Datapoint not found."),
    ("", #"{"name":"x","groups":[1]}"#, "404 Group not found."),
  ])
  func `refuses a bad tag`(path: String, body: String, refusal: String) {
    #expect(client.refusal(client.post(Self.tags + path, json: body)) == refusal)
    #expect(client.count(Self.tags + "/count") == 8)
  }

  @Test(arguments: [
    ("/9001/name", #"{"Text":"summer"}"#, "400 text is already used by another tag."),
    ("/9001/name", "{}", "400 text is required."),
    ("/1/name", #"{"Text":"x"}"#, "404 Tag not found."),
    ("/9001/datapoints/patch", "{}", "400 Action is required. Id is required."),
    (
      "/9001/datapoints/patch", #"{"Action":"drop","Id":12345678}"#,
      "400 Action must be one of add, remove."
    ),
    ("/9001/datapoints/patch", #"{"Action":"add","Id":1}"#, "404 Datapoint not found."),
    ("/9001/groups/patch", #"{"Action":"add","Id":1}"#, "404 Group not found."),
    ("/1/groups/patch", #"{"Action":"add","Id":410551}"#, "404 Tag not found."),
  ])
  func `refuses a bad change`(path: String, body: String, refusal: String) {
    #expect(client.refusal(client.put(Self.tags + path, json: body)) == refusal)
  }

  @Test(arguments: ["?datapoints=1,x", "/count?type=xx", "/9001/groups?status=paused"])
  func `refuses a bad query`(query: String) {
    #expect(client.get(Self.tags + query).status == 400)
  }
}
