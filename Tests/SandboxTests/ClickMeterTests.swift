import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter` {
  let client = SandboxClient()
  static let datapoints = "/clickmeter/datapoints"

  @Test func `lists references, twenty unless asked otherwise`() {
    let answer = client.get(Self.datapoints)
    #expect(answer.status == 200)
    #expect(answer.rows("/entities").count == 20)
    #expect(
      answer.rows("/entities").first
        == ["id": 12_345_678, "uri": "/datapoints/12345678", "name": "Spring Sale Hero"])
  }

  @Test(arguments: ["", "type=tl", "status=paused", "sortBy=name&sortDirection=desc"])
  func `walks all that count counts exactly once`(filter: String) {
    let count = client.count(Self.datapoints + "/count?" + filter)
    var ids: [Int] = []
    while true {
      let page = client.get(Self.datapoints + "?limit=7&offset=\(ids.count)&" + filter)
      let rows = page.rows("/entities")
      ids += rows.compactMap { $0["id"]?.int }
      if rows.count < 7 { break }
    }
    #expect(ids.count == count)
    #expect(Set(ids).count == ids.count)
  }

  @Test func `filters by type, status, tag, text and favourites`() {
    func count(_ filter: String) -> Int {
      client.count(Self.datapoints + "/count?" + filter)
    }
    #expect(count("") == 29)
    #expect(count("status=deleted") == 1)
    #expect(count("type=tp") == 6)
    #expect(count("type=tl") == 23)
    #expect(count("status=spam") == 1)
    #expect(count("textSearch=newsletter") == 1)
    #expect(count("tags=conversion") == 6)
    #expect(count("tags=conversion,email") > 6)
    #expect((1...15).contains(count("onlyFavorites=true")))
  }

  @Test func `filters by creation`() {
    func names(_ filter: String) -> Set<String> {
      let rows = client.get(Self.datapoints + "?limit=100&" + filter).rows("/entities")
      return Set(rows.compactMap { $0["name"]?.string })
    }
    let before = names("createdBefore=202512310000")
    let after = names("createdAfter=20251231")
    #expect(!before.isEmpty && !after.isEmpty)
    #expect(before.isDisjoint(with: after))
    #expect(before.union(after) == names(""))
  }

  @Test func `sorts both ways`() {
    func names(_ order: String) -> [String] {
      client.get(Self.datapoints + "?limit=100&" + order).rows("/entities")
        .compactMap { $0["name"]?.string }
    }
    #expect(names("sortBy=name") == names("").sorted())
    #expect(names("sortBy=name&sortDirection=desc") == names("").sorted().reversed())
    #expect(names("sortBy=creationDate") == names("sortBy=id"))
  }

  @Test func `reads a link and a pixel whole`() {
    let link = client.get(Self.datapoints + "/12345678")
    #expect(link["/type"] == "TrackingLink")
    #expect(link["/status"] == "Active")
    #expect(link["/typeTL/url"] == "https://shop.example.com/spring-sale-hero")
    #expect(link["/creationDate"]?.string?.count == 14)
    let pixel = client.get(Self.datapoints + "/\(12_345_678 + 4 * 37)")
    #expect(pixel["/type"] == "TrackingPixel")
    #expect(pixel["/typeTL"] == nil)
  }

  @Test(arguments: [
    ("/clickmeter/datapoints/1", 404), ("/clickmeter/nothing", 404),
    ("/clickmeter/datapoints?limit=101", 400), ("/clickmeter/datapoints?type=xx", 400),
    ("/clickmeter/datapoints?createdAfter=20260230", 400),
    ("/clickmeter/datapoints/count?status=all", 400),
  ])
  func `refuses in its own shape`(path: String, status: Int) {
    let answer = client.get(path)
    #expect(answer.status == status)
    #expect(answer.body.object?.keys == ["errorCode", "httpErrorCode", "Message"])
    #expect(answer["/httpErrorCode"] == .string(String(status)))
  }

  @Test func `takes the key from the header or the query`() {
    let stranger = client.with(key: "")
    #expect(stranger.get(Self.datapoints).status == 401)
    #expect(stranger.get(Self.datapoints + "?authKey=mine").status == 200)
    #expect(stranger.get(Self.datapoints + "?authKey=invalid").status == 401)
    #expect(client.delete(Self.datapoints).status == 405)
  }
}
