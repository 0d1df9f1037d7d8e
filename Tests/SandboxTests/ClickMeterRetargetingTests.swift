import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter retargeting scripts` {
  let client = SandboxClient()
  static let scripts = "/clickmeter/retargeting"

  @Test func `creates, changes and deletes one`() {
    #expect(client.ids(Self.scripts) == [301, 302, 303])
    let new = client.post(Self.scripts, json: #"{"name":"Own","script":"<script></script>"}"#)
    #expect(new.body == ["id": 304, "uri": "/retargeting/304"])
    let path = Self.scripts + "/304"
    #expect(client.get(path).body == ["id": 304, "name": "Own", "script": "<script></script>"])
    #expect(client.count(Self.scripts + "/count") == 4)
    #expect(client.ids(Self.scripts + "?offset=3&limit=1") == [304])
    #expect(client.post(path, json: #"{"name":"Ours"}"#).body == new.body)
    #expect(client.get(path).body == ["id": 304, "name": "Ours", "script": "<script></script>"])
    #expect(client.delete(path).body == new.body)
    #expect(client.get(path).status == 404)
    #expect(client.delete(path).status == 404)
    #expect(client.count(Self.scripts + "/count") == 3)
    #expect(client.post(Self.scripts, json: #"{"name":"n","script":"s"}"#)["/id"] == 305)
  }

  @Test func `lists the links that run it until it is deleted`() {
    let path = Self.scripts + "/302"
    let links = client.ids(path + "/datapoints")
    #expect(links == [1, 13, 25].map { 12_345_678 + $0 * 37 })
    #expect(client.count(path + "/datapoints/count?textSearch=loyalty") == 1)
    #expect(client.ids(path + "/datapoints?status=paused").isEmpty)
    #expect(client.ids(path + "/datapoints?sortBy=title&limit=1") == [links[2]])
    let link = "/clickmeter/datapoints/\(links[0])"
    #expect(client.get(link)["/typeTL/scripts"] == [["id": 302, "name": "Google remarketing"]])
    #expect(client.post(path, json: #"{"name":"Google"}"#).status == 200)
    #expect(client.get(link)["/typeTL/scripts/0/name"] == "Google")
    #expect(client.delete(path).status == 200)
    #expect(client.get(link)["/typeTL/scripts"] == [])
    #expect(client.get(path + "/datapoints").status == 404)
    #expect(client.get(path + "/datapoints/count").status == 404)
  }

  @Test(arguments: [
    ("", "{}", "400 name is required. script is required."),
    ("", #"{"name":"n","script":5}"#, "400 script must be text that is not empty."),
    ("/301", #"{"id":302}"#, "400 id must be that of the path, 301."),
    ("/301", #"{"code":"x"}"#, "400 code must be left out: it is not a known field."),
    ("/1", "{}", "404 RetargetingScript not found."),
  ])
  func `refuses what doesn't fit`(path: String, body: String, refusal: String) {
    #expect(client.refusal(client.post(Self.scripts + path, json: body)) == refusal)
  }
}
