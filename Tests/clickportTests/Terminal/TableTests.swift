import JSON
import MCP
import Tables
import TestSupport
import Testing
import Tools

@testable import clickport

/// Lists as a person at a terminal sees them.
@Suite struct `A table` {
  private static let rows = JSONPointer(tokens: ["rows"])

  private func lines(_ answer: JSONObject, limit: Int = 10, width: Int? = 80) -> [String] {
    AnswerText(rowLimit: limit, width: width).lines(answer, rows: Self.rows)
  }

  @Test func `has no word beside it where it shows everything`() {
    #expect(
      lines(["rows": [["a": 1, "b": "x"], ["a": 20]]]) == [" a  b", " 1  x", "20"])
  }

  @Test func `says what it doesn't show`() {
    let answer: JSONObject = [
      "rows": [["a": 1, "tags": ["x"]], ["a": 2, "late": nil], ["a": 3, "hidden": 4]],
      "_notes": ["This shows 3 of 23 rows; offset 3 gives the next."],
    ]
    #expect(
      lines(answer, limit: 2) == [
        "a  late", "1", "2", "… 1 more rows", "Columns not shown: tags. --wide shows all.",
        "This shows 3 of 23 rows; offset 3 gives the next.",
      ])
  }

  @Test func `shows lists too where it has no end`() {
    #expect(
      lines(["rows": [["a": 1, "tags": ["x"]], ["a": 2]]], width: nil)
        == ["a  tags", #"1  ["x"]"#, "2"])
  }

  @Test func `names a dozen of the columns that it doesn't show`() {
    let columns = (1...15).map { ("c\($0)", JSONValue.array([])) }
    let row = JSONObject([("id", 1)] + columns)
    let shown = (1...12).map { "c\($0)" }.joined(separator: ", ")
    #expect(
      lines(["rows": [.object(row)]], width: 200).dropFirst(2).first
        == "Columns not shown: \(shown) and 3 more. --wide shows all.")
  }

  @Test func `leaves out what is the same in all rows before what tells them apart`() {
    let rows: JSONValue = .array(
      (1...3).map { number in
        [
          "id": .number(JSONNumber(number)), "owner_name": "The Same Owner Everywhere",
          "name": .string("Row number \(number)"), "clicks": .number(JSONNumber(number * 1000)),
        ]
      })
    #expect(
      lines(["rows": rows], width: 30) == [
        "id  name          clicks", " 1  Row number 1    1000", " 2  Row number 2    2000",
        " 3  Row number 3    3000", "Columns not shown: owner_name.", "--wide shows all.",
      ])
  }

  @Test func `cuts a text only where two columns are left`() {
    var table = Table(header: ["NAME", "EFFECT", "WHAT"], important: ["NAME", "WHAT"])
    table.append(["get_clicks", "read", "Clicks per advertiser and day"])
    #expect(
      table.lines(width: 30) == [
        "NAME        WHAT", "get_clicks  Clicks per advert…", "Columns not shown: EFFECT.",
      ])
  }

  @Test func `goes on in its column where a text is to be read whole`() {
    var table = Table(header: ["A", "MEANING"], wrapping: ["MEANING"])
    table.append(["one", "a sentence of several words"])
    #expect(
      table.lines(width: 18) == ["A    MEANING", "one  a sentence of", "     several words"])
  }

  @Test func `has the columns that were chosen, in their order`() throws {
    var table = Table(header: ["TOOL", "EFFECT", "WHAT"])
    table.append(["a", "read", "b"])
    #expect(try table.choosing(["what", "TOOL"]).lines(width: 80) == ["WHAT  TOOL", "b     a"])
    let error = #expect(throws: ValidationError.self) { try table.choosing(["effcet"]) }
    #expect(
      error?.description
        == "--columns: there is no column 'effcet'; did you mean 'EFFECT'?; there are "
        + "TOOL, EFFECT, WHAT")
  }

  @Test func `counts the columns that characters take`() {
    var table = Table(header: ["NAME", "N"])
    for name in ["東京タワー", "cafe\u{301}", "👩‍👩‍👧", "🇩🇪", "❤️", "plain"] { table.append([name, "1"]) }
    #expect(
      table.lines(width: 80).dropFirst().map(\.displayWidth) == Array(repeating: 13, count: 6))
    #expect("東京タワー".cut(toWidth: 6) == "東京…")
    #expect("東京タワー".cut(toWidth: 10) == "東京タワー")
    #expect("\u{1B}[31mred\u{1B}[0m".displayWidth == 3)
  }

  @Test func `shows nothing that a terminal would obey`() {
    let rows: JSONObject = ["rows": [["a": "x\u{1B}[2Jy\nz\u{202E}w", "b": 1], ["a": "q"]]]
    #expect(lines(rows) == ["a         b", "x[2Jy zw  1", "q"])
  }

  @Test func `is CSV, Markdown and JSON too`() {
    var table = Table(header: ["TOOL", "LAST CALL"])
    table.append(values: ["a,b", 3])
    #expect(
      String(decoding: table.values.csv(defusesFormulas: false), as: UTF8.self)
        == "TOOL,LAST CALL\r\n\"a,b\",3\r\n")
    #expect(
      table.values.markdown(defusesFormulas: false)
        == "| TOOL | LAST CALL |\n| --- | --- |\n| a,b | 3 |\n")
    #expect(table.json == [["tool": "a,b", "last_call": 3]])
  }

  @Test(arguments: [20, 27, 40, 60, 80, 133, 250])
  func `is no wider than it may be, whatever is in it`(width: Int) {
    var random = Pseudorandom(seed: UInt64(width))
    for _ in 0..<200 {
      let columns = random.next(12) + 1
      var table = Table(
        header: (0..<columns).map { "C\($0)" + String(repeating: "x", count: random.next(30)) },
        wrapping: random.next(3) == 0 ? ["C0"] : [])
      for _ in 0..<random.next(6) {
        table.append((0..<columns).map { _ in random.text() })
      }
      table.hint = "--wide shows all."
      let wide = table.lines(width: width).filter { $0.displayWidth > width }
      #expect(wide.isEmpty)
    }
  }
}

