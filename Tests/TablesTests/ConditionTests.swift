import JSON
import Tables
import TestSupport
import Testing

@Suite struct `Conditions` {
  private static let clicks =
    #"[{"click_count":5,"click_date":"2026-06-30","advertiser_name":"Alpha Store"},"#
    + #"{"click_count":200,"click_date":"2026-07-01","advertiser_name":"Meet and greet in Rom"},"#
    + #"{"click_count":null,"click_date":null,"advertiser_name":"Velvet"},"#
    + #"{"click_count":"12","click_date":"2026-07-02T10:00:00Z","advertiser_name":"7"}]"#

  private static func counts(_ condition: String) throws -> (String, [String]) {
    let words = RowQuery.Words(filters: [condition], fields: ["click_count"])
    let table = try table(words, of: clicks)
    return (table.rows.map { $0[0].description }.joined(separator: " "), table.notes)
  }

  @Test(arguments: [
    ("click_count <> 5", "200 null \"12\""), ("click_count is  null", "null"),
    ("click_count IS \t NOT  null", "5 200 \"12\""), ("click_count not in (5, 12)", "200 null"),
    ("click_count NOT IN [5]", "200 null \"12\""), ("click_count in [5,200]", "5 200"),
    ("advertiser_name = Meet and greet in Rom", "200"), ("advertiser_name < M", "5"),
    ("advertiser_name = \"Alpha Store\"", "5"), ("advertiser_name ~ ' and '", "200"),
    ("advertiser_name >= \"N and m = 3\"", "null"),
    ("advertiser_name != =1+1", "5 200 null \"12\""),
  ]) func `are read as they are meant`(condition: String, counts: String) throws {
    #expect(try Self.counts(condition).0 == counts)
  }

  @Test(arguments: [
    ("click_count !== 5", "has the sign \"!==\""), ("click_count => 100", "has the sign \"=>\""),
    ("click_count > = 100", "has the sign \"> =\""), ("click_count =>", "has the sign \"=>\""),
    ("click_count > 100 and advertiser_name = Alpha Store", "has more than one condition"),
    ("click_count in (5) OR click_date is null", "has more than one condition"),
    ("click_count is null and click_date > 2026-01-01", "has more than one condition"),
    (
      "advertiser_name = 'Alpha Store' or advertiser_name = 'Velvet'", "has more than one condition"
    ),
    ("click_count in (1", "has a bracket that isn't closed"),
    ("click_count in 1, 2)", "has a bracket that isn't opened"),
    ("advertiser_name = \"Alpha Store", "has a quote that isn't closed"),
    ("advertiser_name in ('Alpha Store, 7)", "has a quote that isn't closed"),
    ("advertiser_name = 'Alpha' Store", "has something after the closing quote"),
    ("advertiser_name in 'a' 'b'", "has something after the closing quote"),
  ]) func `are refused where they may be misread`(condition: String, problem: String) throws {
    let told = problems(.init(filters: [condition]), of: Self.clicks)
    #expect(told.map(\.problem) == ["\"\(condition)\" \(problem)"])
  }

  @Test func `tell the sign that is meant`() {
    let told = problems(.init(filters: ["click_count => 100"]), of: Self.clicks)
    #expect(told.map(\.expected) == [">=; a value that begins with a sign in quotes"])
  }

  @Test(arguments: [
    ("click_count > ten", "numbers with a text: 3 rows were left out."),
    ("click_count > 1,000", "numbers with a text: 3 rows were left out."),
    ("click_count <= 2026-01-01", "numbers with a date: 3 rows were left out."),
    ("click_count = ten", "numbers with a text: 2 rows were left out."),
    (
      "click_date >= 2026-06-31",
      "dates with a text: 3 rows were left out. A day is written like 2026-06-30."
    ),
    (
      "click_date = last_week",
      "dates with a text: 3 rows were left out. A day is written like 2026-06-30."
    ),
    (
      "click_date > 5",
      "dates with a number: 3 rows were left out. A day is written like 2026-06-30."
    ),
    (
      "click_date in last_week",
      "dates with other values: 3 rows were left out. A day is written like 2026-06-30."
    ),
  ]) func `say what they can't compare`(condition: String, note: String) throws {
    let (counts, notes) = try Self.counts(condition)
    #expect(counts == "")
    #expect(notes == ["where \"\(condition)\" compares \(note)"])
  }

  @Test func `keep what isn't a text, and say that it can't be compared`() throws {
    let (counts, notes) = try Self.counts("click_date != last_week")
    #expect(counts == "5 200 null \"12\"")
    #expect(
      notes == [
        "where \"click_date != last_week\" compares dates with a text: 3 rows were kept. "
          + "A day is written like 2026-06-30."
      ])
  }

  @Test(arguments: ["advertiser_name = Velvet", "advertiser_name > A", "click_count = 5"])
  func `say nothing where all can be compared`(condition: String) throws {
    let isOrdered = condition.contains(">")
    #expect(try Self.counts(condition).1.count == (isOrdered ? 1 : 0))
  }

  @Test func `count what they can't compare over all pages`() throws {
    let query = try RowQuery(.init(filters: ["click_count > ten"]))
    var (one, other) = (RowFold(query, in: .init()), RowFold(query, in: .init()))
    try one.add(rows(Self.clicks), at: PagePosition(window: 0, page: 0))
    try other.add(rows(Self.clicks), at: PagePosition(window: 0, page: 1))
    one.merge(other)
    #expect(
      try one.table().notes == [
        "where \"click_count > ten\" compares numbers with a text: 6 rows were left out."
      ])
  }

  @Test(arguments: UInt64(1)...20) func `are read or refused whatever they are`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let parts = [
      "click_count", " ", "  ", "=", "<", ">", "!", "~", "in", "not", "is", "null", "and", " or ",
      "(", ")", "[", "]", "'", "\"", "\\", ",", "5", "2026-06-30", "é", "\u{301}", "&&",
    ]
    for _ in 0..<100 {
      let count = Int.random(in: 0...9, using: &generator)
      let rest = (0..<count).compactMap { _ in parts.randomElement(using: &generator) }
      let condition = "click_count " + rest.joined()
      do throws(RowQueryProblems) {
        var fold = RowFold(try RowQuery(.init(filters: [condition])), in: .init())
        let page = try? rows(Self.clicks)
        if let page { try fold.add(page, at: PagePosition(window: 0, page: 0)) }
        #expect(try fold.table().rowsTotal <= 4)
      } catch {
        #expect(error.problems.map(\.argument) == ["where"])
      }
    }
  }
}
