import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter statistics` {
  let client = SandboxClient()

  private func clicks(_ query: String) -> Int {
    client.totals("", query)["/totalClicks"]?.int ?? -1
  }

  @Test func `tells the figures of a datapoint`() {
    let answer = client.totals("/datapoints/12345678", "timeFrame=last30")
    #expect(answer.status == 200)
    #expect(answer["/entityId"] == "12345678")
    #expect(answer["/fromDay"] == "20260302000000")
    #expect(answer["/toDay"] == "20260331000000")
    #expect((answer["/totalClicks"]?.int ?? 0) > 0)
    #expect(answer["/totalViews"] == 0)
    #expect(answer["/conversionsValue"]?.number?.double != nil)
    #expect(answer["/lastHitDate"]?.string?.count == 14)
    #expect(client.totals("", "timeFrame=last30")["/entityId"] == .null)
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
      let named = client.totals("/datapoints/12345678", "\(spelling)=\(name)&hourly=false")
      #expect(named["/fromDay"] == .string(from + "000000"))
      #expect(named["/toDay"] == .string(to + "000000"))
      let days = "\(spelling)=custom&fromDay=\(from)&toDay=\(to)"
      #expect(client.totals("/datapoints/12345678", days).body == named.body)
    }
  }

  @Test func `counts all since the beginning`() {
    let all = client.totals("", "timeFrame=beginning")
    #expect(
      all["/fromDay"]
        == .string(
          (client.get("/clickmeter/datapoints/12345678")["/creationDate"]?.string ?? "").prefix(8)
            + "000000"))
    #expect(all["/totalClicks"]?.int == clicks("timeFrame=custom&fromDay=20200101&toDay=20301231"))
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
      let answer = client.totals(subject, "timeFrame=\(day)&hourly=true")
      let rows = answer["/hourlyBreakDown"]?.object ?? [:]
      #expect(rows.keys == (0..<hours).map(String.init))
      for figure in SandboxClient.sums {
        #expect(
          SandboxClient.sum(rows.keys.compactMap { rows[$0] }, figure) == answer["/" + figure]?.int)
      }
    }
  }

  @Test func `has nothing from before a creation or after now`() {
    let created = client.get("/clickmeter/datapoints/12345900")["/creationDate"]?.string ?? ""
    let until = client.totals(
      "/datapoints/12345900", "timeFrame=custom&fromDay=20200101&toDay=\(created.prefix(12))")
    #expect(until["/totalClicks"] == 0)
    let days = client.get("/clickmeter/datapoints/12345900/aggregated/list?timeFrame=beginning")
      .rows("/entities").compactMap { $0["activityDay"]?.string }
    #expect(days.first == .some(created.prefix(8) + "000000"))
    #expect(days.last == "20260331000000")
    let future = client.totals("", "timeFrame=custom&fromDay=202603311531&toDay=20270101")
    #expect(future["/totalClicks"] == 0)
    #expect(future["/lastHitDate"] == .null)
    let path = "/clickmeter/aggregated/list?timeFrame=custom&fromDay=20260401&toDay=20270101"
    #expect(client.get(path).rows("/entities").isEmpty)
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
