import JSON
import TestSupport
import Testing
import Tools

/// The example of every tool, over a fresh sandbox.
@Suite struct `Every example` {
  @Test(arguments: ServiceTools.providers)
  func `is answered as the output schema promises`(provider: String) async throws {
    let tools = try ServiceTools.of(provider)
    var answered = 0
    for tool in tools {
      let problems = try await problems(with: tool)
      #expect(problems == [], "\(tool.name)")
      if problems.isEmpty { answered += 1 }
    }
    #expect(!tools.isEmpty)
    print("\(provider): \(tools.count) tools called, \(answered) answered as promised")
  }

  private func problems(with tool: ToolDescriptor) async throws -> [String] {
    guard let example = tool.example else { return ["it has no example"] }
    guard let output = tool.output else { return ["it promises no output"] }
    let bench = try ToolBench(tool)
    let answer: JSONObject
    switch try await bench.call(example) {
    case .success(let object): answer = object
    case .failure(let error): return ["\(JSONValue.object(error.json))"]
    }
    let schema = try JSONSchema(compiling: .object(output))
    var problems = schema.violations(in: .object(answer)).map(\.description)
    if answer.isEmpty, output["required"]?.array?.isEmpty == false {
      problems.append("the answer is empty")
    }
    let listed = tool.rows?.value(in: .object(answer))
    if let rows = tool.rows, (listed?.array?.isEmpty ?? listed?.object?.isEmpty) != false {
      problems.append("there are no rows at \(rows)")
    }
    return problems
  }
}
