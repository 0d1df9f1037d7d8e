import Foundation
import JSON
import TestSupport
import Testing

/// Whether the jobs' figures are right: each added up anew from the services' raw rows.
struct JobFigureTests {
  private let raw = RawRows()

  /// The answers of an example, as they were recorded; other tests hold them to that.
  private static func answers(_ example: String) throws -> [JSONValue] {
    try String(contentsOf: Repository.file("examples/\(example).out.jsonl"), encoding: .utf8)
      .split(separator: "\n").map { try JSONValue(parsing: String($0)) }
      .compactMap { $0["result"]?["structuredContent"] }
  }

  /// The only answer of an example.
  private static func answer(_ example: String) throws -> JSONValue {
    let answers = try answers(example)
    try #require(answers.count == 1)
    return answers[0]
  }

  /// A column of an answer by its first one.
  private static func figures(_ column: String, in answer: JSONValue) throws -> [String: Int] {
    let names = (answer["columns"]?.array ?? []).map(\.string)
    let index = try #require(names.firstIndex(of: column))
    let rows = (answer["rows"]?.array ?? []).compactMap(\.array)
    return Dictionary(
      rows.compactMap { row in row[index].int.map { (row[0].string ?? "", $0) } },
      uniquingKeysWith: { $1 })
  }

  private static func clicks(
    _ rows: [JSONValue], by name: (JSONValue) -> String?
  ) -> [String: Int] {
    rows.reduce(into: [:]) { sums, row in
      sums[name(row) ?? "", default: 0] += row["click_count"]?.int ?? 0
    }
  }

  private static func total(_ answer: JSONValue, _ measure: String = "sum(click_count)") -> Int? {
    answer["totals"]?[measure]?.int
  }

  @Test func `sets a week's clicks beside those of the same days before`() throws {
    let answers = try Self.answers("job_02_week_against_week")
    try #require(answers.count == 2)
    for (answer, days) in zip(
      answers, [("2026-04-13", "2026-04-14"), ("2026-04-06", "2026-04-07")])
    {
      let expected = Self.clicks(try raw.clicks(days.0, days.1)) { $0["advertiser_name"]?.string }
      #expect(try Self.figures("sum(click_count)", in: answer) == expected)
      #expect(Self.total(answer) == expected.values.reduce(0, +))
      #expect(answer["read"]?["complete"] == true)
    }
  }

  @Test func `sets a month so far beside the same days of the last`() throws {
    let answers = try Self.answers("job_03_month_to_date")
    try #require(answers.count == 2)
    for (answer, days) in zip(
      answers, [("2026-04-01", "2026-04-14"), ("2026-03-01", "2026-03-14")])
    {
      let expected = Self.clicks(try raw.clicks(days.0, days.1)) { _ in "" }[""]
      #expect(Self.total(answer) == expected)
      #expect(answer["rows"]?.array?.first?.array?.first?.int == expected)
      #expect(answer["period"]?["days"] == 14)
    }
  }

  @Test func `adds up all clicks of 400 days by month`() throws {
    let answer = try Self.answer("job_04_clicks_by_month")
    let rows = try raw.clicks("2025-03-11", "2026-04-14")
    let expected = Self.clicks(rows) { $0["click_date"]?.string.map { String($0.prefix(7)) } }
    #expect(try Self.figures("sum(click_count)", in: answer) == expected)
    #expect(Self.total(answer) == expected.values.reduce(0, +))
    #expect(Self.total(answer, "count()") == rows.count)
    #expect(answer["read"]?["rows"]?.int == rows.count)
    #expect(answer["read"]?["complete"] == true)
    let days = rows.compactMap { $0["click_date"]?.string }
    #expect(answer["read"]?["first_day"]?.string == days.min())
    #expect(answer["read"]?["last_day"]?.string == days.max())
  }

  @Test func `finds the five advertisers with most clicks`() throws {
    let answer = try Self.answer("job_05_top_advertisers")
    let expected = Self.clicks(try raw.clicks("2026-01-01", "2026-03-31")) {
      $0["advertiser_name"]?.string
    }
    let top = expected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
    let rows = (answer["rows"]?.array ?? []).compactMap(\.array)
    #expect(rows.map { $0[0].string } == top.map(\.key))
    #expect(rows.map { $0[1].int } == top.map(\.value))
    #expect(answer["rows_total"]?.int == expected.count)
    #expect(Self.total(answer) == expected.values.reduce(0, +))
  }

