import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter guests` {
  let client = SandboxClient()
  static let guests = "/clickmeter/account/guests"
  static let good = #"{"userName":"lena","email":"lena@example.net","password":"secret"}"#

  @Test(arguments: [
    ("", [4001, 4002, 4003]), ("?limit=1&offset=1", [4002]), ("?textSearch=AUDIT", [4003]),
    ("?sortBy=name&sortDirection=desc", [4002, 4003, 4001]),
    ("?sortBy=userName", [4003, 4001, 4002]), ("?sortBy=creationDate", [4001, 4002, 4003]),
  ])
  func `lists as asked`(query: String, expected: [Int]) {
    let rows = client.get(Self.guests + query).rows("/entities")
    #expect(rows.map { $0["id"]?.int } == expected)
  }

  @Test func `refers to a guest by its address`() {
    #expect(
      client.get(Self.guests)["/entities/0"] == [
        "id": 4001, "uri": "/account/guests/4001", "name": "Brightside Agency",
      ])
    #expect(client.count(Self.guests + "/count") == 3)
    #expect(client.count(Self.guests + "/count?textSearch=example.net") == 3)
    #expect(client.count(Self.guests + "/count?textSearch=north") == 1)
    #expect(client.get(Self.guests + "?sortBy=age").status == 400)
  }

  @Test func `creates, changes and deletes one`() throws {
    let created = client.post(Self.guests, json: Self.good)
    #expect(created["/id"] == 4004)
    #expect(created["/userName"] == "lena")
    #expect(created["/password"] == "")
    #expect(created["/timeFormat"] == "H24")
    #expect(created["/creationDate"] == "20260331153000")
    #expect(created["/currentGrant"]?.isNull == true)
    #expect(created["/apiKey"]?.string?.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    let path = Self.guests + "/4004"
    #expect(client.get(path).body == created.body)

    let change = #"{"language":"sv","conversionOptions":{"hideCost":true,"percentValue":80}}"#
    let changed = client.post(path, json: change)
    #expect(changed["/language"] == "sv")
    #expect(changed["/userName"] == "lena")
    #expect(changed["/conversionOptions/hideCost"] == true)
    #expect(changed["/conversionOptions/percentValue"] == 80)
    #expect(changed["/conversionOptions/percentCommission"] == 100)
    #expect(client.get(path).body == changed.body)

    #expect(client.delete(path).body == ["id": 4004, "uri": "/account/guests/4004"])
    #expect(client.get(path)["/errorCode"] == "GuestNotFound")
    #expect(client.delete(path).status == 404)
    #expect(client.post(path, json: change).status == 404)
    #expect(client.count(Self.guests + "/count") == 3)
    #expect(client.post(Self.guests, json: Self.good)["/id"] == 4005)
  }

  @Test(arguments: [
    ("{}", "userName is required. email is required."),
    (
      #"{"userName":"x","email":"x@example.net","age":7}"#,
      "age must be left out: it is not a known field."
    ),
    (#"{"userName":"x","email":"x"}"#, "email must be an email address."),
    (
      #"{"userName":"AUDITOR","email":"x@example.net"}"#,
      "userName is already used by another guest."
    ),
    (
      #"{"userName":"x","email":"x@example.net","timeFormat":"H12"}"#,
      "timeFormat must be one of AmPm, H24."
    ),
    (
      #"{"userName":"x","email":"x@example.net","hitOptions":{"hideReferrer":"no"}}"#,
      "hitOptions.hideReferrer must be true or false."
    ),
    (
      #"{"userName":"x","email":"x@example.net","hitOptions":true}"#,
      "hitOptions must be an object."
    ),
  ])
  func `refuses a bad guest`(body: String, message: String) {
    let answer = client.post(Self.guests, json: body)
    #expect(answer.status == 400)
    #expect(answer["/Message"] == .string(message))
    #expect(client.count(Self.guests + "/count") == 3)
  }

  @Test(arguments: [
    ("", 3), ("entityType=group", 1), ("entityType=datapoint", 2), ("type=r", 1), ("type=w", 2),
    ("entityId=410551", 1), ("entityType=group&type=r", 0),
  ])
  func `lists and counts permissions`(filter: String, expected: Int) {
    let path = Self.guests + "/4001/permissions"
    #expect(client.get(path + "?" + filter).rows("/entities").count == expected)
    #expect(client.count(path + "/count?" + filter) == expected)
  }

  @Test func `tells what a permission is about`() {
    let rows = client.get(Self.guests + "/4001/permissions?limit=2").rows("/entities")
    #expect(
      rows == [
        [
          "EntityType": "group", "EntityName": "Campaigns", "DatapointType": "", "Type": "w",
          "Entity": ["id": 410_551, "uri": "/groups/410551"],
        ],
        [
          "EntityType": "datapoint", "EntityName": "Spring Sale Hero",
          "DatapointType": "TrackingLink", "Type": "r",
          "Entity": ["id": 12_345_678, "uri": "/datapoints/12345678"],
        ],
      ])
  }

  @Test(arguments: ["PUT", "POST"])
  func `grants and withdraws, by either method`(method: String) {
    func patch(_ action: String) -> Answer {
      let path = Self.guests + "/4003/datapoint/permissions/patch"
      let body = #"{"Action":"\#(action)","Id":12345678,"Verb":"w"}"#
      return method == "PUT" ? client.put(path, json: body) : client.post(path, json: body)
    }
    let permissions = Self.guests + "/4003/permissions/count"
    let receipt: JSONValue = ["id": 4003, "uri": "/account/guests/4003"]
    #expect(patch("add").body == receipt)
    #expect(patch("add").body == receipt)
    #expect(client.count(permissions) == 1)
    let guest = client.get(Self.guests + "/4003")
    #expect(guest["/tlGrants"] == 1)
    #expect(guest["/tpGrants"] == 0)
    #expect(guest["/groupGrants"] == 0)
    #expect(guest["/currentGrant/EntityName"] == "Spring Sale Hero")
    #expect(patch("remove").body == receipt)
    #expect(patch("remove").body == receipt)
    #expect(client.count(permissions) == 0)
  }

  @Test(arguments: [
    ("4003/group", #"{"Action":"add","Id":410552,"Verb":"r"}"#, 200),
    ("4003/group", #"{"Action":"add","Id":12345678,"Verb":"r"}"#, 404),
    ("4003/datapoint", #"{"Action":"add","Id":1,"Verb":"r"}"#, 404),
    ("4003/tag", #"{"Action":"add","Id":9001,"Verb":"r"}"#, 404),
    ("4999/group", #"{"Action":"add","Id":410552,"Verb":"r"}"#, 404),
    ("4003/group", #"{"Action":"add","Id":410552,"Verb":"x"}"#, 400),
    ("4003/group", #"{"Action":"add","Id":410552}"#, 400),
    ("4003/group", "{}", 400),
  ])
  func `grants what there is`(path: String, body: String, status: Int) {
    let answer = client.put(Self.guests + "/\(path)/permissions/patch", json: body)
    #expect(answer.status == status)
    #expect(client.count(Self.guests + "/4003/permissions/count") == (status == 200 ? 1 : 0))
  }

  @Test func `knows the permissions of known guests only`() {
    #expect(client.get(Self.guests + "/4999/permissions").status == 404)
    #expect(client.get(Self.guests + "/4001/permissions?type=x").status == 400)
    #expect(client.get(Self.guests + "/4001/permissions?entityType=tag").status == 400)
  }
}
