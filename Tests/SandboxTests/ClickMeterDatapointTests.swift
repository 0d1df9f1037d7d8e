import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter datapoints` {
  let client = SandboxClient()
  static let datapoints = "/clickmeter/datapoints"
  static let first = datapoints + "/12345678"
  static let created = datapoints + "/12346752"
  static let link =
    #""type":"TrackingLink","title":"Summer Bio","name":"bio","groupId":410551,"#
    + #""typeTL":{"domainId":1598,"redirectType":"PermanentRedirect","url":"https://a.example/x"}"#

  private static func link(_ change: String) -> String { "{" + link + "," + change + "}" }

  @Test func `creates a link, changes it and deletes it`() {
    let receipt: JSONValue = ["id": 12_346_752, "uri": "/datapoints/12346752"]
    let new = client.post(Self.datapoints, json: Self.link(#""notes":"n","preferred":true"#))
    #expect(new.status == 200)
    #expect(new.body == receipt)
    #expect(client.count(Self.datapoints + "/count") == 30)
    #expect(client.ids(Self.datapoints + "?sortBy=id&sortDirection=desc&limit=1") == [12_346_752])
    let one = client.get(Self.created)
    #expect(one["/title"] == "Summer Bio")
    #expect(one["/status"] == "Active")
    #expect(one["/preferred"] == true)
    #expect(one["/groupName"] == "Campaigns")
    #expect(one["/trackingCode"] == "http://9nl.it/bio")
    #expect(one["/creationDate"] == "20260331153000")
    #expect(one["/typeTL/firstUrl"] == "https://a.example/x")

    #expect(client.post(Self.created, json: #"{"status":"Paused","title":"Bio"}"#).body == receipt)
    #expect(client.get(Self.created)["/title"] == "Bio")
    #expect(client.get(Self.created)["/notes"] == "", "what isn't sent is emptied")
    #expect(client.get(Self.created)["/typeTL/url"] == "https://a.example/x")
    #expect(client.ids(Self.datapoints + "?status=paused").contains(12_346_752))

    #expect(client.delete(Self.created).body == receipt)
    #expect(client.count(Self.datapoints + "/count") == 29)
    #expect(client.ids(Self.datapoints + "?status=deleted").contains(12_346_752))
    #expect(client.get(Self.created)["/status"] == "Deleted")
    #expect(client.delete(Self.created).status == 404)
    #expect(client.post(Self.created, json: "{}").status == 404)
    #expect(client.post(Self.datapoints, json: "{\(Self.link)}")["/id"] == 12_346_753)
  }

  @Test func `takes the numbers of the help texts for words`() {
    let body =
      #"{"type":0,"title":"t","name":"n","groupId":410552,"#
      + #""typeTL":{"domainId":1597,"redirectType":301,"url":"https://a.example/"}}"#
    #expect(client.post(Self.datapoints, json: body).status == 200)
    #expect(client.get(Self.created)["/type"] == "TrackingLink")
    #expect(client.get(Self.created)["/typeTL/redirectType"] == "PermanentRedirect")
    let pixel = #"{"type":"1","title":"p","groupId":410552,"typeTP":{"parameterNote":"Till"}}"#
    #expect(client.post(Self.datapoints, json: pixel)["/id"] == 12_346_753)
    let one = client.get(Self.datapoints + "/12346753")
    #expect(one["/type"] == "TrackingPixel")
    #expect(one["/typeTP"] == ["parameterNote": "Till"])
    #expect(one["/typeTL"] == nil)
    #expect(one["/trackingCode"]?.string?.hasPrefix("<img src=") == true)
  }

  @Test(arguments: [0, 1, 4, 5, 13, 23])
  func `takes a fetched entity back unchanged`(place: Int) {
    let admin = client.administrator
    let path = Self.datapoints + "/\(12_345_678 + place * 37)"
    let before = admin.get(path)
    #expect(admin.post(path, json: before.body.description).status == 200)
    #expect(admin.get(path).body == before.body)
  }

  @Test func `keeps a link's settings, however deep`() {
    let change =
      #"{"isSecured":true,"typeTL":{"destinationMode":"WeightedDestination","#
      + #""weightedDestinationItems":[{"url":"https://a.example/","weight":70},"#
      + #"{"url":"https://b.example/","weight":30}],"#
      + #""uniqueDestinationItem":{"firstDestinationUrl":"https://c.example/"},"#
      + #""scripts":[{"id":303},{"id":301}],"expirationDate":"20261231235959"}}"#
    #expect(client.post(Self.first, json: change).status == 200)
    let one = client.get(Self.first)
    #expect(
      one["/typeTL/weightedDestinationItems/1"] == ["url": "https://b.example/", "weight": 30])
    #expect(one["/typeTL/uniqueDestinationItem/firstDestinationUrl"] == "https://c.example/")
    #expect(one["/typeTL/scripts/0"] == ["id": 303, "name": "LinkedIn insight"])
    #expect(one["/typeTL/url"] == "https://shop.example.com/spring-sale-hero")
    #expect(one["/trackingCode"] == "https://9nl.es/spring-sale-hero")
  }

  @Test func `ties conversions by slot, seen from both sides`() {
    let path = "/clickmeter/conversions/7002/datapoints"
    #expect(client.get(Self.first)["/firstConversionId"] == 7001)
    #expect(client.get(Self.first)["/secondConversionId"] == 0)
    let change = #"{"firstConversionId":0,"thirdConversionId":7002}"#
    #expect(client.post(Self.first, json: change).status == 200)
    let one = client.get(Self.first)
    #expect(one["/firstConversionName"] == "")
    #expect(one["/thirdConversionName"] == "Newsletter signup")
    #expect(client.ids(path + "?limit=100").contains(12_345_678))
    #expect(!client.ids("/clickmeter/conversions/7001/datapoints?limit=100").contains(12_345_678))
    _ = client.put(path + "/patch", json: #"{"action":"remove","id":12345678}"#)
    #expect(client.get(Self.first)["/thirdConversionId"] == 0)
  }

  @Test func `sets notes, clears them, and toggles the favourite`() {
    let receipt: JSONValue = ["id": 12_345_678, "uri": "/datapoints/12345678"]
    #expect(client.put(Self.first + "/notes", json: #"{"Text":"Look again"}"#).body == receipt)
    #expect(client.get(Self.first)["/notes"] == "Look again")
    #expect(client.put(Self.first + "/notes", json: #"{"text":""}"#).body == receipt)
    #expect(client.get(Self.first)["/notes"] == "")
    #expect(client.put(Self.first + "/notes", json: "{}").status == 400)
    let before = client.get(Self.first)["/preferred"]?.bool
    #expect(client.put(Self.first + "/favourite").body == receipt)
    #expect(client.get(Self.first)["/preferred"]?.bool == before.map { !$0 })
    #expect(client.put(Self.first + "/favourite").body == receipt)
    #expect(client.get(Self.first)["/preferred"]?.bool == before)
  }

  @Test func `lets only administrators change what is protected`() {
    let path = Self.datapoints + "/\(12_345_678 + 2 * 37)"
    #expect(client.get(path)["/writePermited"] == false)
    #expect(client.administrator.get(path)["/writePermited"] == true)
    for answer in [
      client.delete(path), client.post(path, json: "{}"), client.put(path + "/favourite"),
      client.put(path + "/notes", json: #"{"Text":"x"}"#),
      client.post(Self.first, json: #"{"groupId":410553}"#),
    ] {
      #expect(answer.status == 403)
      #expect(answer["/errorCode"] == "Forbidden")
    }
    #expect(client.administrator.put(path + "/favourite").status == 200)
    #expect(client.administrator.post(Self.first, json: #"{"groupId":410553}"#).status == 200)
    #expect(client.get(Self.first)["/groupName"] == "Partners")
  }

  @Test(arguments: [
    (#""type":"Pixel""#, "type must be one of TrackingLink, TrackingPixel, 0, 1."),
    (#""title":null"#, "title is required."),
    (#""groupId":1"#, "groupId 1 does not exist."),
    (#""status":"active""#, "status must be one of Deleted, Active, Paused, Abuse."),
    (#""firstConversionId":1"#, "firstConversionId 1 does not exist."),
    (#""firstConversionId":7006"#, "firstConversionId 7006 does not exist."),
    (
      #""firstConversionId":7001,"fifthConversionId":7001"#,
      "fifthConversionId 7001 is in another slot already."
    ),
    (#""isPublic":"maybe""#, "isPublic must be true or false."),
    (#""colour":"red""#, "colour must be left out: it is not a known field."),
    (#""typeTP":{"parameterNote":"x"}"#, "typeTP is for pixels only."),
    (
      #""typeTL":{"domainId":1597,"redirectType":307,"url":"https://a.example","#
        + #""expirationDate":"20260230000000"}"#,
      "typeTL.expirationDate must be a time as YYYYMMDDHHmmss."
    ),
    (#""tags":[{"id":1}]"#, "tags[0].id must be the id of a tag, or left out."),
    (#""tags":[{}]"#, "tags[0].name is required."),
    (
      #""typeTL":{}"#,
      "typeTL.domainId is required. typeTL.redirectType is required. typeTL.url is required."
    ),
    (
      #""typeTL":{"domainId":1,"redirectType":"307","url":"a.example"}"#,
      "typeTL.url must be an absolute URL. typeTL.domainId 1 does not exist."
    ),
    (
      #""typeTL":{"domainId":1597,"redirectType":307,"url":"https://a.example","#
        + #""scripts":[{"id":9}],"urlsByNation":[{"nation":"DE","url":"x"}]}"#,
      "typeTL.urlsByNation[0].url must be an absolute URL. "
        + "typeTL.scripts: script 9 does not exist."
    ),
  ])
  func `refuses a bad link and keeps nothing of it`(change: String, message: String) {
    let answer = client.post(Self.datapoints, json: Self.link(change))
    #expect(client.refusal(answer) == "400 " + message)
    #expect(answer["/errorCode"] == "InvalidParameter")
    #expect(client.count(Self.datapoints + "/count") == 29)
  }

  @Test(arguments: [
    ("/12345678", #"{"id":5}"#, "400 id must be that of the path, 12345678."),
    ("/12345678", #"{"type":1}"#, "400 type can't be changed."),
    ("/12345678", "[]", "400 The body must be a JSON object."),
    ("/1", "{}", "404 Datapoint not found."),
    ("", "{}", "400 type is required. title is required. groupId is required."),
    (
      "", #"{"type":0,"title":"t","groupId":410551}"#, "400 name is required. typeTL is required."
    ),
  ])
  func `refuses what doesn't fit`(path: String, body: String, refusal: String) {
    #expect(client.refusal(client.post(Self.datapoints + path, json: body)) == refusal)
  }
}
