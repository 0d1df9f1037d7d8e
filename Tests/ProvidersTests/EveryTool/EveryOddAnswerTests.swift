import Exchange
import JSON
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

/// What services get wrong by the byte, in the answer to every tool's example.
@Suite struct `Every odd answer` {
  /// A sandbox whose answers are changed on their way.
  private struct OddServices: HTTPTransport {
    let next = SandboxedTools.freshTransport()
    let change: @Sendable ([UInt8]) -> [UInt8]

    func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
      var response = try await next.send(request)
      response.body = change(response.body)
      return response
    }
  }

  private func answer(
    of tool: ToolDescriptor, _ change: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) async throws -> Result<JSONObject, ToolError> {
    try await ToolBench(tool, over: OddServices(change: change)).call(tool.example ?? [:])
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let spelledOtherwise: [@Sendable ([UInt8]) -> [UInt8]] = [
    { $0.isEmpty ? $0 : mark + $0 }, { mark + Array("\r\n ".utf8) + $0 + Array("\n".utf8) },
    { body in
      let value = try? JSONValue(parsing: body)
      return value.map { Array($0.prettyPrinted().utf8) } ?? body
    },
  ]

  @Test(arguments: ServiceTools.providers)
  func `with a byte order mark, or white space around it, is as any other`(
    provider: String
  ) async throws {
    for tool in try ServiceTools.of(provider) {
      let plain = try await answer(of: tool) { $0 }.get()
      for change in Self.spelledOtherwise {
        #expect(try await answer(of: tool, change).get() == plain, "\(tool.name)")
      }
    }
  }

  @Test(arguments: ServiceTools.providers)
  func `with half a surrogate pair or a byte that is no UTF-8 is read but for that`(
    provider: String
  ) async throws {
    let odd =
      Array(#""odd":"cut \ud83d","#.utf8) + Array(#""bytes":"M"#.utf8) + [0xFC]
      + Array("l\t\",".utf8)
    for tool in try ServiceTools.of(provider) {
      let result = try await answer(of: tool) { body in
        body.first == UInt8(ascii: "{") && body.count > 2
          ? [body[0]] + odd + body.dropFirst() : body
      }
      switch result {
      case .success(let object):
        guard let text = object["odd"] else { continue }
        #expect(text == "cut \u{FFFD}", "\(tool.name)")
        #expect(object["bytes"] == "M\u{FFFD}l\t", "\(tool.name)")
      case .failure(let error):
        // What is written back whole must be read exactly.
        #expect(error.outcome == .notSent && error.message.contains("written back"), "\(tool.name)")
      }
    }
  }

  @Test(arguments: ServiceTools.providers)
  func `that says 1 for true is a success`(provider: String) async throws {
    for tool in try ServiceTools.of(provider) {
      for spelling in ["1", #""1""#, #""true""#] {
        let result = try await answer(of: tool) { body in
          Array(
            String(decoding: body, as: UTF8.self)
              .replacing(#""success":true"#, with: #""success":\#(spelling)"#)
              .replacing(#""status":"OK""#, with: #""status":"ok""#).utf8)
        }
        #expect(throws: Never.self, "\(tool.name)") { try result.get() }
      }
    }
  }

  @Test(arguments: ServiceTools.providers)
  func `with a warning or a page around it is quoted, without the key and what hides`(
    provider: String
  ) async throws {
    let warning =
      "<br />\n<b>Warning</b>: Undefined\u{202E} variable in \(SandboxWorld.key)\u{200B} on line 5<br />\n"
    for tool in try ServiceTools.of(provider) {
      let result = try await answer(of: tool) { Array(warning.utf8) + $0 }
      guard case .failure(let error) = result else {
        Issue.record("\(tool.name) took it for an answer")
        continue
      }
      #expect(
        error.message.contains("Warning: Undefined variable in <redacted> on line 5"),
        "\(tool.name): \(error.message)")
      let said = JSONValue.object(error.json).description
      #expect(SecretSearch(SandboxWorld.key).findings(in: said) == [], "\(tool.name)")
      #expect(!said.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{200B}" })
    }
  }

  @Test(arguments: ServiceTools.providers)
  func `of white space only is as an empty one`(provider: String) async throws {
    for tool in try ServiceTools.of(provider) {
      let empty = try await answer(of: tool) { _ in [] }
      for blank in [" \r\n", "\t", "\u{FEFF}", "\u{FEFF}\n"] {
        let result = try await answer(of: tool) { _ in Array(blank.utf8) }
        #expect((try? result.get()) == (try? empty.get()), "\(tool.name)")
      }
    }
  }

  /// Other types than the schema names, wherever a value stands; but for the word of success.
  private static func broken(_ value: JSONValue, _ kind: Int) -> JSONValue {
    switch value {
    case .object(let object) where kind == 2 && !object.isEmpty && object["id"] != nil: []
    case .object(let object):
      .object(
        JSONObject(
          object.map { ($0.key, $0.key == "status" ? $0.value : broken($0.value, kind)) }))
    case .array(let elements) where kind == 3: .object(["0": elements.first ?? .null])
    case .array(let elements): .array(elements.map { broken($0, kind) })
    case .number where kind == 1: .string(value.description)
    case .string where kind == 1: 7
    case .number, .string: kind == 0 ? .null : value
    case .null, .bool: value
    }
  }

  /// Official clients throw a whole answer away for one `null` in its structure, or for a missing one.
  @Test(arguments: ServiceTools.providers, 0...3)
  func `that breaks its schema reaches strict clients, and says what they don't see`(
    provider: String, kind: Int
  ) async throws {
    var drifts = 0
    for tool in try ServiceTools.of(provider) {
      let published = Publication(outputSchemas: true)
      let services = OddServices { body in
        let value = try? JSONValue(parsing: body)
        return value.map { Array(Self.broken($0, kind).description.utf8) } ?? body
      }
      let bench = try ToolBench(tool, over: services, publication: published)
      let result = try await bench.answer(tool.example ?? [:])
      guard !result.isError else { continue }
      let schema = try JSONSchema(
        compiling: .object(try #require(published.tool(tool).outputSchema)))
      let structure = JSONValue.object(try #require(result.structured, "\(tool.name)"))
      #expect(schema.violations(in: structure) == [], "\(tool.name)")
      let said = JSONValue.object(try #require(result.answer))
      let left = result.json(for: .july2026)["_meta"]?["clickport/drift"]
      #expect((left == nil) == (structure == said), "\(tool.name)")
      for place in left?["left_out"]?.array ?? [] {
        let pointer = try #require(place.string.flatMap(JSONPointer.init(parsing:)))
        #expect(pointer.value(in: said) != nil, "\(tool.name): \(pointer)")
      }
      drifts += left == nil ? 0 : 1
    }
    print("\(provider): \(drifts) answers of broken kind \(kind) were fitted")
    #expect(drifts > 0 || kind > 1)
  }
}
