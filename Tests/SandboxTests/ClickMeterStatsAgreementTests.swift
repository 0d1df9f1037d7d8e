import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter statistics agree` {
  let client = SandboxClient()

  static let subjects = [
    "", "/datapoints", "/groups", "/datapoints/12345678", "/datapoints/12345826", "/groups/410552",
    "/conversions/7001",
  ]

  private func clicks(_ query: String) -> Int {
    client.totals("", query)["/totalClicks"]?.int ?? -1
  }

  private func money(_ value: JSONValue?) -> Int {
    Int(((value?.number?.double ?? -1) * 100).rounded())
  }

  @Test(arguments: subjects, ["today", "last7", "previousmonth", "last90"])
  func `adds the rows of any list up to the total`(subject: String, timeframe: String) {
    // Lists of datapoints must name a type.
    let query = "timeFrame=\(timeframe)" + (subject == "/datapoints" ? "&type=tl" : "")
    let total = client.totals(subject, query)
    for unit in ["", "&groupBy=week", "&groupBy=month"] {
      let rows = client.get("/clickmeter\(subject)/aggregated/list?" + query + unit)
        .rows("/entities")
      for figure in SandboxClient.sums {
        #expect(SandboxClient.sum(rows, figure) == total["/" + figure]?.int, "\(figure) \(unit)")
      }
      let value = rows.reduce(0) { $0 + money($1["conversionsValue"]) }
      #expect(value == money(total["/conversionsValue"]))
    }
  }

  @Test func `never has fewer in a longer time`() {
    let counts = ["today", "last7", "last30", "last90", "last120", "last180", "beginning"]
      .map { clicks("timeFrame=" + $0) }
    #expect(counts == counts.sorted())
    #expect(counts[0] > 0 && Set(counts).count == counts.count)
  }

  @Test(arguments: ["today", "last30", "lastyear"])
  func `agrees between the account and its parts`(timeframe: String) {
    let account = client.totals("", "timeFrame=" + timeframe)
    let kinds = ["tl", "tp"].map {
      client.totals("/datapoints", "timeFrame=\(timeframe)&type=\($0)").body
    }
    let groups = (410_551...410_553).map {
      client.totals("/groups/\($0)", "timeFrame=" + timeframe).body
    }
    for figure in SandboxClient.sums {
      #expect(SandboxClient.sum(kinds, figure) == account["/" + figure]?.int)
      #expect(SandboxClient.sum(groups, figure) == account["/" + figure]?.int)
    }
    #expect(client.totals("/groups", "timeFrame=" + timeframe).body == account.body)
    #expect((account["/uniqueClicks"]?.int ?? 0) <= (account["/totalClicks"]?.int ?? 0))
  }

  @Test func `agrees between conversions and the clicks that led to them`() {
    let account = client.totals("", "timeFrame=last90")
    let query = "?timeFrame=last90&limit=100"
    let summary = ["", "&status=deleted"].flatMap { status in
      client.get("/clickmeter/aggregated/summary/conversions" + query + status).rows("/result")
    }
    #expect(
      summary.reduce(0) { $0 + money($1["conversionsValue"]) }
        == money(account["/conversionsValue"]))
    for row in summary {
      let id = row["entityId"]?.string ?? ""
      let own = client.totals("/conversions/\(id)", "timeFrame=last90")
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
      client.totals(subject, "timeFrame=last90&" + filter)["/totalClicks"]?.int ?? -1
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
}
