import Exchange
import HTTPTypes
import JSON
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

/// Where the key stands in every request that any tool sends.
@Suite struct `Every key` {
  @Test(arguments: ServiceTools.providers)
  func `is in the header field the manifest names, and nowhere else`(provider: String) async throws
  {
    let common = try #require(
      try Repository.manifest().providers.first { $0.id == provider }?.authentication)
    var requests = 0
    for (place, tool) in try ServiceTools.of(provider).enumerated() {
      let wanted: ProviderDescriptor.Authentication? =
        switch tool.key {
        case .service: common
        case .none: nil
        case .other(let other): other
        }
      var sets = ArgumentSets(tool, seed: UInt64(place))
      for arguments in [tool.example ?? [:], try sets.valid()] {
        for asksFirst in [false, true] {
          let bench = try ToolBench(tool, asksFirst: asksFirst)
          _ = try await bench.call(arguments)
          for exchange in bench.transport.takeExchanges() {
            var head = exchange.request.head
            if case .header(let name, let prefix)? = wanted?.place,
              let field = HTTPField.Name(name)
            {
              #expect(head.headerFields[values: field] == [prefix + SandboxWorld.key])
              head.headerFields[field] = nil
            }
            let rest =
              "\(head.path ?? "") \(head.authority ?? "") "
              + head.headerFields.map { "\($0.name): \($0.value)" }.joined(separator: " ")
            let search = SecretSearch(SandboxWorld.key)
            #expect(search.findings(in: rest) == [], "\(tool.name)")
            #expect(search.findings(in: exchange.request.body) == [], "\(tool.name)")
            requests += 1
          }
        }
      }
    }
    print("\(provider): the key stood in one field of \(requests) requests")
    #expect(requests > 0)
  }
}
