import JSON
import Tables
import Testing

@Suite struct `Row folds` {
  private static let clicks =
    #"[{"who":"b","day":"2026-03-01","n":3,"paid":"0.5"},{"who":"a","day":"2026-03-02","n":4},"#
    + #"{"who":"b","day":"2026-04-30","n":null,"paid":"n/a"},{"who":"c","day":"2025-12-29","n":-0}]"#

  private static let context = RowFold.Context(defaultMeasures: ["n", "missing"], day: "day")

  @Test func `answer the tool's own measures where none are asked for`() throws {
    let table = try table(.init(groupBy: ["who"]), of: Self.clicks, in: Self.context)
    #expect(table.columns == ["who", "sum(n)", "count()"])
    #expect(table.line == #"[["a",4,1],["b",3,2],["c",0,1]]"#)
    #expect(table.rowsTotal == 3)
    #expect(table.totals == ["sum(n)": 7, "count()": 4])
    #expect(table.firstDay?.description == "2025-12-29")
    #expect(table.lastDay?.description == "2026-04-30")
  }

  @Test func `work out each measure`() throws {
    let words = RowQuery.Words(
      groupBy: ["who"],
      measures: [
        "count()", "sum(n)", "avg( n )", "MIN(day)", "max(day)", "distinct(day)", "share(n)",
        "ratio(n, paid)",
      ])
    let table = try table(words, of: Self.clicks)
    #expect(
      table.line == #"[["a",1,4,4,"2026-03-02","2026-03-02",1,0.571429,null],"#
        + #"["b",2,3,3,"2026-03-01","2026-04-30",2,0.428571,6],"#
        + #"["c",1,0,0,"2025-12-29","2025-12-29",1,0,null]]"#)
    #expect(table.totals?["distinct(day)"] == 4)
    #expect(table.totals?["avg(n)"] == .number(try #require(JSONNumber(text: "2.333333"))))
    #expect(table.notes == ["1 value that is no number was left out of the sums and averages."])
  }