  @Test func `tells the share of bots among a source's hits`() throws {
    let answer = try Self.answer("job_07_bots_by_source")
    let hits = try raw.hits("20260316", "20260414")
    var expected: [String: (hits: Int, bots: Int)] = [:]
    for hit in hits {
      let isBot = hit["isSpider"]?.string == "1"
      let source = hit["source"]?["name"]?.string ?? ""
      let before = expected[source] ?? (0, 0)
      expected[source] = (before.hits + 1, before.bots + (isBot ? 1 : 0))
    }
    #expect(try Self.figures("count()", in: answer) == expected.mapValues(\.hits))
    #expect(try Self.figures("sum(isSpider)", in: answer) == expected.mapValues(\.bots))
    for row in (answer["rows"]?.array ?? []).compactMap(\.array) {
      let source = try #require(expected[row[0].string ?? ""])
      #expect(Double(row[3].description) == Self.rounded(source.bots, of: source.hits))
    }
    let bots = expected.values.map(\.bots).reduce(0, +)
    let share = answer["totals"]?["avg(isSpider)"]?.description ?? ""
    #expect(Double(share) == Self.rounded(bots, of: hits.count))
  }

  /// A share to six places.
  private static func rounded(_ part: Int, of whole: Int) -> Double {
    (Double(part) / Double(whole) * 1_000_000).rounded(.toNearestOrEven) / 1_000_000
  }

  @Test func `finds the month with the worst score`() throws {
    let answers = try Self.answers("job_09_worst_month")
    try #require(answers.count == 2)
    #expect(answers[0]["rows"] == [[1, "Acme Corp"]])
    let scores = try raw.scores(ofClient: 1)
    #expect(scores.count == 12)
    let rows = (answers[1]["rows"]?.array ?? []).compactMap(\.array)
    let worst = scores.compactMap { $0["aiso_score"]?.int }.min()
    #expect(rows.first?[1].int == worst)
    let months = scores.map { [$0["report_date"], $0["aiso_score"]] }
    #expect(rows.count == months.count)
    for month in months { #expect(rows.contains(month.compactMap(\.self))) }
  }

  @Test func `saves each hit of a link, and each of its fields`() async throws {
    let run = try ExampleRun("job_14_hits_as_csv")
    let answer = try await run.play().transcript.output.last?["result"]?["structuredContent"]
    let file = try #require(run.folder).appending(path: "summer-catalog.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    let table = Self.records(csv: text)
    let header = try #require(table.first)
    let hits = try raw.hits(of: "/datapoints/12345974", "20251017", "20260414")
    #expect(answer?["saved"]?["path"]?.string == file.path)
    #expect(answer?["saved"]?["rows"]?.int == hits.count)
    #expect(answer?["saved"]?["bytes"]?.int == text.utf8.count)
    #expect(Set(header) == Self.columns(of: hits))
    let paths = header.map { $0.split(separator: ".").map(String.init) }
    #expect(table.count == hits.count + 1)
    for (record, hit) in zip(table.dropFirst(), hits) {
      #expect(record == paths.map { Self.cell($0, of: hit) })
    }
  }

  /// The paths to all that is no object. What is an object in one row and null in another is known
  /// by its members.
  private static func columns(of rows: [JSONValue]) -> Set<String> {
    func paths(_ value: JSONValue, at path: String) -> [String] {
      guard let object = value.object else { return [path] }
      return object.flatMap { paths($1, at: path.isEmpty ? $0 : "\(path).\($0)") }
    }
    let all = rows.reduce(into: Set<String>()) { $0.formUnion(paths($1, at: "")) }
    return all.filter { path in !all.contains { $0.hasPrefix(path + ".") } }
  }

  private static func cell(_ path: [String], of row: JSONValue) -> String {
    let value = path.reduce(row as JSONValue?) { $0?[$1] }
    guard let value, !value.isNull else { return "" }
    return value.string ?? value.description
  }

  /// The records of a CSV whose lines end in CR LF.
  private static func records(csv text: String) -> [[String]] {
    var (records, record, field, isQuoted) = ([[String]](), [String](), [UInt8](), false)
    var wasQuoted = false
    func take() {
      record.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    for byte in text.utf8 {
      switch (byte, isQuoted) {
      // One within quotes is written twice: it ends them, and begins them again.
      case (UInt8(ascii: "\""), _):
        if !isQuoted, wasQuoted { field.append(byte) }
        isQuoted.toggle()
      case (UInt8(ascii: ","), false): take()
      case (UInt8(ascii: "\r"), false): break
      case (UInt8(ascii: "\n"), false):
        take()
        records.append(record)
        record = []
      default: field.append(byte)
      }
      wasQuoted = byte == UInt8(ascii: "\"") && !isQuoted
    }
    return records
  }
}
