import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter summaries` {
  let client = SandboxClient()

  private func get(_ path: String, _ query: String) -> Answer {
    client.get("/clickmeter\(path)?timeFrame=last30&" + query)
  }

  @Test(arguments: [
    ("/aggregated/summary/datapoints", "type=tl"), ("/aggregated/summary/datapoints", "type=tp"),
    ("/aggregated/summary/groups", ""), ("/aggregated/summary/conversions", ""),
    ("/groups/410551/aggregated/summary", ""),
  ])
  func `ranks all it counts, the most first`(path: String, filter: String) {
    let whole = get(path, "limit=100&" + filter)
    let rows = whole.rows("/result")
    #expect(!rows.isEmpty)
    #expect(whole["/count"]?.int == rows.count)
    let hits = rows.map { ($0["totalClicks"]?.int ?? -1) + ($0["totalViews"]?.int ?? -1) }
    #expect(hits == hits.sorted(by: >))
    let second = get(path, "limit=1&offset=1&" + filter)
    #expect(second.rows("/result") == Array(rows[1...1]))
    #expect(second["/limit"] == 1)
    #expect(second["/offset"] == 1)
    #expect(second["/count"] == whole["/count"])
    #expect(
      rows.allSatisfy { $0["entityData"]?["id"]?.int.map(String.init) == $0["entityId"]?.string })
  }

  @Test func `shows twenty unless asked otherwise`() {
    let answer = get("/aggregated/summary/datapoints", "type=tl")
    #expect(answer.rows("/result").count == 20)
    #expect(answer["/limit"] == 20)
  }

  @Test(arguments: [
    "totalClicks", "uniqueClicks", "spiderHitsCount", "convertedClicks", "uniqueConversions",
  ])
  func `sorts by a figure both ways`(figure: String) {
    func figures(_ direction: String) -> [Int] {
      get("/aggregated/summary/datapoints", "type=tl&limit=100&sortBy=\(figure)" + direction)
        .rows("/result").compactMap { $0[figure]?.int }
    }
    #expect(figures("") == figures("").sorted(by: >))
    #expect(figures("&sortDirection=asc") == figures("").sorted())
    #expect(Set(figures("")).count > 1)
  }

  @Test func `sorts by name and finds text`() {
    func names(_ query: String) -> [String] {
      get("/aggregated/summary/datapoints", "type=tl&limit=100&" + query)
        .rows("/result").compactMap { $0["entityData"]?["title"]?.string }
    }
    #expect(names("sortBy=name") == names("").sorted())
    #expect(names("sortBy=name&sortDirection=desc") == names("").sorted().reversed())
    #expect(names("textSearch=NEWSLETTER") == ["Newsletter Footer"])
    #expect(names("groupId=410551").count < names("").count)
    #expect(names("groupId=1").isEmpty)
    #expect(names("status=deleted") == ["Flash Deal 24h"])
    #expect(Set(names("favourite=true")).isDisjoint(with: names("favourite=false")))
  }

  @Test func `agrees with the figures of each`() {
    for row in get("/groups/410552/aggregated/summary", "type=tl").rows("/result") {
      let id = row["entityId"]?.string ?? ""
      let own = get("/datapoints/\(id)/aggregated", "")
      #expect(own["/totalClicks"] == row["totalClicks"])
      #expect(own["/lastHitDate"] == row["lastHitDate"])
    }
    let groups = get("/aggregated/summary/groups", "textSearch=partners").rows("/result")
    #expect(groups.count == 1)
    #expect(
      groups.first?["totalClicks"] == get("/groups/410553/aggregated", "")["/totalClicks"])
    let conversion = get("/aggregated/summary/conversions", "textSearch=purchase").rows("/result")
    #expect(conversion.count == 1)
    #expect(
      conversion.first?["totalClicks"] == get("/conversions/7001/aggregated", "")["/totalClicks"])
  }

  @Test func `has winners and losers`() {
    let clicks = get("/aggregated/summary/datapoints", "type=tl&limit=100").rows("/result")
      .compactMap { $0["totalClicks"]?.int }
    #expect((clicks.first ?? 0) > 400)
    #expect((clicks.last ?? 1000) < 60)
  }

  @Test func `knows no summary of a stranger`() {
    #expect(get("/groups/1/aggregated/summary", "").status == 404)
    #expect(get("/groups/410551/aggregated/summary", "status=spam").status == 400)
  }
}
