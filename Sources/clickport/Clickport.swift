import Host
import Loop

/// The command line: `clickport` alone serves, because that is how hosts launch it.
@main
enum Clickport {
  static let version = "0.1.0"

  static func main() {
    CoreDumps.forbid()
    Signals.unblock()
    let arguments = Array(CommandLine.arguments.dropFirst())
    EventLoop.shared.run { await program.run(arguments) }
  }

  private static var program: Program {
    Program(
      name: "clickport",
      version: version,
      abstract: "Marketing services as typed tools for AI agents, over MCP.",
      discussion: """
        An agent host launches clickport and speaks MCP with it over standard input and output. \
        Keys come from environment variables, one for each service that is used, or from the file \
        that the same name with _FILE behind it points at. clickport check names the variables.

        Without any account, try: clickport demo
        """,
      commands: [
        Serve.self, Check.self, ListTools.self, Call.self, Query.self, Demo.self,
        Install.self, Setup.self, RemoveKeys.self, SetKey.self, ListKeys.self, ShowDrift.self,
        ServeSandbox.self, ImportOpenAPI.self, ShowLedger.self, AuditVerify.self,
        WebhookVerify.self,
      ],
      standard: Serve.self)
  }
}
