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
      .compactMap { $0["result"]?.answer }
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

  /// The p-values are those of statsmodels 0.15.0 (`proportions_ztest`) and SciPy 1.17.1
  /// (`fisher_exact` where an expected count is under 5) for these figures, each URL with each,
  /// adjusted by `multipletests(method="holm")`; the intervals `proportion_confint(…, "wilson")`'s.
  @Test func `finds a rotator's losing URL`() throws {
    let answer = try Self.answer("job_01_losing_url")
    let expected: [(p: Double?, low: Double, high: Double)] = [
      (nil, 0.03771273599633089, 0.07371439801011603),
      (0.7009253229082224, 0.026111310793138585, 0.08118524415728226),
      (0.19302393819471197, 0.020643138488537542, 0.048524723932870155),
      (7.577641118967187e-10, 0.0006192614723113405, 0.008192936187130606),
    ]
    let raw = try raw.rotatorURLs(of: 128_445, "2026-03-16T00:00:00Z", "2026-04-14T23:59:59Z")
    let ranked = raw.sorted { Self.rate($0.row) > Self.rate($1.row) }
    let urls = answer["urls"]?.array ?? []
    #expect(urls.count == raw.count)
    for ((url, (row, status)), figures) in zip(zip(urls, ranked), expected) {
      #expect(url["id"] == row["id"] && url["name"] == row["name"])
      #expect(url["clicks"] == row["unique_clicks"])
      #expect(url["conversions"] == row["sales"])
      #expect(url["status"]?.string ?? "active" == status)
      #expect(Self.isNear(url["rate"], Self.rate(row)))
      #expect(Self.isNear(url["interval"]?.array?.first, figures.low))
      #expect(Self.isNear(url["interval"]?.array?.last, figures.high))
      if let p = figures.p {
        #expect(Self.isNear(url["p_value"], p))
      } else {
        #expect(url["p_value"]?.isNull == true)
      }
    }
    #expect(urls.map { $0["verdict"]?.string } == ["best", "unclear", "unclear", "worse"])
    #expect(answer["significant"] == true)
  }

  private static func rate(_ row: JSONValue) -> Double {
    Double(row["sales"]?.int ?? 0) / Double(row["unique_clicks"]?.int ?? 1)
  }

  /// Whether it is the same to six places.
  private static func isNear(_ value: JSONValue?, _ expected: Double) -> Bool {
    guard let value = value?.number?.double else { return false }
    return abs(value - expected) <= 5.000001e-7
  }

  @Test func `sets a week's clicks beside those of the same days before`() throws {
    let answer = try Self.answer("job_02_week_against_week")
    let now = Self.clicks(try raw.clicks("2026-04-13", "2026-04-14")) {
      $0["advertiser_name"]?.string
    }
    let before = Self.clicks(try raw.clicks("2026-04-06", "2026-04-07")) {
      $0["advertiser_name"]?.string
    }
    #expect(answer["current"]?["total"]?.int == now.values.reduce(0, +))
    #expect(answer["previous"]?["total"]?.int == before.values.reduce(0, +))
    let changes = Set(now.keys).union(before.keys).map {
      now[$0, default: 0] - before[$0, default: 0]
    }
    let movers = answer["movers"]?.array ?? []
    #expect(
      movers.compactMap { $0["change"]?.int.map(abs) }
        == changes.map(abs).sorted(by: >).prefix(10).map(\.self))
    for mover in movers {
      let name = mover["name"]?.string ?? ""
      #expect(mover["current"]?.int == now[name, default: 0])
      #expect(mover["previous"]?.int == before[name, default: 0])
    }
    #expect(answer["movers_total"]?.int == changes.count { $0 != 0 })
    #expect(answer["comparable"] == true)
  }

  @Test func `sets a month so far beside the same days of the last`() throws {
    let answer = try Self.answer("job_03_month_to_date")
    let now = Self.clicks(try raw.clicks("2026-04-01", "2026-04-14")) { _ in "" }[""] ?? 0
    let before = Self.clicks(try raw.clicks("2026-03-01", "2026-03-14")) { _ in "" }[""] ?? 0
    #expect(answer["current"]?["total"]?.int == now)
    #expect(answer["previous"]?["total"]?.int == before)
    let percent = try #require(answer["change_percent"]?.number?.double)
    #expect(abs(percent - Double(now - before) / Double(before) * 100) < 0.00005)
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
    var expected: [String: (hits: Int, bots: Int, unique: Int)] = [:]
    for hit in hits {
      let isBot = hit["isSpider"]?.string == "1"
      let isUnique = hit["isUnique"]?.string == "1" && !isBot
      let source = hit["source"]?["name"]?.string ?? ""
      let before = expected[source] ?? (0, 0, 0)
      expected[source] = (
        before.hits + 1, before.bots + (isBot ? 1 : 0), before.unique + (isUnique ? 1 : 0)
      )
    }
    let rows = answer["rows"]?.array ?? []
    #expect(rows.count == expected.count)
    for row in rows {
      let source = try #require(expected[row["name"]?.string ?? ""])
      #expect(row["hits"]?.int == source.hits)
      #expect(row["bots"]?.int == source.bots)
      #expect(row["unique"]?.int == source.unique)
      #expect(row["bot_share"]?.number?.double == Self.rounded(source.bots, of: source.hits))
    }
    let bots = expected.values.map(\.bots).reduce(0, +)
    #expect(answer["totals"]?["hits"]?.int == hits.count)
    #expect(answer["totals"]?["bots"]?.int == bots)
    #expect(answer["totals"]?["bot_share"]?.number?.double == Self.rounded(bots, of: hits.count))
  }

  @Test func `finds the links that nobody clicked`() throws {
    let answer = try Self.answer("job_06_idle_links")
    let people = try raw.hits("20260316", "20260414").filter { $0["isSpider"]?.string != "1" }
    let clicked = Set(people.compactMap { $0["entity"]?["datapointId"]?.int })
    let links = try raw.links()
    let smart = try raw.smartLinkClicks("2026-03-16", "2026-04-14")
    let idle = links.filter { !clicked.contains($0["id"]?.int ?? 0) }
    #expect(smart.allSatisfy { $0.clicks > 0 })
    #expect(answer["checked"]?.int == links.count + smart.count)
    let told = answer["idle"]?.array ?? []
    #expect(
      told.compactMap { $0["id"]?.int }.sorted() == idle.compactMap { $0["id"]?.int }.sorted())
    for link in told {
      let id = try #require(link["id"]?.int)
      let before = try raw.hits(of: "/datapoints/\(id)", "20251017", "20260414")
        .filter { $0["isSpider"]?.string != "1" }.compactMap { $0["accessTime"]?.string }
      #expect(link["last_click"]?.string?.filter(\.isNumber) == before.max())
      #expect(link["name"] == idle.first { $0["id"]?.int == id }?["name"])
    }
  }

  @Test func `sets two trackers side by side`() throws {
    let answer = try Self.answer("job_15_reconcile")
    let one = try raw.smartLinkClicks("2026-03-16", "2026-04-14").map(\.clicks).reduce(0, +)
    let other = try raw.clicks("2026-03-16", "2026-04-14").compactMap { $0["click_count"]?.int }
      .reduce(0, +)
    #expect(answer["totals"]?["a"]?.int == one)
    #expect(answer["totals"]?["b"]?.int == other)
    #expect(answer["difference"]?.int == one - other)
    let percent = (Double(one - other) / Double(other) * 1_000_000).rounded() / 10_000
    #expect(answer["difference_percent"]?.number?.double == percent)
    let uniques = try raw.smartLinkClicks("2026-03-16", "2026-04-14").map(\.unique).reduce(0, +)
    let explanations = answer["explanations"]?.array ?? []
    #expect(
      explanations.first { $0["code"] == "unique_rule" }?["amount"]?.int == one - uniques)
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
    let answer = try await run.play().transcript.output.last?["result"]?.answer
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
