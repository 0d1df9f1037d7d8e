import Foundation
import JSON
import TestSupport
import Tools

/// What a process with a key for every service is given, and what it is asked.
enum KeyedProcess {
  /// The key of every service, in variables or in files, and addresses nobody answers at.
  static func environment(
    keyFile: String? = nil, at address: String? = nil
  ) throws -> [String: String] {
    let address = address ?? "http://127.0.0.1:\(LoopbackServer.closedPort)"
    var environment: [String: String] = [:]
    for provider in try Repository.manifest().providers {
      environment[provider.baseURLVariable] = address
      guard let variable = provider.authentication?.variable else { continue }
      if let keyFile {
        environment[variable + "_FILE"] = keyFile
      } else {
        environment[variable] = SecretSearch.key
      }
    }
    return environment
  }

  static func request(_ id: Int, _ method: String, _ params: String = "") -> String {
    """
    {"jsonrpc":"2.0","id":\(id),"method":"\(method)","params":{\(params)\(params.isEmpty ? "" : ",")\
    "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
    "io.modelcontextprotocol/logLevel":"debug",\
    "io.modelcontextprotocol/clientCapabilities":{}}}}
    """
  }

  /// Calls, readings and mistakes of every kind.
  static func lines() throws -> [String] {
    let manifest = try Repository.manifest()
    var lines: [String] = []
    for provider in manifest.providers {
      let tools = provider.tools.filter { $0.consent == nil && $0.listing != .byName }
      for tool in tools.filter({ $0.effect == .read }).prefix(3) + tools.suffix(2) {
        let arguments = JSONValue.object(tool.example ?? [:])
        lines.append(
          request(
            lines.count, "tools/call", #""name":"\#(tool.name)","arguments":\#(arguments)"#))
      }
      lines.append(
        request(lines.count, "resources/read", #""uri":"clickport://providers/\#(provider.id)""#))
    }
    for prompt in manifest.prompts {
      lines.append(request(lines.count, "prompts/get", #""name":"\#(prompt.name)""#))
    }
    for method in ["tools/list", "resources/list", "prompts/list", "server/discover", "no/such"] {
      lines.append(request(lines.count, method))
    }
    lines.append(request(lines.count, "tools/call", #""name":"no_such_tool","arguments":{}"#))
    return lines + ["{", "[]", "null", #"{"jsonrpc":"2.0","id":7}"#, "\u{0}"]
  }

  /// A file of this test's own that is removed by who makes it.
  static func file(_ content: String) throws -> URL {
    let file = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID().uuidString)")
    try content.write(to: file, atomically: true, encoding: .utf8)
    return file
  }
}
