import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter conversions` {
  let client = SandboxClient()
  static let conversions = "/clickmeter/conversions"
  static let first = conversions + "/7001"
  static let link = 12_345_678

  @Test func `lists references, or whole ones`() {
    let rows = client.get(Self.conversions).rows("/entities")
    #expect(rows.first == ["id": 7001, "uri": "/conversions/7001", "name": "Purchase"])
    let whole = client.get(Self.conversions + "?_expand=true&limit=1&offset=1").rows("/entities")
    #expect(whole == [client.get(Self.conversions + "/7002").body])
  }

  @Test(arguments: [
    ("", [7001, 7002, 7003, 7004, 7005]), ("status=active", [7001, 7002, 7003, 7004, 7005]),
    ("status=deleted", [7006]), ("textSearch=SIGNUP", [7002]), ("textSearch=zebra", []),
    ("createdBefore=20240616", [7001]), ("createdAfter=202406301200", [7004, 7005]),
  ])
  func `filters list and count alike`(filter: String, expected: [Int]) {
    #expect(client.ids(Self.conversions + "?" + filter) == expected)
    #expect(client.count(Self.conversions + "/count?" + filter) == expected.count)
  }

  @Test func `creates, changes and deletes one`() {
    let created = client.post(
      Self.conversions, json: #"{"name":"Demo booked","value":12.5,"protocol":"Https"}"#)
    #expect(created.body == ["id": 7007, "uri": "/conversions/7007"])
    let path = Self.conversions + "/7007"
    let one = client.get(path)
    #expect(one["/name"] == "Demo booked")
    #expect(one["/value"]?.number?.double == 12.5)
    #expect(one["/protocol"] == "Https")
    #expect(one["/deleted"] == false)
    #expect(one["/creationDate"] == "20260331153000")
    #expect(one["/code"]?.string?.contains("https://") == true)
    #expect(client.count(Self.conversions + "/count") == 6)

    #expect(client.post(path, json: #"{"value":20,"description":"By phone"}"#).body == created.body)
    #expect(client.get(path)["/name"] == "Demo booked")
    #expect(client.get(path)["/value"] == 20)
    #expect(client.get(path)["/description"] == "By phone")

    #expect(client.delete(path).body == created.body)
    #expect(client.get(path)["/deleted"] == true)
    #expect(client.count(Self.conversions + "/count") == 5)
    #expect(client.ids(Self.conversions + "?status=deleted") == [7006, 7007])
    #expect(client.delete(path).status == 404)
    #expect(client.post(path, json: "{}").status == 404)
    #expect(client.post(Self.conversions, json: #"{"name":"Next"}"#)["/id"] == 7008)
  }

  @Test func `keeps notes, and clears them`() {
    let receipt: JSONValue = ["id": 7001, "uri": "/conversions/7001"]
    #expect(client.put(Self.first + "/notes", json: #"{"Text":"Net of tax"}"#).body == receipt)
    #expect(client.get(Self.first)["/notes"] == "Net of tax")
    #expect(client.put(Self.first + "/notes", json: #"{"Text":""}"#).body == receipt)
    #expect(client.get(Self.first)["/notes"] == nil)
    #expect(client.put(Self.first + "/notes", json: "{}").status == 400)
  }

  @Test func `lists the datapoints of a conversion`() {
    let path = Self.first + "/datapoints"
    #expect(client.count(path + "/count") == 23)
    #expect(client.count(path + "/count?type=tp") == 0)
    #expect(client.count(path + "/count?status=paused") == 3)
    #expect(client.ids(path + "?textSearch=spring") == [Self.link])
    #expect(client.ids(path + "?limit=100").count == 23)
    #expect(client.ids(path).count == 20)
  }

  @Test func `ties a datapoint and unties it`() {
    let path = Self.conversions + "/7005/datapoints"
    let before = client.ids(path)
    let receipt: JSONValue = ["id": 7005, "uri": "/conversions/7005"]
    let add = #"{"Action":"add","Id":\#(Self.link)}"#
    #expect(client.put(path + "/patch", json: add).body == receipt)
    #expect(client.put(path + "/patch", json: add).body == receipt)
    #expect(client.ids(path) == [Self.link] + before)
    let values = client.get("/clickmeter/datapoints/\(Self.link)").body.object?.map(\.value)
    #expect(values?.contains("Webinar seat") == true)
    let remove = #"{"action":"remove","id":\#(Self.link)}"#
    #expect(client.put(path + "/patch", json: remove).body == receipt)
    #expect(client.ids(path) == before)
  }

  @Test func `puts one datapoint in the place of another`() throws {
    let path = Self.conversions + "/7005/datapoints"
    let old = try #require(client.ids(path).first)
    let swap = #"{"Action":"remove","Id":\#(old),"ReplaceId":\#(Self.link)}"#
    #expect(client.put(path + "/patch", json: swap).status == 200)
    #expect(client.ids(path).contains(Self.link))
    #expect(!client.ids(path).contains(old))
  }

  @Test(arguments: ["PatchRequests", "list"])
  func `ties several at once, or none`(name: String) {
    let path = Self.conversions + "/7005/datapoints"
    let before = client.ids(path)
    func patch(_ id: Int) -> Answer {
      client.put(
        path + "/batch/patch",
        json: """
          {"\(name)":[{"Action":"add","Id":\(Self.link)},{"Action":"add","Id":\(id)}]}
          """)
    }
    #expect(patch(1).status == 404)
    // This one is deleted.
    #expect(patch(Self.link + 22 * 37).status == 404)
    #expect(client.ids(path) == before)
    #expect(patch(Self.link + 37).body == ["id": 7005, "uri": "/conversions/7005"])
    #expect(client.ids(path) == [Self.link, Self.link + 37] + before)
  }

  @Test func `ties a datapoint to five conversions at most`() {
    let add = #"{"Action":"add","Id":\#(Self.link)}"#
    let tied = (7001...7005).map { id in
      client.put(Self.conversions + "/\(id)/datapoints/patch", json: add).status
    }
    #expect(tied == [200, 200, 200, 200, 200])
    #expect(client.post(Self.conversions, json: #"{"name":"Sixth"}"#)["/id"] == 7007)
    let sixth = client.put(Self.conversions + "/7007/datapoints/patch", json: add)
    #expect(sixth.status == 400)
    #expect(sixth["/Message"] == "a datapoint is tied to at most 5 conversions.")
    #expect(client.count(Self.conversions + "/7007/datapoints/count") == 0)
  }

  @Test(arguments: [
    ("{}", "name is required."),
    (
      #"{"name":"x","value":-1}"#, "value must be a number of at least 0 with at most two decimals."
    ),
    (
      #"{"name":"x","value":1.005}"#,
      "value must be a number of at least 0 with at most two decimals."
    ),
    (#"{"name":"x","protocol":"Ftp"}"#, "protocol must be one of Http, Https."),
    (#"{"name":"x","worth":1}"#, "worth must be left out: it is not a known field."),
    ("[]", "The body must be a JSON object."),
  ])
  func `refuses a bad conversion`(body: String, message: String) {
    let answer = client.post(Self.conversions, json: body)
    #expect(answer.status == 400)
    #expect(answer["/Message"] == .string(message))
    #expect(client.count(Self.conversions + "/count") == 5)
  }

  @Test(arguments: [
    (#"{"Id":12345678}"#, "Action is required."),
    (#"{"Action":"add"}"#, "Id is required."),
    (#"{"Action":"tie","Id":12345678}"#, "Action must be one of add, remove."),
  ])
  func `refuses a bad patch`(body: String, message: String) {
    let path = Self.first + "/datapoints"
    #expect(client.put(path + "/patch", json: body)["/Message"] == .string(message))
    let batch = client.put(path + "/batch/patch", json: #"{"PatchRequests":[\#(body)]}"#)
    #expect(batch["/Message"] == .string("PatchRequests[0]." + message))
    #expect(client.put(path + "/batch/patch", json: "{}").status == 400)
  }

  @Test(arguments: ["", "/datapoints", "/datapoints/count"])
  func `finds no conversion of an unknown id`(path: String) {
    let answer = client.get(Self.conversions + "/7999" + path)
    #expect(answer.status == 404)
    #expect(answer["/errorCode"] == "ConversionNotFound")
  }

  @Test(arguments: ["?status=paused", "?createdAfter=2026-01-01", "/count?limit=0&status=x"])
  func `refuses a bad query`(query: String) {
    #expect(client.get(Self.conversions + query).status == 400)
  }

  @Test func `takes names that begin with either case, and no other id`() {
    #expect(client.post(Self.first, json: #"{"Name":"Order","Id":7001}"#).status == 200)
    #expect(client.get(Self.first)["/name"] == "Order")
    let other = client.post(Self.first, json: #"{"id":7002}"#)
    #expect(client.refusal(other) == "400 id must be that of the path, 7001.")
  }
}
