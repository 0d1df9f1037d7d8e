import JSON
import Tables
import Testing

@Suite struct `Row queries` {
  private static let people =
    #"[{"id":1,"who":{"name":"Ann"},"paid":true,"at":"2026-03-01T23:30:00Z","n":10},"#
    + #"{"id":2,"who":{"name":"Ben, \"B\""},"paid":false,"at":"2026-03-02","n":"9.0"},"#
    + #"{"id":3,"who":{"name":"ann in x"},"at":null,"n":1e999999999},"#
    + #"{"id":4,"who":null,"paid":"null","at":"20260303120000","n":-0.5}]"#

  @Test(arguments: [
    ("id = 2", "2"), ("id != 2", "1 3 4"), ("id<=2", "1 2"), ("id > 2.5", "3 4"),
    ("n = 9", "2"), ("n >= 9", "1 2 3"), ("n < 0", "4"), ("n > 1e100", "3"),
    ("name ~ ANN", "1 3"), ("who.name = 'Ann'", "1"), (#"name = "Ben, \"B\"""#, "2"),
    ("name in Ann, 'Ben, \"B\"'", "1 2"), ("id in (1,4.0)", "1 4"), ("name is null", "4"),
    ("name IS NOT NULL", "1 2 3"), ("paid = true", "1"), ("paid is null", "3"),
    ("paid = \"null\"", "4"), ("at >= 2026-03-02", "1 2 4"), ("at = 2026-03-02", "1 2"),
    ("at < 2026-03-03T12:00:00Z", "1 2"), ("name = 'ann in x'", "3"), ("name ~ \" in \"", "3"),
  ]) func `let the rows through that a condition holds for`(
    condition: String, ids: String
  ) throws {
    let words = RowQuery.Words(filters: [condition], fields: ["id"])
    let context = RowFold.Context(offset: { _ in 3600 })
    let table = try table(words, of: Self.people, in: context)
    #expect(table.rows.map { $0[0].description }.joined(separator: " ") == ids)
  }

  @Test(arguments: [
    "id", "= 3", "id 3", "id =", "id in", "id in ,", "id is nothing", "id is null 3", "",
  ]) func `refuse what is no condition`(condition: String) {
    #expect(problems(.init(filters: [condition]), of: Self.people).map(\.argument) == ["where"])
  }

  @Test func `tell all problems at once`() throws {
    let words = RowQuery.Words(
      filters: ["id"], groupBy: ["id"], measures: ["median(id)", "count(id)", "sum()"],
      fields: ["id"], limit: -1)
    let told = problems(words, of: Self.people).map(\.argument)
    #expect(told == ["where", "measures", "measures", "measures", "limit", "fields"])
  }

  @Test func `name the nearest column and those that there are`() throws {
    let words = RowQuery.Words(
      filters: ["nmae = 1"], groupBy: ["whoo.name"], measures: ["sum(m)"], sortBy: ["-paid"])
    let told = problems(words, of: Self.people)
    #expect(told.map(\.argument) == ["where", "group_by", "measures", "sort_by"])
    #expect(told[0].problem == "there is no column \"nmae\" in the first 4 rows")
    #expect(told[1].expected == "\"who.name\" perhaps; one of id, who.name, paid, at, n")
    #expect(told[3].problem == "\"paid\" is neither grouped by nor a measure")
  }

  @Test func `name the columns that share a word with a name`() throws {
    let text = #"[{"id":1,"click_count":2}]"#
    let told = problems(.init(measures: ["sum(clicks)"], sortBy: ["max(clicks)"]), of: text)
    #expect(told.map(\.argument) == ["measures", "sort_by"])
    for problem in told {
      #expect(problem.problem == "there is no column \"clicks\" in the first row")
      #expect(problem.expected == "\"click_count\" perhaps; one of id, click_count")
    }
  }

  @Test(arguments: [
    ("n desc", [], "-n: - in front is descending"),
    ("n ASC", [], "n: without - in front it is ascending"),
    ("sum(n) descending", ["who"], "-sum(n): - in front is descending"),
    ("n", ["who"], "\"sum(n)\" perhaps; who, sum(n), or another measure"),
    ("paid", ["who"], "who, sum(n), or another measure like sum(paid)"),
    ("whoo", ["who"], "\"who\" perhaps; who, sum(n), or another measure"),
  ]) func `say how to sort`(name: String, groups: [String], expected: String) {
    let measures = groups.isEmpty ? nil : ["sum(n)"]
    let words = RowQuery.Words(groupBy: groups, measures: measures, sortBy: [name])
    let told = problems(words, of: #"[{"who":"a","n":1,"paid":2}]"#)
    #expect(told.map(\.argument) == ["sort_by"])
    #expect(told.map(\.expected) == [expected])
  }

  @Test func `say where a column was looked for`() {
    let text = #"[{"id":1},{"id":2}]"#
    #expect(
      problems(.init(sortBy: ["late"]), of: text).map(\.problem) == [
        "there is no column \"late\" in the first 2 rows"
      ])
    #expect(
      problems(.init(sortBy: ["late"]), of: "[]", in: .init(known: ["id"])).map(\.problem) == [
        "there is no column \"late\""
      ])
  }

  @Test func `take a short name that one column has, and no other`() throws {
    let text = #"[{"a":{"id":1,"x":7},"b":{"id":2}}]"#
    #expect(try table(.init(fields: ["x"]), of: text).line == "[[7]]")
    let told = try #require(problems(.init(fields: ["id"]), of: text).first)
    #expect(told.problem == "\"id\" may mean a.id or b.id")
  }

  @Test func `take a member with a dot in its name before a path`() throws {
    let text = #"[{"a":{"b":1},"a.b":2},{"a":{"b":3}}]"#
    #expect(try table(.init(fields: ["a.b"]), of: text).line == "[[2],[null]]")
  }

  @Test func `know the columns that a schema tells`() throws {
    let words = RowQuery.Words(fields: ["note", "id"])
    let context = RowFold.Context(known: ["id", "note", "who.name"])
    #expect(try table(words, of: #"[{"id":1}]"#, in: context).line == "[[null,1]]")
    let empty = try table(words, of: "[]", in: context)
    #expect(empty.columns == ["note", "id"])
    #expect(empty.rows.isEmpty)
  }

  @Test func `call what is no object "value"`() throws {
    let text = #"["b",3,null,[1]]"#
    #expect(try table(.init(), of: text).columns == ["value"])
    #expect(try table(.init(sortBy: ["value"]), of: text).line == #"[[3],[[1]],["b"],[null]]"#)
  }
}
