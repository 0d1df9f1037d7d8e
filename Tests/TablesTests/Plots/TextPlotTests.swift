import JSON
import Tables
import Testing

struct TextPlotTests {
  private func lines(
    _ columns: [String], _ rows: [[JSONValue]], width: Int = 40
  ) throws -> [String] {
    let answer: JSONObject = [
      "columns": .array(columns.map { .string($0) }), "rows": .array(rows.map { .array($0) }),
    ]
    return try #require(TextPlot(answer, rows: nil, width: width)).lines
  }

  @Test func `draws a bar a row, to the eighth of a character`() throws {
    let lines = try lines(
      ["name", "clicks"], [["Alpha", 320], ["Beta", 160], ["Gamma", nil], ["Delta", 0]])
    #expect(
      lines == [
        "clicks", "Alpha █████████████████████████████ 320", "Beta  ██████████████▌ 160",
        "Gamma  –", "Delta  0",
      ])
  }

  @Test func `draws what is below zero to the left`() throws {
    let lines = try lines(["name", "change"], [["Up", 10], ["Down", -10]], width: 30)
    #expect(
      lines == [
        "change", "Up             ██████████ 10", "Down ██████████ -10",
      ])
  }

  @Test func `draws figures over time as a line with both ends`() throws {
    let lines = try lines(
      ["day", "clicks"], (1...9).map { [.string("2026-03-0\($0)"), .number(JSONNumber($0))] })
    #expect(lines.count == 10)
    #expect(lines.first == "clicks")
    #expect(lines[1].hasPrefix("9 ┤"))
    #expect(lines[8].hasPrefix("1 ┤"))
    #expect(lines[9].hasSuffix("2026-03-09"))
    #expect(lines[9].contains("2026-03-01"))
    #expect(lines[1].contains { $0 != "\u{2800}" && ("\u{2801}"..."\u{28FF}").contains($0) })
  }

  @Test(arguments: [1, 30, 80, 200]) func `keeps to its width`(width: Int) throws {
    let name = String(repeating: "long ", count: 30)
    let bars = try lines(
      ["name", "clicks"], [[.string(name), 1_000_000], ["B", 1]], width: width)
    let series = try lines(
      ["day", "clicks"], (1...9).map { [.string("2026-03-0\($0)"), .number(JSONNumber($0))] },
      width: width)
    for line in bars + series { #expect(line.count <= max(width, 30)) }
  }

  @Test func `draws nothing of an answer without figures`() {
    for answer: JSONObject in [
      [:], ["rows": []], ["columns": ["a"], "rows": [["b"]]], ["list": [["id": 1, "name": "a"]]],
    ] {
      #expect(TextPlot(answer, rows: nil, width: 80) == nil)
    }
  }
}
