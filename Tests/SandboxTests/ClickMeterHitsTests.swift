import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter hits` {
  let client = SandboxClient()

  static let days = "timeframe=custom&fromDay=20260310&toDay=20260312"

  /// All hits, page by page.
  private func walk(_ path: String, _ query: String = days) -> [JSONValue] {
    var hits: [JSONValue] = []
    var key = ""
    repeat {
      let page = client.get("/clickmeter\(path)/hits?limit=100&\(query)&offset=\(key)")
      #expect(page.status == 200)
      hits += page.rows("/hits")
      key = page["/lastKey"]?.string ?? ""
    } while !key.isEmpty
    return hits
  }

  private func count(_ hits: [JSONValue], _ name: String, _ value: JSONValue) -> Int {
    hits.filter { $0[name] == value }.count
  }

  @Test(arguments: ["", "/datapoints/12345678", "/datapoints/12345826", "/groups/410552"])
  func `lists as many as the totals count`(path: String) {
    let hits = walk(path)
    let totals = client.get("/clickmeter\(path)/aggregated?" + Self.days)
    let people = hits.filter { $0["isSpider"] == "0" }
    #expect(count(people, "type", "Click") == totals["/totalClicks"]?.int)
    #expect(count(people, "type", "View") == totals["/totalViews"]?.int)
    #expect(count(hits, "isSpider", "1") == totals["/spiderHitsCount"]?.int)
    let uniques = (totals["/uniqueClicks"]?.int ?? -1) + (totals["/uniqueViews"]?.int ?? -1)
    #expect(count(hits, "isUnique", "1") == uniques)
    #expect(hits.first?["accessTime"] == totals["/lastHitDate"])
  }

  @Test func `lists newest first, each once`() {
    let hits = walk("")
    let times = hits.compactMap { $0["accessTime"]?.string }
    #expect(times.count == hits.count)
    #expect(times == times.sorted(by: >))
    #expect(Set(hits.map { String(decoding: $0.serialized(), as: UTF8.self) }).count == hits.count)
    #expect(times.allSatisfy { ("20260310"..."20260312").contains($0.prefix(8)) })
  }

  @Test func `filters by kind`() {
    let parts = ["spiders", "uniques", "nonuniques"].map { walk("", Self.days + "&filter=" + $0) }
    #expect(parts.map(\.count).reduce(0, +) == walk("").count)
    #expect(parts[0].allSatisfy { $0["isSpider"] == "1" })
    #expect(parts[1].allSatisfy { $0["isUnique"] == "1" })
    #expect(parts[2].allSatisfy { $0["isUnique"] == "0" && $0["isSpider"] == "0" })
    let converted = walk("", Self.days + "&filter=conversions")
    #expect(!converted.isEmpty)
    #expect(converted.allSatisfy { $0["conversions"]?.array?.first == $0["conversion1"] })
    let totals = client.get("/clickmeter/aggregated?" + Self.days)
    #expect(converted.count == totals["/convertedClicks"]?.int)
  }

  @Test func `lists the clicks that led to a conversion`() {
    let hits = walk("/conversions/7001", "timeframe=last30")
    let totals = client.get("/clickmeter/conversions/7001/aggregated?timeframe=last30")
    #expect(hits.count == totals["/convertedClicks"]?.int)
    #expect(!hits.isEmpty)
    #expect(hits.allSatisfy { $0["conversions"]?.array?.map { $0["id"] } == [7001] })
  }

  @Test func `tells all of a hit`() {
    let hit = client.get("/clickmeter/datapoints/12345678/hits?timeframe=last30&limit=1")["/hits/0"]
    #expect(hit?["type"] == "Click")
    #expect(hit?["entity"]?["datapointId"] == 12_345_678)
    #expect(hit?["entity"]?["groupName"] == "Campaigns")
    #expect(hit?["realDestinationUrl"] == "https://shop.example.com/spring-sale-hero")
    for member in ["browser", "os", "location", "source", "entity"] {
      #expect(hit?[member]?.object != nil)
    }
    for member in ["ip", "org", "clientLanguage", "referer", "queryParams", "isProxy"] {
      #expect(hit?[member]?.string != nil)
    }
  }

  @Test(arguments: ["", "datapoint=12345678", "group=410551", "conversion=7002"])
  func `streams the newest`(subject: String) {
    let stream = client.get("/clickmeter/clickstream?pageSize=100&" + subject).rows("/entities")
    #expect(!stream.isEmpty)
    let parts = subject.split(separator: "=")
    let path = parts.isEmpty ? "" : "/\(parts[0])s/\(parts[1])"
    let hits = client.get("/clickmeter\(path)/hits?timeframe=last180&limit=100").rows("/hits")
    #expect(stream == hits)
    #expect(
      client.get("/clickmeter/clickstream?" + subject).rows("/entities") == Array(hits.prefix(50)))
  }

  @Test func `streams a kind alone`() {
    let stream = client.get("/clickmeter/clickstream?filter=spiders&pageSize=5").rows("/entities")
    #expect(stream.count == 5)
    #expect(stream.allSatisfy { $0["isSpider"] == "1" })
  }

  @Test(arguments: [
    ("hits?timeframe=today", 400), ("hits?timeframe=beginning", 400), ("hits", 400),
    ("hits?timeframe=last7&limit=0", 400), ("hits?timeframe=last7&offset=20", 400),
    ("hits?timeframe=last7&filter=people", 400), ("datapoints/1/hits?timeframe=last7", 404),
    ("groups/1/hits?timeframe=last7", 404), ("conversions/1/hits?timeframe=last7", 404),
    ("clickstream?pageSize=101", 400), ("clickstream?group=410551&datapoint=12345678", 400),
    ("clickstream?group=x", 400), ("clickstream?group=1", 404), ("clickstream?conversion=1", 404),
    ("clickstream?filter=people", 400),
  ])
  func `refuses what it does not know`(path: String, status: Int) {
    let answer = client.get("/clickmeter/" + path)
    #expect(answer.status == status)
    #expect(answer["/httpErrorCode"] == .string(String(status)))
  }
}
