import JSON
import Tables
import Testing

struct SparklineTests {
  private func answer(_ rows: [JSONValue]) -> JSONObject {
    ["columns": ["day", "clicks"], "rows": .array(rows)]
  }

  @Test func `draws the least figure lowest, and says both ends`() {
    let line = Sparkline.line(
      of: answer([["2026-03", 12], ["2026-04", 178], ["2026-05", 345]]), rows: nil)
    #expect(line == "2026-03 to 2026-05: clicks ▁▄█ 12…345")
  }

  @Test func `turns the newest first around, and leaves ids out`() throws {
    let answer = try JSONValue(
      parsing: """
        {"data": {"list": [{"id": 9, "date": "2026-03-03", "score": 1}, {"id": 8, "date": \
        "2026-03-02", "score": 2}, {"id": 7, "date": "2026-03-01", "score": 3.5}]}}
        """)
    let line = Sparkline.line(
      of: try #require(answer.object), rows: JSONPointer(tokens: ["data", "list"]))
    #expect(line == "2026-03-01 to 2026-03-03: score █▄▁ 1…3.5")
  }

  @Test func `is not drawn of fewer than three, of names, or of days in no order`() {
    let others: [[JSONValue]] = [
      [], [["2026-03", 1], ["2026-04", 2]], [["Alpha", 1], ["Beta", 2], ["Gamma", 3]],
      [["2026-03", 1], ["2026-05", 2], ["2026-04", 3]],
      [["2026-03", 1], ["2026-03", 2], ["2026-04", 3]],
      [["2026-03", "a"], ["2026-04", "b"], ["2026-05", "c"]],
      [["2026-03", nil], ["2026-04", 2], ["2026-05", 2]],
    ]
    for rows in others { #expect(Sparkline.line(of: answer(rows), rows: nil) == nil) }
    #expect(Sparkline.line(of: ["text": "day,clicks"], rows: nil) == nil)
  }

  @Test(arguments: ["2026", "2026-W12", "2026-Q1", "2026-03", "2026-03-01", "2026-03-01T10:00:00Z"])
  func `knows every bucket of days`(text: String) {
    let rows = [7, 8, 9].map { digit -> JSONValue in
      let end = text.lastIndex { $0.isNumber } ?? text.startIndex
      let day = text.replacingCharacters(in: end, with: digit)
      return [.string(day), .number(JSONNumber(digit))]
    }
    #expect(Sparkline.line(of: answer(rows), rows: nil)?.contains("▁▅█") == true)
  }

  @Test func `has 60 characters at most, each the mean of its neighbours`() {
    #expect(Sparkline.line((0..<60).map { Double($0) }).count == 60)
    let long = Sparkline.line((0..<600).map { $0 < 300 ? 1 : 3 })
    #expect(long == String(repeating: "▁", count: 30) + String(repeating: "█", count: 30))
  }

  @Test func `leaves a blank where there is no figure, and a level line in the middle`() {
    #expect(Sparkline.line([1, nil, 2]) == "▁ █")
    #expect(Sparkline.line([5, 5, 5]) == "▅▅▅")
    #expect(Sparkline.line([]) == "")
  }
}

extension String {
  fileprivate func replacingCharacters(in index: Index, with digit: Int) -> String {
    String(self[..<index]) + "\(digit)" + String(self[self.index(after: index)...])
  }
}
