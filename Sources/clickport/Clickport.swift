import Host
import Loop
import Tools

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

  static var program: Program {
    Program(
      name: "clickport",
      version: version,
      abstract: "Marketing services as typed tools for AI agents, over MCP.",
      discussion: """
        An agent host launches clickport and speaks MCP with it over standard input and output. \
        clickport setup asks for the services' keys and keeps them; they may also come from variables, \
        or from files. clickport install tells a host of this program, and clickport doctor looks \
        whether everything works.
        """,
      commands: [
        Serve.self, Check.self, ListTools.self, Call.self, Query.self, Demo.self,
        Install.self, Setup.self, RemoveKeys.self, SetKey.self, ListKeys.self, Doctor.self,
        ShowDrift.self,
        ServeSandbox.self, ImportOpenAPI.self, ShowLedger.self, AuditVerify.self,
        WebhookVerify.self,
        Completions.self, PrintManual.self, ShowVersion.self, Complete.self,
      ],
      standard: Serve.self,
      groups: [
        ("Try", ["demo", "tools", "call", "query"]),
        ("Set up", ["install", "setup", "keys", "keys set", "keys remove", "doctor", "check"]),
        ("Serve", ["serve", "sandbox"]),
        ("Look", ["ledger", "drift", "audit verify", "webhook verify"]),
        ("Build", ["import openapi", "completions", "man", "version"]),
      ],
      examples: [
        ("clickport demo", "the tools at work on the sandbox, without an account"),
        ("clickport tools --toolsets all", "every tool there is"),
        (
          "clickport call get_clicks range=last_month --sandbox",
          "one call, answered by the sandbox"
        ),
        (
          "clickport query get_clicks --range last_quarter --group-by advertiser_name "
            + "--measure 'sum(click_count)' --sandbox",
          "a list read to its end, and added up"
        ),
      ],
      otherNames: {
        let manifest = try? ManifestFiles(overlays: []).read()
        return ((manifest?.tools ?? []).map(\.name), "call")
      })
  }
}
