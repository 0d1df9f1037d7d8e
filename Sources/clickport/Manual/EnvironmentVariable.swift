import Tools

/// A variable that the program reads, as help and the manual tell of it. Whoever reads another adds
/// it here: a test compares them.
struct EnvironmentVariable: Equatable {
  let name: String
  /// A sentence.
  let meaning: String

  init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }

  /// What every service has: keys, where it is, the account's plan.
  static func ofServices(_ manifest: Manifest) -> [EnvironmentVariable] {
    manifest.providers.flatMap { service in
      var variables = service.keyVariables.enumerated().map { index, name in
        EnvironmentVariable(
          name, "\(index == 0 ? "The key" : "Another key") of \(service.title).")
      }
      for authentication in service.authentications {
        guard let signIn = authentication.signIn else { continue }
        variables += signIn.body.map {
          EnvironmentVariable(
            $0.variable,
            "With \(signIn.variables), a token is had for \(service.title) in place of a key.")
        }
      }
      variables.append(
        EnvironmentVariable(
          service.baseURLVariable, "Where \(service.title) is, instead of \(service.baseURL)."))
      if !service.limits.plans.isEmpty {
        variables.append(
          EnvironmentVariable(
            service.planVariable, "The account's plan at \(service.title), for its limits."))
      }
      return variables
    }
  }

  /// All of them, those of the built-in manifest's services first.
  static func all() -> [EnvironmentVariable] {
    let manifest = try? ManifestFiles(overlays: []).read()
    return (manifest.map(ofServices) ?? []) + [keyFiles] + own + system
  }

  static let keyFiles = EnvironmentVariable(
    "…_FILE", "Behind the name of a key's variable: the file that holds the key.")

  /// Those that are this program's alone.
  static let own = [
    EnvironmentVariable("CLICKPORT_TOOLSETS", "As --toolsets: which toolsets are listed."),
    EnvironmentVariable("CLICKPORT_TOOLS", "As --tools: which tools are listed."),
    EnvironmentVariable("CLICKPORT_EXCLUDE_TOOLS", "As --exclude-tools: what is never offered."),
    EnvironmentVariable("CLICKPORT_PROVIDERS", "As --providers: which services are used."),
    EnvironmentVariable("CLICKPORT_READ_ONLY", "As --read-only, where it is 1."),
    EnvironmentVariable("CLICKPORT_API_WRITES", "As --api-writes, where it is 1."),
    EnvironmentVariable("CLICKPORT_OUTPUT_SCHEMAS", "As --output-schemas, where it is 1."),
    EnvironmentVariable("CLICKPORT_SCHEMA_DIALECT", "As --schema-dialect."),
    EnvironmentVariable("CLICKPORT_STRUCTURED", "As --structured."),
    EnvironmentVariable("CLICKPORT_TIME_ZONE", "As --time-zone."),
    EnvironmentVariable(
      "CLICKPORT_DEFAULT_COUNTRY",
      "Where phone numbers belong that don't say so themselves, such as DE."),
    EnvironmentVariable("CLICKPORT_SANDBOX_STATE", "As --sandbox-state."),
    EnvironmentVariable("CLICKPORT_MANIFEST", "As --manifest; several with : between them."),
    EnvironmentVariable("CLICKPORT_ALLOW_DIR", "As --allow-dir; several with : between them."),
    EnvironmentVariable("CLICKPORT_SAVE_DIR", "As --save-dir; several with : between them."),
    EnvironmentVariable("CLICKPORT_DRIFT", "0 for --no-drift."),
    EnvironmentVariable(
      "CLICKPORT_WEBHOOK_SECRET",
      "The secret of clickport webhook verify; with _FILE behind it, the file that holds it."),
    EnvironmentVariable(
      "CLICKPORT_LIBCURL", "The file of the libcurl to use, where the system doesn't find it."),
  ]

  /// Those that many programs read.
  static let system = [
    EnvironmentVariable(
      "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
      "The proxy that calls go through, and for what none is used; in any case."),
    EnvironmentVariable("SSL_CERT_FILE", "A file in PEM of certificate authorities to trust."),
    EnvironmentVariable("SSL_CERT_DIR", "A directory of certificate authorities to trust."),
    EnvironmentVariable("STATE_DIRECTORY", "The state directory, as systemd sets it."),
    EnvironmentVariable(
      "XDG_STATE_HOME", "Where clickport/ is made for what is kept; otherwise ~/.local/state."),
    EnvironmentVariable(
      "XDG_CONFIG_HOME", "Where clickport/keys/ is made for keys; otherwise ~/.config."),
    EnvironmentVariable("HOME", "Where state and keys are, unless it is said otherwise."),
    EnvironmentVariable("PATH", "Where install looks for the program that it was started as."),
    EnvironmentVariable("TZDIR", "Where the time zone database is, if not in its usual place."),
    EnvironmentVariable("COLUMNS", "How wide tables and help are; otherwise as the terminal is."),
    EnvironmentVariable("NO_COLOR", "No colours, where it is set to anything."),
  ]
}
