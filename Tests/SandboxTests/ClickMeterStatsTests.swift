import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter statistics` {
  let client = SandboxClient()

  static let subjects = [
    "", "/datapoints", "/groups", "/datapoints/12345678", "/datapoints/12345826", "/groups/410552",
    "/conversions/7001",
  ]

  /// The figures that are sums.
  static let figures = [
    "totalClicks", "uniqueClicks", "totalViews", "uniqueViews", "spiderHitsCount",
    "convertedClicks", "uniqueConversions",
  ]

  private func totals(_ subject: String, _ query: String) -> Answer {
    client.get("/clickmeter\(subject)/aggregated?\(query)")
  }

  private func clicks(_ query: String) -> Int {
    totals("", query)["/totalClicks"]?.int ?? -1
  }

  private func sum(_ rows: [JSONValue], _ figure: String) -> Int {
    rows.reduce(0) { $0 + ($1[figure]?.int ?? -1_000_000) }
  }

  private func money(_ value: JSONValue?) -> Int {
    Int(((value?.number?.double ?? -1) * 100).rounded())
  }

  @Test func `tells the figures of a datapoint`() {
    let answer = totals("/datapoints/12345678", "timeFrame=last30")
    #expect(answer.status == 200)
    #expect(answer["/entityId"] == "12345678")
    #expect(answer["/fromDay"] == "20260302000000")
    #expect(answer["/toDay"] == "20260331000000")
    #expect((answer["/totalClicks"]?.int ?? 0) > 0)
    #expect(answer["/totalViews"] == 0)
    #expect(answer["/conversionsValue"]?.number?.double != nil)
    #expect(answer["/lastHitDate"]?.string?.count == 14)
    #expect(totals("", "timeFrame=last30")["/entityId"] == .null)
  }

  @Test(arguments: subjects, ["today", "last7", "previousmonth", "last90"])
  func `adds the rows of any list up to the total`(subject: String, timeframe: String) {
    let total = totals(subject, "timeFrame=\(timeframe)&type=tl")
    for unit in ["", "&groupBy=week", "&groupBy=month"] {
      let path = "/clickmeter\(subject)/aggregated/list?timeFrame=\(timeframe)&type=tl" + unit
      let rows = client.get(
        path.replacing("&type=tl", with: subject == "/datapoints" ? "&type=tl" : "")
      )
      .rows("/entities")
      for figure in Self.figures {
        #expect(sum(rows, figure) == total["/" + figure]?.int, "\(figure) \(unit)")
      }
      let value = rows.reduce(0) { $0 + money($1["conversionsValue"]) }
      #expect(value == money(total["/conversionsValue"]))
    }
  }

  @Test func `parts a list by day, week and month`() {
    func days(_ unit: String) -> [String] {
      client.get(
        "/clickmeter/aggregated/list?timeFrame=custom&fromDay=20260128&toDay=20260210" + unit
      )
      .rows("/entities").compactMap { $0["activityDay"]?.string }
    }
    #expect(days("").count == 14)
    #expect(
      days("&groupBy=week") == ["20260128000000", "20260202000000", "20260209000000"])
    #expect(days("&groupBy=month") == ["20260128000000", "20260201000000"])
  }

  @Test(arguments: [
    ("today", "20260331", "20260331"), ("yesterday", "20260330", "20260330"),
    ("last7", "20260325", "20260331"), ("last30", "20260302", "20260331"),
    ("lastmonth", "20260201", "20260228"), ("previousmonth", "20260201", "20260228"),
    ("currentmonth", "20260301", "20260331"), ("last90", "20260101", "20260331"),
    ("last120", "20251202", "20260331"), ("last180", "20251003", "20260331"),
    ("last12months", "20250401", "20260331"), ("lastyear", "20250101", "20251231"),
    ("currentyear", "20260101", "20260331"),
  ])
  func `resolves timeframes`(name: String, from: String, to: String) {
    for spelling in ["timeFrame", "timeframe"] {
      let named = totals("/datapoints/12345678", "\(spelling)=\(name)&hourly=false")
      #expect(named["/fromDay"] == .string(from + "000000"))
      #expect(named["/toDay"] == .string(to + "000000"))
      let days = "\(spelling)=custom&fromDay=\(from)&toDay=\(to)"
      #expect(totals("/datapoints/12345678", days).body == named.body)
    }
  }

  @Test func `counts all since the beginning`() {
    let all = totals("", "timeFrame=beginning")
    #expect(
      all["/fromDay"]
        == .string(
          (client.get("/clickmeter/datapoints/12345678")["/creationDate"]?.string ?? "").prefix(8)
            + "000000"))
    #expect(all["/totalClicks"]?.int == clicks("timeFrame=custom&fromDay=20200101&toDay=20301231"))
  }

  @Test func `never has fewer in a longer time`() {
    let counts = ["today", "last7", "last30", "last90", "last120", "last180", "beginning"]
      .map { clicks("timeFrame=" + $0) }
    #expect(counts == counts.sorted())
    #expect(counts[0] > 0 && Set(counts).count == counts.count)
  }

  @Test func `parts a day by the minute`() {
    func part(_ from: String, _ to: String) -> Int {
      clicks("timeFrame=custom&fromDay=20260310\(from)&toDay=20260310\(to)")
    }
    #expect(part("0000", "1159") + part("1200", "2359") == part("", ""))
    #expect(part("0000", "1159") > 0)
  }

  @Test(arguments: [("today", 16), ("yesterday", 24)])
  func `breaks a day down by hour`(day: String, hours: Int) {
    for subject in ["", "/datapoints", "/groups", "/groups/410551", "/conversions/7001"] {
      let answer = totals(subject, "timeFrame=\(day)&hourly=true")
      let rows = answer["/hourlyBreakDown"]?.object ?? [:]
      #expect(rows.keys == (0..<hours).map(String.init))
      for figure in Self.figures {
        #expect(sum(rows.keys.compactMap { rows[$0] }, figure) == answer["/" + figure]?.int)
      }
    }
  }

  @Test func `has nothing from before a creation or after now`() {
    let created = client.get("/clickmeter/datapoints/12345900")["/creationDate"]?.string ?? ""
    let until = totals(
      "/datapoints/12345900", "timeFrame=custom&fromDay=20200101&toDay=\(created.prefix(12))")
    #expect(until["/totalClicks"] == 0)
    let days = client.get("/clickmeter/datapoints/12345900/aggregated/list?timeFrame=beginning")
      .rows("/entities").compactMap { $0["activityDay"]?.string }
    #expect(days.first == .some(created.prefix(8) + "000000"))
    #expect(days.last == "20260331000000")
    let future = totals("", "timeFrame=custom&fromDay=202603311531&toDay=20270101")
    #expect(future["/totalClicks"] == 0)
    #expect(future["/lastHitDate"] == .null)
    let path = "/clickmeter/aggregated/list?timeFrame=custom&fromDay=20260401&toDay=20270101"
    #expect(client.get(path).rows("/entities").isEmpty)
  }

  @Test(arguments: ["today", "last30", "lastyear"])
  func `agrees between the account and its parts`(timeframe: String) {
    let account = totals("", "timeFrame=" + timeframe)
    let kinds = ["tl", "tp"].map { totals("/datapoints", "timeFrame=\(timeframe)&type=\($0)").body }
    let groups = (410_551...410_553).map { totals("/groups/\($0)", "timeFrame=" + timeframe).body }
    for figure in Self.figures {
      #expect(sum(kinds, figure) == account["/" + figure]?.int)
      #expect(sum(groups, figure) == account["/" + figure]?.int)
    }
    #expect(totals("/groups", "timeFrame=" + timeframe).body == account.body)
    #expect((account["/uniqueClicks"]?.int ?? 0) <= (account["/totalClicks"]?.int ?? 0))
  }

  @Test func `agrees between conversions and the clicks that led to them`() {
    let account = totals("", "timeFrame=last90")
    let query = "?timeFrame=last90&limit=100"
    let summary = ["", "&status=deleted"].flatMap { status in
      client.get("/clickmeter/aggregated/summary/conversions" + query + status).rows("/result")
    }
    #expect(
      summary.reduce(0) { $0 + money($1["conversionsValue"]) }
        == money(account["/conversionsValue"]))
    for row in summary {
      let id = row["entityId"]?.string ?? ""
      let own = totals("/conversions/\(id)", "timeFrame=last90")
      #expect(own["/convertedClicks"] == row["convertedClicks"])
      let value = row["entityData"]?["value"]
      #expect(money(row["conversionsValue"]) == money(value) * (row["convertedClicks"]?.int ?? -1))
    }
    let lists = ["", "&status=deleted"].map { status in
      client.get("/clickmeter/conversions/aggregated/list" + query + status).rows("/entities")
    }
    #expect(
      lists.joined().reduce(0) { $0 + money($1["conversionsValue"]) }
        == money(account["/conversionsValue"]))
  }

  @Test func `narrows sets down`() {
    func clicks(_ subject: String, _ filter: String) -> Int {
      totals(subject, "timeFrame=last90&" + filter)["/totalClicks"]?.int ?? -1
    }
    let all = clicks("/datapoints", "")
    #expect(
      clicks("/datapoints", "favourite=true") + clicks("/datapoints", "favourite=false") == all)
    #expect(clicks("", "onlyFavorites=true") == clicks("/datapoints", "favourite=true"))
    #expect(clicks("", "onlyFavorites=false") == all)
    let states = ["active", "paused", "spam"].map { clicks("/datapoints", "status=" + $0) }
    #expect(states.reduce(0, +) == all)
    #expect(clicks("/datapoints", "status=deleted") > 0)
    let seasons = ["spring", "summer", "autumn"].map { clicks("/datapoints", "tag=" + $0) }
    #expect(seasons.reduce(0, +) == all)
    #expect(clicks("/datapoints", "tag=spring,summer") == seasons[0] + seasons[1])
    #expect(clicks("/groups", "favourite=true") + clicks("/groups", "favourite=false") == all)
    #expect(clicks("/groups", "status=deleted") == 0)
    let converted = ["spring", "summer", "autumn"].map { clicks("/conversions/7001", "tag=" + $0) }
    #expect(converted.reduce(0, +) == clicks("/conversions/7001", ""))
  }

  @Test(arguments: [
    "/clickmeter/aggregated", "/clickmeter/aggregated?timeFrame=last5",
    "/clickmeter/aggregated?timeFrame=custom",
    "/clickmeter/aggregated?timeFrame=last7&fromDay=20260101",
    "/clickmeter/aggregated?timeFrame=custom&fromDay=20260102&toDay=20260101",
    "/clickmeter/aggregated?timeFrame=custom&fromDay=2026-01-02&toDay=20260103",
    "/clickmeter/aggregated?timeFrame=last7&hourly=true",
    "/clickmeter/aggregated?timeFrame=today&hourly=maybe",
    "/clickmeter/aggregated/list?timeFrame=last7&groupBy=day",
    "/clickmeter/datapoints/aggregated?timeFrame=last7&type=xx",
    "/clickmeter/datapoints/aggregated/list?timeFrame=last7",
    "/clickmeter/groups/aggregated?timeFrame=last7&status=paused",
    "/clickmeter/aggregated/summary/datapoints?timeFrame=last7",
    "/clickmeter/aggregated/summary/groups?timeFrame=last7&sortBy=luck",
    "/clickmeter/aggregated/summary/conversions?timeFrame=last7&limit=101",
  ])
  func `refuses what makes no sense`(path: String) {
    let answer = client.get(path)
    #expect(answer.status == 400)
    #expect(answer["/errorCode"] == "InvalidParameter")
  }

  @Test(arguments: [("aggregated", "timeFrame"), ("hits", "timeframe")])
  func `asks for a timeframe as it is usually spelt`(path: String, name: String) {
    #expect(client.get("/clickmeter/" + path)["/Message"] == .string(name + " is required."))
  }

  @Test(arguments: ["datapoints/1", "groups/1", "conversions/1"])
  func `knows no figures of strangers`(entity: String) {
    for rest in ["aggregated", "aggregated/list"] {
      #expect(client.get("/clickmeter/\(entity)/\(rest)?timeFrame=last7").status == 404)
    }
  }
}
