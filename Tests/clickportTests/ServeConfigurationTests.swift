import Host
import JSON
import Logging
import Providers
import Testing
import Tools

@testable import clickport

@Suite struct `A launch without arguments` {
  @Test func `is what reading no arguments gives`() throws {
    let parsed = try Serve.parse([]).configuration()
    #expect(try ServeConfiguration(.process) == parsed)
    #expect(parsed == ServeConfiguration())
  }

  @Test func `takes from the environment what hosts can only say there`() throws {
    var expected = ServeConfiguration()
    expected.selection.toolsets = ["clicks", "all"]
    expected.selection.excludedTools = ["send_message"]
    expected.selection.isReadOnly = true
    expected.publication = Publication(
      outputSchemas: true, dialect: .openAIStrict, structure: .always)
    expected.sandboxState = "/tmp/sandbox.jsonl"
    expected.defaultCountry = PhoneCountry(named: "DE")
    expected.allowedDirectories = ["/srv/media", "~/pictures"]
    expected.saveDirectories = ["/srv/reports"]
    let environment = Environment([
      "CLICKPORT_DEFAULT_COUNTRY": "+49", "CLICKPORT_SANDBOX_STATE": "/tmp/sandbox.jsonl",
      "CLICKPORT_TOOLSETS": "clicks, all", "CLICKPORT_EXCLUDE_TOOLS": "send_message",
      "CLICKPORT_READ_ONLY": "Yes", "CLICKPORT_OUTPUT_SCHEMAS": "1", "CLICKPORT_TOOLS": " ",
      "CLICKPORT_ALLOW_DIR": ":/srv/media: ~/pictures:", "CLICKPORT_SAVE_DIR": "/srv/reports",
      "CLICKPORT_SCHEMA_DIALECT": "OpenAI-Strict", "CLICKPORT_STRUCTURED": "always",
    ])
    #expect(try ServeConfiguration(environment) == expected)
  }

  @Test(arguments: ["XX", "Germany", "+999"])
  func `refuses a country there isn't`(name: String) {
    let environment = Environment(["CLICKPORT_DEFAULT_COUNTRY": name])
    let error = #expect(throws: ValidationError.self) { try ServeConfiguration(environment) }
    #expect(error.map { "\($0)".contains("a country such as IN") } == true)
  }

  @Test(arguments: [("SCHEMA_DIALECT", "gemini"), ("STRUCTURED", "never")])
  func `refuses a choice there isn't`(variable: String, choice: String) {
    let environment = Environment(["CLICKPORT_" + variable: choice])
    let error = #expect(throws: ValidationError.self) { try ServeConfiguration(environment) }
    #expect(error.map { "\($0)".contains("CLICKPORT_\(variable) must be") } == true)
  }

  @Test func `gives every option a place in the configuration`() throws {
    let arguments = [
      "--manifest", "a.json", "--toolsets", "all", "--sandbox", "--sandbox-time",
      "2026-04-15T12:00:00Z", "--faults", "rate=0.5", "--no-ledger", "--allow-destructive",
      "--policy", "p.json", "--allow-dir", "/usr/share", "--save-dir", "/tmp", "--save-dir",
      "/var/tmp",
      "--call-timeout", "2.5", "--log-level", "info", "--log-format", "json", "--drain", "1",
      "--output-schemas", "--schema-dialect", "openai-strict", "--structured", "always",
      "--sandbox-state", "s.jsonl",
    ]
    let configuration = try Serve.parse(arguments).configuration()
    let standard = ServeConfiguration()
    #expect(configuration.overlays == ["a.json"])
    #expect(configuration.selection.toolsets == ["all"])
    #expect(configuration.sandbox?.time?.description == "2026-04-15T12:00:00Z")
    #expect(configuration.sandbox?.faults != nil)
    #expect(configuration.keepsLedger != standard.keepsLedger)
    #expect(configuration.allowsDestructive != standard.allowsDestructive)
    #expect(configuration.policyFile == "p.json")
    #expect(configuration.allowedDirectories == ["/usr/share"])
    #expect(configuration.saveDirectories == ["/tmp", "/var/tmp"])
    #expect(configuration.callLimit == .milliseconds(2500))
    #expect(configuration.logLevel == .info)
    #expect(configuration.logFormat == .json)
    #expect(configuration.drain == .seconds(1))
    #expect(
      configuration.publication
        == Publication(outputSchemas: true, dialect: .openAIStrict, structure: .always))
    #expect(configuration.sandboxState == "s.jsonl")
  }
}

/// A host that has nothing for a setting passes the reference to it on.
@Suite struct `A setting that was left unfilled` {
  static let variables = [
    "TOOLSETS", "TOOLS", "EXCLUDE_TOOLS", "PROVIDERS", "READ_ONLY", "API_WRITES", "OUTPUT_SCHEMAS",
    "SCHEMA_DIALECT", "STRUCTURED", "TIME_ZONE", "DEFAULT_COUNTRY", "ALLOW_DIR", "SAVE_DIR",
    "SANDBOX_STATE",
  ].map { "CLICKPORT_" + $0 }

  @Test(arguments: [
    "${user_config.setting}", "${SETTING}", "${SETTING:-}", "${env:SETTING}", "${input:setting}",
    "$SETTING",
  ])
  func `counts as not set, whichever it is`(reference: String) throws {
    for variable in Self.variables {
      var configuration = try ServeConfiguration(Environment([variable: reference]))
      // Who wanted fewer tools is told.
      #expect(
        configuration.unfilledLimits
          == (["CLICKPORT_READ_ONLY", "CLICKPORT_EXCLUDE_TOOLS"].contains(variable)
            ? [variable] : []))
      let warnings = StartReport([], configuration).warnings.filter { $0.contains("unfilled") }
      #expect(warnings.count == configuration.unfilledLimits.count)
      #expect(!warnings.contains { $0.contains(reference) })
      configuration.unfilledLimits = []
      #expect(configuration == ServeConfiguration(), "\(variable)")
    }
    let all = Dictionary(uniqueKeysWithValues: Self.variables.map { ($0, reference) })
    #expect(throws: Never.self) { try ServeConfiguration(Environment(all)) }
  }
}
