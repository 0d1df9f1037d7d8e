import JSON
import Providers
import TestSupport
import Testing
import Tools

/// What every tool makes of arguments nobody wrote by hand, right ones and wrong ones.
@Suite struct `Every argument` {
  /// Valid sets for each tool.
  private static let sets = 10

  @Test(arguments: ServiceTools.providers)
  func `goes out when it is right and leads to an endpoint`(provider: String) async throws {
    var calls = 0
    var answered = 0
    for (place, tool) in try ServiceTools.of(provider).enumerated() {
      let bench = try ToolBench(tool)
      var sets = ArgumentSets(tool, seed: UInt64(place))
      for _ in 0..<Self.sets {
        let arguments = sets.respelled(try sets.valid())
        let result = try await bench.call(arguments)
        let problems = try await problems(with: result, bench)
        #expect(problems == [], "\(tool.name) \(JSONValue.object(arguments))")
        calls += 1
        if case .success = result { answered += 1 }
      }
    }
    print("\(provider): \(calls) valid calls sent, \(answered) of them carried out")
  }

  @Test(arguments: ServiceTools.providers)
  func `is named and nothing goes out when it is wrong`(provider: String) async throws {
    var calls = 0
    for (place, tool) in try ServiceTools.of(provider).enumerated() {
      let bench = try ToolBench(tool)
      var sets = ArgumentSets(tool, seed: UInt64(place))
      for fault in try sets.faults() {
        let result = try await bench.call(fault.arguments)
        #expect(
          problems(with: result, fault, tool.effect) == [],
          "\(tool.name) \(fault.kind) \(JSONValue.object(fault.arguments))")
        calls += 1
      }
      #expect(bench.transport.takeExchanges().isEmpty, "\(tool.name)")
    }
    print("\(provider): \(calls) invalid calls, each told what is wrong and none sent")
  }

  private func problems(
    with result: Result<JSONObject, ToolError>, _ bench: ToolBench
  ) async throws -> [String] {
    let exchanges = bench.transport.takeExchanges()
    guard let first = exchanges.first else {
      return ["nothing was sent: \(result)"]
    }
    var problems: [String] = []
    for exchange in exchanges where try await bench.isLost(exchange) {
      problems.append("no route for \(exchange.request.line)")
    }
    if exchanges.contains(where: { $0.status >= 500 }) {
      problems.append("\(first.request.line) broke the service")
    }
    if case .failure(let error) = result, !Self.refusals.contains(error.code) {
      problems.append("\(first.request.line) \(JSONValue.object(error.json))")
    }
    return problems
  }

  /// What a service may say to a call that is well-formed.
  private static let refusals: [ToolError.Code] = [.notFound, .rejected, .conflict, .forbidden]

  private func problems(
    with result: Result<JSONObject, ToolError>, _ fault: ArgumentFault, _ effect: Effect
  ) -> [String] {
    switch result {
    case .success(let answer): return ["it was answered: \(JSONValue.object(answer))"]
    case .failure(let error):
      guard error.code == .invalidArguments, error.outcome == (effect == .read ? nil : .notSent)
      else { return ["\(JSONValue.object(error.json))"] }
      let named = error.problems.flatMap { problem in
        problem.argument.split(separator: ", ").map { $0.prefix { $0 != "/" } }
      }
      let isNamed = fault.names.contains { name in named.contains { $0 == name } }
      return isNamed ? [] : ["only \(named) were named, none of \(fault.names)"]
    }
  }
}
