import ArgumentParser
import Host
import Loop

/// The command line: `clickport` alone serves, because that is how hosts launch it.
struct Clickport: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "clickport",
    abstract: "Marketing services as typed tools for AI agents, over MCP.",
    discussion: """
      An agent host launches clickport and speaks MCP with it over standard input and output. \
      Keys come from environment variables, one for each service that is used, or from the file \
      that the same name with _FILE behind it points at. clickport check names the variables.

      Without any account, try: clickport demo
      """,
    version: version,
    subcommands: [
      Serve.self, Check.self, ListTools.self, Call.self, Query.self, Demo.self, ServeSandbox.self,
      Import.self,
      ShowLedger.self, Audit.self,
    ],
    defaultSubcommand: Serve.self)
}

/// Where the process begins.
@main
enum Entry {
  static func main() {
    CoreDumps.forbid()
    EventLoop.shared.run {
      // As hosts launch it: there is nothing to read, and somebody waits. Learning by reflection
      // that nothing was said takes ArgumentParser more instructions than all the rest of such a
      // start.
      guard CommandLine.arguments.dropFirst().isEmpty else { return await Clickport.main(nil) }
      do {
        try await Serve.serve(ServeConfiguration(.process))
      } catch {
        Clickport.exit(withError: error)
      }
    }
  }
}
