import Host
import JSON
import Logging
import Providers
import Stdio
import Tools

/// What a server is started with. Each default stands here, and nowhere else; the command line's
/// options parse into it.
struct ServeConfiguration: Equatable {
  /// Files laid over the built-in manifest, in this order.
  var overlays: [String] = []
  var selection = ToolSelection()
  var publication = Publication()
  /// Answers in place of the services; nil for the real ones.
  var sandbox: SandboxConfiguration?
  /// The file that keeps what is changed in the sandbox; nil for one that ends with the process.
  var sandboxState: String?
  /// What `--state-dir` names; nil for the user's own directory, and for none with the sandbox.
  var stateDirectory: String?
  /// Whether calls with an effect are put on record.
  var keepsLedger = true
  /// Whether answers are compared with the manifest as they pass.
  var watchesDrift = true
  var auditFile: String?
  /// Whether destructive tools act without a person's word.
  var allowsDestructive = false
  var policyFile: String?
  /// Where phone numbers belong that don't say so themselves, unless the policy says it.
  var defaultCountry: PhoneCountry?
  /// The directories that arguments may name files of.
  var allowedDirectories: [String] = []
  /// The directories that answers may be saved into.
  var saveDirectories: [String] = []
  /// Where the days of a range begin and end, unless the call or its service says otherwise.
  var timeZone = TimeZoneRules.utc.name
  /// How long a call may take, with waits and retries.
  var callLimit = CallTiming.standardLimit
  /// How many requests one question over many rows may make.
  var requestLimit = 500
  /// How long calls that were read may go on after the input has ended.
  var drain = StdioTransport.standardDrain
  /// Variables that would have left tools out, had their host filled in the references they hold.
  var unfilledLimits: [String] = []
  var logLevel = Logger.Level.warning
  var logFormat = LogFormat.text

  /// The defaults alone, whatever the environment holds.
  init() {}

  /// What this environment chooses, for hosts that can only set variables: `CLICKPORT_TOOLSETS`,
  /// `_TOOLS`, `_EXCLUDE_TOOLS`, `_PROVIDERS`, `_READ_ONLY`, `_API_WRITES`, `_OUTPUT_SCHEMAS`,
  /// `_SCHEMA_DIALECT`, `_STRUCTURED`, `_TIME_ZONE`, `_DEFAULT_COUNTRY`, `_ALLOW_DIR`, `_SAVE_DIR`,
  /// `_SANDBOX_STATE`, `_DRIFT`.
  init(_ environment: Environment) throws(ValidationError) {
    func names(_ variable: String) -> [String]? {
      environment.variable("CLICKPORT_" + variable).flatMap(Self.names)
    }
    func flag(_ variable: String, unset: Bool = false) throws(ValidationError) -> Bool {
      switch environment.variable("CLICKPORT_" + variable)?.lowercased() {
      case nil, "": return unset
      case "0", "false", "no", "off": return false
      case "1", "true", "yes", "on": return true
      case let text?:
        throw ValidationError("CLICKPORT_\(variable) must be 1 or 0; it is \"\(text)\"")
      }
    }
    func choice<Value: RawRepresentable<String> & CaseIterable>(
      _ variable: String
    ) throws(ValidationError) -> Value? {
      guard let text = environment.variable("CLICKPORT_" + variable), !text.isBlank else {
        return nil
      }
      if let value = Value(rawValue: text.trimmed.lowercased()) { return value }
      let known = Value.allCases.map(\.rawValue).joined(separator: " or ")
      throw ValidationError("CLICKPORT_\(variable) must be \(known); it is \"\(text)\"")
    }
    selection.toolsets = names("TOOLSETS")
    selection.tools = names("TOOLS") ?? []
    selection.excludedTools = names("EXCLUDE_TOOLS") ?? []
    selection.providers = names("PROVIDERS")
    selection.isReadOnly = try flag("READ_ONLY")
    selection.allowsAPIWrites = try flag("API_WRITES")
    publication.outputSchemas = try flag("OUTPUT_SCHEMAS")
    publication.dialect = try choice("SCHEMA_DIALECT") ?? publication.dialect
    publication.structure = try choice("STRUCTURED") ?? publication.structure
    watchesDrift = try flag("DRIFT", unset: true)
    sandboxState = environment.sandboxState
    allowedDirectories = environment.paths(FileOptions.allowedVariable)
    saveDirectories = environment.paths(FileOptions.saveVariable)
    unfilledLimits = ["READ_ONLY", "EXCLUDE_TOOLS"].map { "CLICKPORT_" + $0 }
      .filter(environment.isUnfilled)
    if let zone = environment.variable("CLICKPORT_TIME_ZONE"), !zone.isEmpty { timeZone = zone }
    if let name = environment.variable("CLICKPORT_DEFAULT_COUNTRY"), !name.isEmpty {
      defaultCountry = PhoneCountry(named: name)
      if defaultCountry == nil {
        throw ValidationError(
          "CLICKPORT_DEFAULT_COUNTRY must be \(PhoneCountry.expectation); it is \"\(name)\"")
      }
    }
  }

  /// The names in a list with commas or blanks; nil when there is none.
  static func names(_ text: String) -> [String]? {
    let names = text.split { $0 == "," || $0.isWhitespace }
    return names.isEmpty ? nil : names.map(String.init)
  }
}

extension Environment {
  /// The paths in a variable, with colons between them.
  func paths(_ name: String) -> [String] {
    (variable(name) ?? "").split(separator: ":").map { String($0).trimmed }.filter { !$0.isEmpty }
  }
}
