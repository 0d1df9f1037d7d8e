import JSON
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

/// What every tool makes of values that are meant to break out of their place.
@Suite struct `Every injection` {
  @Test(arguments: ServiceTools.providers)
  func `is refused, or stays where its argument belongs`(provider: String) async throws {
    var refused = 0
    var sent = 0
    for (place, tool) in try ServiceTools.of(provider).enumerated() {
      var sets = ArgumentSets(tool, seed: UInt64(place))
      let benches = try [false, true].map {
        try ToolBench(tool, asksFirst: $0, over: EmptyServices())
      }
      for argument in tool.arguments where argument.location != .header {
        for injected in InjectedValue.all(for: argument) where argument.location != .tool {
          var set = try sets.valid()
          set[argument.name] = injected.value
          for bench in benches {
            let result = try await bench.call(set)
            let exchanges = bench.transport.takeExchanges()
            let problems = try exchanges.flatMap { try injected.problems(in: $0.request, of: tool) }
            #expect(problems == [], "\(tool.name) \(argument.name) \(injected.value)")
            if exchanges.isEmpty {
              #expect(isRefused(result, tool), "\(tool.name) \(argument.name) \(injected.value)")
              refused += 1
            } else {
              sent += 1
            }
          }
        }
      }
    }
    print("\(provider): \(refused) injections refused, \(sent) sent in their place")
    #expect(refused > 0)
  }

  /// Whether a call ended before anything was sent: wrong arguments, or nobody who could agree.
  private func isRefused(_ result: Result<JSONObject, ToolError>, _ tool: ToolDescriptor) -> Bool {
    guard case .failure(let error) = result else { return false }
    return error.code == .invalidArguments
      || error.code == .consentRequired && tool.effect == .destructive
      || error.code == .consentRequired && tool.consent != nil
  }

  @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\u{0}", "a\u{7F}", "a\tb", "ä", "a b "])
  func `through a header field is refused, named and not sent`(text: String) async throws {
    // No tool of the manifest has such an argument; an overlay's may.
    let tool = try SmallManifest.tool([
      (
        "/arguments/size",
        ["in": "header", "wire": "X-Size", "type": "string", "description": "A size."]
      )
    ])
    let request = try #require(tool.request)
    let error = #expect(throws: ToolError.self) {
      try RequestParts(request, of: tool, Arguments(["size": .string(text)]))
    }
    #expect(error?.code == .invalidArguments)
    #expect(error?.problems.map(\.argument) == ["size"])
  }
}