  @Test(arguments: [
    ("day:day", #"["2025-12-29","2026-03-01","2026-03-02","2026-04-30"]"#),
    ("day:week", #"["2026-W01","2026-W09","2026-W10","2026-W18"]"#),
    ("day:month", #"["2025-12","2026-03","2026-04"]"#),
    ("day:quarter", #"["2025-Q4","2026-Q1","2026-Q2"]"#), ("day:year", "[2025,2026]"),
    ("day:weekday", "[1,4,7]"), ("day:hour", "[null]"),
  ]) func `group days by spans`(column: String, keys: String) throws {
    let table = try table(.init(groupBy: [column]), of: Self.clicks)
    #expect(table.columns[0] == column)
    #expect(JSONValue.array(table.rows.map { $0[0] }).description == keys)
  }

  @Test(arguments: [
    "2026-03-01T23:30:00Z", "2026-03-02T01:30:00.250+02:00", "2026-03-01 23:30:00",
    "2026-03-01T23:30", "20260301233000",
  ]) func `group instants in the query's zone`(instant: String) throws {
    let words = RowQuery.Words(groupBy: ["at:day", "at:hour"])
    let context = RowFold.Context(offset: { _ in 3600 })
    let table = try table(words, of: #"[{"at":"\#(instant)"}]"#, in: context)
    #expect(table.line == #"[["2026-03-02",0,1]]"#)
  }

  @Test func `ask the zone for each instant around a change`() throws {
    let change = Timestamp(CalendarDate(daysSince1970: 20_000), hour: 1, minute: 7)
    let context = RowFold.Context(offset: { $0 < change ? 0 : 3600 })
    let text = #"[{"at":"2024-10-04T01:06:59Z"},{"at":"2024-10-04T01:07:00Z"}]"#
    let table = try table(.init(groupBy: ["at:hour"]), of: text, in: context)
    #expect(table.line == "[[1,1],[2,1]]")
  }

  @Test(arguments: ["2026-02-30", "yesterday", "", "2026-03", "2026-03-01T25:00:00Z", "20261301"])
  func `put what is no date into no span`(text: String) throws {
    let table = try table(.init(groupBy: ["at:month"]), of: #"[{"at":"\#(text)"}]"#)
    #expect(table.line == "[[null,1]]")
  }

  @Test func `say which values are in no span`() throws {
    let text =
      #"[{"who":"a","at":"2026-03-01"},{"who":"b","at":"2026-03-02T10:00:00Z"},"#
      + #"{"who":null,"at":"2026-03-03"}]"#
    let names = try table(.init(groupBy: ["who:day"]), of: text)
    #expect(names.notes == ["2 values of who are no dates: their group is null."])
    let hours = try table(.init(groupBy: ["at:hour"]), of: text)
    #expect(hours.notes == ["2 values of at are days without a time: they have no hours."])
    #expect(try table(.init(groupBy: ["at:day"]), of: text).notes == [])
  }

  @Test(arguments: [
    ("0000-01-01T00:00:00+14:00", 0), ("9999-12-31T23:00:00-14:00", 0), ("0000-12-31", 0),
    ("9999-12-31T23:00:00Z", 1), ("0001-01-01T00:00:00Z", -1),
  ]) func `take years that can't be written for no dates`(text: String, hours: Int) throws {
    let context = RowFold.Context(day: "at", offset: { _ in hours * 3600 })
    for bucket in ["day", "week", "month", "quarter", "year", "weekday"] {
      let words = RowQuery.Words(groupBy: ["at:\(bucket)"])
      let table = try table(words, of: #"[{"at":"\#(text)"}]"#, in: context)
      #expect(table.line == "[[null,1]]")
      #expect(table.notes == ["1 value of at is no date: its group is null."])
      #expect(table.firstDay == nil)
    }
  }

  @Test func `take equal keys for one however they are written`() throws {
    let text = #"[{"k":"\u00e9/"},{"k":"é\/"},{"k":1},{"k":1.0},{"k":10e-1},{"k":"1"},{}]"#
    let table = try table(.init(groupBy: ["k"]), of: text)
    #expect(table.line == #"[["1",1],[1,3],["é/",2],[null,1]]"#)
  }

  @Test func `answer one row of figures where nothing is grouped`() throws {
    let words = RowQuery.Words(measures: ["sum(n)", "max(n)"])
    #expect(try table(words, of: Self.clicks).line == "[[7,4]]")
    let context = RowFold.Context(known: ["n"])
    #expect(try table(words, of: "[]", in: context).line == "[[0,null]]")
  }

  @Test func `sort numbers, dates, texts and nulls in that order, and keep ties`() throws {
    let text =
      #"[{"i":1},{"i":2,"v":"b"},{"i":3,"v":"2026-01-02"},{"i":4,"v":10},{"i":5,"v":"9"},"#
      + #"{"i":6,"v":"B"},{"i":7,"v":"2026-01-01T10:00:00Z"},{"i":8,"v":9.0}]"#
    let up = try table(.init(sortBy: ["v"], fields: ["i"]), of: text)
    #expect(up.line == "[[5],[8],[4],[7],[3],[6],[2],[1]]")
    let down = try table(.init(sortBy: ["-v"], fields: ["i"], limit: 5), of: text)
    #expect(down.line == "[[2],[6],[3],[7],[4]]")
    #expect(down.rowsTotal == 8)
  }

  @Test func `sort groups by figures that aren't answered`() throws {
    let words = RowQuery.Words(
      groupBy: ["who"], measures: ["count()"], sortBy: ["-sum(n)"], limit: 2)
    let table = try table(words, of: Self.clicks)
    #expect(table.line == #"[["a",1],["b",2]]"#)
    #expect(table.totals == ["count()": 4])
    #expect(table.rowsTotal == 3)
  }

  @Test func `answer rows with all their columns, the measures in totals`() throws {
    let text = #"[{"n":1,"o":null},{"n":2,"o":{"x":[1,{"y":2}]}}]"#
    let table = try table(.init(), of: text, in: Self.context)
    #expect(table.columns == ["n", "o.x"])
    #expect(table.line == #"[[1,null],[2,[1,{"y":2}]]]"#)
    #expect(table.totals == ["sum(n)": 3])
  }
}
