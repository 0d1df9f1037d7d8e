import AgentHosts
import TestSupport

/// Files as people and programs leave them, at random.
struct FileShapes {
  private var random: SeededGenerator
  private var lineEnd = "\n"
  private var unit = "  "

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A file of that host's that can be read; nil where there is none.
  mutating func file(of host: AgentHost) -> [UInt8]? {
    if random.oneIn(20) { return nil }
    if random.oneIn(20) { return [] }
    lineEnd = random.oneIn(4) ? "\r\n" : "\n"
    unit = pick(["  ", "    ", "\t", " "])
    var text: String
    switch host.format {
    case .json: text = document(host)
    case .toml: text = tables()
    case .yaml: text = mapping()
    }
    if random.oneIn(3) { text += pick([lineEnd, lineEnd + lineEnd, " ", ""]) }
    return (random.oneIn(8) ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[random.index(below: elements.count)]
  }

  private mutating func some(_ limit: Int) -> Range<Int> { 0..<random.index(below: limit) }
}

/// JSON with comments and trailing commas.
extension FileShapes {
  private struct Look {
    var isInline: Bool
    var hasComments: Bool
    var hasTrailingComma: Bool
    var isCompact: Bool
  }

  private mutating func document(_ host: AgentHost) -> String {
    var look = Look(
      isInline: random.oneIn(5), hasComments: random.oneIn(2), hasTrailingComma: random.oneIn(4),
      isCompact: random.oneIn(4))
    if look.isInline { look.hasComments = false }
    var members = some(4).map { ("key\($0)", 0) }
    if !random.oneIn(3) {
      members.insert((host.section, 1), at: random.index(below: members.count + 1))
    }
    if host == .vscode, random.oneIn(2) {
      members.insert(("inputs", 2), at: random.index(below: members.count + 1))
    }
    let head = look.hasComments && random.oneIn(3) ? comment("") + lineEnd : ""
    let text = list(
      "{}",
      members.map { name, kind in
        let value =
          switch kind {
          case 1: servers(look, depth: 1)
          case 2:
            list("[]", some(3).map { #"{"id": "own\#($0)", "type": "promptString"}"# }, look, 1)
          default: value(look, depth: 1)
          }
        return #""\#(name)":\#(look.isCompact ? "" : " ")\#(value)"#
      }, look, 0)
    return head + text + (look.isInline || random.oneIn(2) ? "" : lineEnd)
  }

  private mutating func servers(_ look: Look, depth: Int) -> String {
    var look = look
    if random.oneIn(4) { look.isInline = true }
    return list(
      "{}",
      some(3).map { index in
        let entry = pick([
          #"{"command": "node", "args": ["a, // b", "}"]}"#, #"{ "url": "https://example.com/x" }"#,
          #"{"command":"x","env":{"TOKEN":"${input:own0}"}}"#,
        ])
        return #""server\#(index)": \#(entry)"#
      }, look, depth)
  }

  private mutating func value(_ look: Look, depth: Int) -> String {
    switch random.index(below: depth > 3 ? 4 : 6) {
    case 0: return pick(["1", "-2.50e3", "12345678901234567890"])
    case 1: return pick([#""text""#, #""\u00e9 // no comment""#, #""}],""#, #""""#])
    case 2: return pick(["true", "false", "null"])
    case 3: return pick(["{}", "[]", "[1,2]"])
    case 4: return list("[]", some(3).map { _ in value(look, depth: depth + 1) }, look, depth)
    default:
      return list(
        "{}", some(3).map { #""k\#($0)": \#(value(look, depth: depth + 1))"# }, look, depth)
    }
  }

  private mutating func list(
    _ brackets: String, _ items: [String], _ look: Look, _ depth: Int
  ) -> String {
    let margin = lineEnd + String(repeating: unit, count: depth)
    var text = String(brackets.prefix(1))
    if look.isInline {
      text += items.joined(separator: look.isCompact ? "," : ", ")
      return text + brackets.suffix(1)
    }
    for (index, item) in items.enumerated() {
      if look.hasComments, random.oneIn(4) { text += margin + unit + comment(margin + unit) }
      text += margin + unit + item
      if index < items.count - 1 || look.hasTrailingComma { text += "," }
      if look.hasComments, random.oneIn(4) { text += " " + comment(margin + unit) }
    }
    if look.hasComments, random.oneIn(4) { text += margin + unit + comment(margin + unit) }
    if items.isEmpty, !text.contains("/"), random.oneIn(2) { return brackets }
    return text + margin + brackets.suffix(1)
  }

  private mutating func comment(_ margin: String) -> String {
    pick(["// a comment, { with } brackets", "/* one \"line */", "/* two" + margin + " lines */"])
  }
}

/// TOML.
extension FileShapes {
  private mutating func tables() -> String {
    var lines: [String] = []
    for index in some(4) {
      lines.append(
        pick([
          "key\(index) = 1", "key\(index) = \"a # b\" # comment", "# a comment", "",
          "key\(index) = [\n  1, # one\n  2,\n]", "a.\"b.c\".d\(index) = 2026-11-30 07:32:00Z",
          "key\(index) = \"\"\"\n[no.table]\n\"\"\"", "key\(index) = { x = 'y', z.w = 1.5 }",
        ]))
    }
    for index in some(4) {
      lines += pick([[""], [], ["", "# about this"]])
      lines += pick([
        ["[mcp_servers.other\(index)]", "command = 'x'", "args = []"],
        [
          "[mcp_servers.other\(index)]", "url = \"https://example.com\"", "",
          "[mcp_servers.other\(index).env]", "K = \"v\"",
        ],
        ["[table\(index)]", "  indented = true"], ["[[list]]", "n = \(index)"],
        [" [ \"quoted \(index)\" . x ] # head", "n = +1_000"],
      ])
    }
    let text = lines.joined(separator: "\n").replacing("\n", with: lineEnd)
    return text + (random.oneIn(3) ? "" : lineEnd)
  }
}

/// YAML.
extension FileShapes {
  private mutating func mapping() -> String {
    var blocks: [String] = some(4).map { index in
      pick([
        "KEY\(index): value", "KEY\(index): 'it''s'  # comment", "# a comment",
        "KEY\(index):\n  - a\n  - b: c", "KEY\(index): |\n  extensions:\n    no: key",
        "KEY\(index): {a: 1, b: [x, y]}", "",
      ])
    }
    let indent = pick(["  ", "    "])
    let extensions: [String] = some(3).map { index in
      [
        "other\(index):", "  type: builtin", "  enabled: true",
        pick(["  # inside", "  args:\n  \(indent)- -y", "  description: |\n  \(indent)long\n"]),
      ].joined(separator: "\n")
    }
    if !random.oneIn(3) {
      var section = "extensions:"
      if extensions.isEmpty {
        section += pick([" {}", "", " # none yet", " {} # none"])
      } else {
        for text in extensions {
          section +=
            "\n"
            + text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : indent + $0 }.joined(separator: "\n")
        }
      }
      blocks.insert(section, at: random.index(below: blocks.count + 1))
    }
    var text = blocks.joined(separator: "\n")
    if random.oneIn(6) { text = "---\n" + text }
    text = text.replacing("\n", with: lineEnd)
    return text + (random.oneIn(3) ? "" : lineEnd)
  }
}
