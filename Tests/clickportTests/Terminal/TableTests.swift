import JSON
import Testing
import Tools

@testable import clickport

/// Lists as a person at a terminal sees them.
@Suite struct `A table` {
  private static let rows = JSONPointer(tokens: ["rows"])

  private func lines(_ answer: JSONObject, limit: Int = 10) -> [String] {
    AnswerText(rowLimit: limit).lines(answer, rows: Self.rows)
  }

  @Test func `has no word beside it where it shows everything`() {
    #expect(lines(["rows": [["a": 1, "b": "x"], ["a": 2]]]) == ["a  b", "1  x", "2"])
  }

  @Test func `says what it doesn't show`() {
    let long = String(repeating: "y", count: 49)
    let answer: JSONObject = [
      "rows": [
        ["a": 1, "tags": ["x"]], ["a": .string(long), "late": nil], ["a": 3, "hidden": 4],
      ],
      "_notes": ["This shows 3 of 23 rows; offset 3 gives the next."],
    ]
    #expect(
      lines(answer, limit: 2) == [
        "a", "1", String(repeating: "y", count: 47) + "…", "… 1 more rows",
        "This shows 3 of 23 rows; offset 3 gives the next.", "Columns not shown: tags, late.",
        "Texts cut to 48 characters: 1.", "Piped into a file or program, it is the whole answer.",
      ])
  }

  @Test func `names a dozen of the columns that it doesn't show`() {
    let columns = (1...15).map { ("c\($0)", JSONValue.array([])) }
    let row = JSONObject([("id", 1)] + columns)
    let shown = (1...12).map { "c\($0)" }.joined(separator: ", ")
    #expect(
      lines(["rows": [.object(row)]]).dropFirst(2).first
        == "Columns not shown: \(shown) and 3 more.")
  }
}
