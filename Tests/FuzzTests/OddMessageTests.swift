import JSON
import JSONRPC
import MCP
import TestSupport
import Testing
import Tools

/// What hosts get wrong by the byte or by the shape, with every tool and in every revision.
@Suite(.timeLimit(.minutes(10)))
struct OddMessageTests {
  /// What stands for one argument, and whether the call is read all the same.
  private static let odd: [(name: String, value: [UInt8], isRead: Bool)] = [
    ("half a surrogate pair", Array(#""cut \ud83d""#.utf8), true),
    ("a raw tab", Array("\"a\tb\"".utf8), true),
    ("a raw control character", Array("\"a\u{1}b\"".utf8), true),
    ("a byte of Latin-1", [0x22, 0x4D, 0xFC, 0x6C, 0x22], true), ("NaN", Array("NaN".utf8), false),
    ("a number in hexadecimal", Array("0x1F".utf8), false),
  ]

  /// The lines of one connection and the answers, by their ids.
  private func answers(
    to lines: [[UInt8]], _ version: ProtocolVersion
  ) async throws -> [String: [JSONValue]] {
    let hello =
      #"{"jsonrpc":"2.0","id":"open","method":"initialize","params":"#
      + #"{"protocolVersion":"\#(version.rawValue)","capabilities":[],"clientInfo":{"name":"a","version":"1"}}}"#
    let opening = version.isModern ? [] : [Array(("\u{FEFF}" + hello).utf8)]
    let output = try await FuzzedConnection.output(for: opening + lines)
    var answers: [String: [JSONValue]] = [:]
    for line in output.split(separator: UInt8(ascii: "\n")) {
      let message = try JSONValue(parsing: Array(line))
      if message["method"] == nil {
        answers[message["id"]?.string ?? "none", default: []].append(message)
      }
    }
    #expect(version.isModern || answers["open"]?.first?["result"] != nil)
    return answers
  }

  private func envelope(_ version: ProtocolVersion) -> String {
    guard version.isModern else { return "" }
    let meta = JSONValue.object(
      Corpus.envelope.merging(["io.modelcontextprotocol/clientCapabilities": []]))
    return #","_meta":\#(meta)"#
  }

  private static let tools = Result {
    try ToolSelection().surface(of: Repository.manifest(), configured: []).callable
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `with an odd byte are answered under their own id`(version: ProtocolVersion) async throws {
    let tools = try Self.tools.get()
    var lines: [[UInt8]] = []
    for tool in tools {
      for odd in Self.odd {
        let argument = tool.arguments.first?.name ?? "nothing"
        let id = "\(tool.name) \(odd.name)"
        let params =
          Array(#"{"name":"\#(tool.name)","arguments":{"id":77,"\#(argument)":"#.utf8)
          + odd.value + Array("}\(envelope(version))}".utf8)
        lines.append(
          Array(#"{"jsonrpc":"2.0","id":"\#(id)","method":"tools/call","params":"#.utf8) + params
            + [0x7D])
        lines.append(
          Array(#"{"method":"tools/call","params":"#.utf8) + params
            + Array(#","jsonrpc":"2.0","id":"\#(id), id last"}"#.utf8))
      }
    }
    let answers = try await answers(to: lines, version)
    for tool in tools {
      for odd in Self.odd {
        for id in ["\(tool.name) \(odd.name)", "\(tool.name) \(odd.name), id last"] {
          #expect(answers[id]?.count == 1, "\(id)")
          #expect((answers[id]?.first?["result"] != nil) == odd.isRead, "\(id)")
        }
      }
    }
    #expect(answers["none"] == nil)
  }

  /// Each way to write the arguments of a call, the first as it should be.
  private static func spellings(_ arguments: JSONObject) -> [String] {
    let plain = JSONValue.object(arguments)
    let text = JSONValue.string(plain.description)
    let pretty = JSONValue.string(plain.prettyPrinted())
    return [plain, text, pretty].map(\.description)
  }

  private static let empty = ["{}", "[]", #""""#, #""{}""#, #""[]""#]

  @Test(arguments: ProtocolVersion.allCases)
  func `with arguments of another shape are read as they were meant`(
    version: ProtocolVersion
  ) async throws {
    let tools = try Self.tools.get().filter { $0.effect == .read && $0.service != nil }
    var lines: [[UInt8]] = []
    var groups: [[String]] = []
    for tool in tools {
      for (kind, spellings) in [
        ("filled", Self.spellings(tool.example ?? [:])), ("empty", Self.empty),
      ] {
        var ids: [String] = []
        for (index, spelling) in spellings.enumerated() {
          ids.append("\(tool.name) \(kind) \(index)")
          let line =
            #"{"jsonrpc":"2.0","id":"\#(ids[index])","method":"tools/call","params":"#
            + #"{"name":"\#(tool.name)","arguments":\#(spelling)\#(envelope(version))}}"#
          lines.append(Array(line.utf8))
        }
        groups.append(ids)
      }
    }
    let answers = try await answers(to: lines, version)
    for ids in groups {
      let first = answers[ids[0]]?.first?["result"]
      #expect(first != nil, "\(ids[0])")
      for id in ids { #expect(answers[id]?.first?["result"] == first, "\(id)") }
    }
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `with empty lists for objects, blank cursors or a second hello are answered`(
    version: ProtocolVersion
  ) async throws {
    let methods = ["tools/list"]
    var lines: [[UInt8]] = []
    var ids: [String] = []
    for method in methods {
      let cursors = [
        #"{"cursor":""\#(envelope(version))}"#, #"{"cursor":" "\#(envelope(version))}"#,
      ]
      for params in cursors + (version.isModern ? [] : ["[]", "null", "{}"]) {
        ids.append("\(method) \(ids.count)")
        lines.append(
          Array(
            #"{"jsonrpc":"2.0","id":"\#(ids.last ?? "")","method":"\#(method)","params":\#(params)}"#
              .utf8))
      }
    }
    if !version.isModern {
      let again =
        #"{"jsonrpc":"2.0","id":"again","method":"initialize","params":"#
        + #"{"protocolVersion":"\#(version.rawValue)","capabilities":{},"clientInfo":{"name":"a","version":"1"}}}"#
      lines.append(Array(again.utf8))
    }
    lines.append(Array(#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#.utf8))
    let answers = try await answers(to: lines, version)
    for id in ids {
      #expect(answers[id]?.first?["result"]?["tools"]?.array?.isEmpty == false, "\(id)")
    }
    #expect(
      version.isModern || answers["again"]?.first?["result"] == answers["open"]?.first?["result"])
    #expect(answers["none"]?.count == 1)
    #expect(answers["none"]?.first?["id"]?.description == "1.5")
    #expect(answers["none"]?.first?["error"]?["code"] == -32600)
  }
}