/// Numbers that are the same in every run.
private struct Pseudorandom {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  /// Below a bound.
  mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }

  mutating func text() -> String {
    let parts = ["a", "long words", "東京", "🇩🇪", "e\u{301}", " ", "…", "123", "\n", "\u{1B}[1m"]
    return (0..<next(12)).map { _ in parts[next(parts.count)] }.joined()
  }
}

/// What every tool lists in the sandbox, in every width.
@Suite(.timeLimit(.minutes(5))) struct `Every listing of the sandbox` {
  @Test func `fits`() async throws {
    let manifest = try ManifestFiles(overlays: []).load()
    var configuration = ServeConfiguration()
    configuration.sandbox = SandboxConfiguration(
      time: Timestamp(parsing: "2026-04-15T12:00:00Z"))
    var listings = 0
    for tool in manifest.tools where tool.effect == .read {
      guard let pointer = tool.rows, let example = tool.example ?? Self.without(tool) else {
        continue
      }
      let catalog = try Services(configuration, for: manifest).catalog(
        manifest, ToolSelection(toolsets: ["all"], tools: [tool.name]))
      let context = RequestContext(version: .july2026, requestID: "test")
      guard
        case .success(let answer)? = try await catalog.run(
          tool.name, arguments: example, context: context)
      else { continue }
      guard let list = pointer.value(in: .object(answer))?.array else { continue }
      listings += 1
      let table = Table(list)
      for width in [20, 43, 60, 80, 112, 200] {
        let lines = table?.lines(width: width) ?? []
        let wide = lines.filter { $0.displayWidth > width }
        #expect(wide.isEmpty, "\(tool.name) at \(width)")
      }
    }
    #expect(listings > 40)
  }

  /// No arguments, where none is needed.
  private static func without(_ tool: ToolDescriptor) -> JSONObject? {
    tool.arguments.contains(where: \.isRequired) ? nil : [:]
  }
}
