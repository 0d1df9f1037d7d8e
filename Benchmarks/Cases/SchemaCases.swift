import JSON
import MCP
import Tools

extension BenchmarkCase {
  /// Compiling a tool's schemas, and holding values against them.
  static var schema: [BenchmarkCase] {
    [
      BenchmarkCase("schema-compile", runs: 100) {
        let schema = try published().output
        return { try JSONSchema(compiling: schema).document.object?.count ?? 0 }
      },
      BenchmarkCase("schema-validate-arguments", runs: 400) {
        let schema = try JSONSchema(compiling: published().input)
        let arguments: JSONValue = ["start_date": "2026-03-01", "end_date": "2026-03-31"]
        return { schema.violations(in: arguments).count }
      },
      BenchmarkCase("schema-validate-rows", runs: 4) {
        let schema = try JSONSchema(compiling: published().output)
        let answer = Clicks.answer(rows: 1000)
        return { schema.violations(in: answer).count }
      },
    ]
  }

  private static func published() throws -> (input: JSONValue, output: JSONValue) {
    let tool = try BuiltInManifest.tool("get_clicks").published(withOutput: true)
    return (.object(tool.inputSchema), .object(tool.outputSchema ?? [:]))
  }
}
