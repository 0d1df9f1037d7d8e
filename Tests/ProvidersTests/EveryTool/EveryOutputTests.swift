import JSON
import MCP
import TestSupport
import Testing
import Tools

/// What every tool publishes of its answers, held against what the sandbox answers.
@Suite struct `Every output schema` {
  /// Valid sets of arguments for each tool, beside its example.
  private static let sets = 6

  @Test(arguments: ServiceTools.providers)
  func `accepts whatever the service answers`(provider: String) async throws {
    var answers = 0
    for (place, tool) in try ServiceTools.of(provider).enumerated() {
      let schema = try JSONSchema(compiling: .object(try #require(tool.output, "\(tool.name)")))
      var sets = ArgumentSets(tool, seed: UInt64(place) + 77)
      for index in 0...Self.sets {
        let arguments = index == 0 ? tool.example ?? [:] : try sets.valid()
        guard case .success(let answer) = try await ToolBench(tool).call(arguments) else {
          #expect(index > 0, "\(tool.name): its example was refused")
          continue
        }
        let problems = schema.violations(in: .object(answer)).map(\.description)
        #expect(problems == [], "\(tool.name) \(JSONValue.object(arguments))")
        answers += 1
      }
    }
    print("\(provider): \(answers) answers held against what is published")
    #expect(answers > 0)
  }

  @Test(arguments: ServiceTools.providers)
  func `names the fields of the rows there are`(provider: String) async throws {
    for tool in try ServiceTools.of(provider) {
      guard let rows = tool.rows, let output = tool.output else { continue }
      let schema = rows.tokens.reduce(JSONValue.object(output)) { schema, token in
        schema["properties"]?[token] ?? .null
      }
      let fields = (schema["items"] ?? schema)["properties"]?.object?.keys ?? []
      #expect(!fields.isEmpty, "\(tool.name)")
      guard case .success(let answer) = try await ToolBench(tool).call(tool.example ?? [:]),
        let row = rows.value(in: .object(answer))?.array?.first?.object
      else { continue }
      #expect(row.keys.filter { !fields.contains($0) } == [], "\(tool.name)")
    }
  }
}
