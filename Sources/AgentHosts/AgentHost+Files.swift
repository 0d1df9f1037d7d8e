/// What of a machine decides where hosts keep their files.
package struct HostPlaces: Sendable {
  package enum System: Sendable {
    case linux
    case macOS
  }

  /// The user's own directory, absolute.
  package let home: String
  package let system: System
  private let variable: @Sendable (String) -> String?

  package init(
    home: String, system: System, variable: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.home = Self.trimmed(home)
    self.system = system
    self.variable = variable
  }

  /// The directory that a variable names, where it is absolute, as the XDG specification has it.
  fileprivate func directory(_ name: String) -> String? {
    guard let path = variable(name), path.utf8.first == UInt8(ascii: "/") else { return nil }
    return Self.trimmed(path)
  }

  /// Where programs that heed the XDG specification keep their settings.
  fileprivate var configuration: String { directory("XDG_CONFIG_HOME") ?? home + "/.config" }

  /// Where programs with windows keep theirs.
  fileprivate var application: String {
    switch system {
    case .linux: configuration
    case .macOS: home + "/Library/Application Support"
    }
  }

  private static func trimmed(_ path: String) -> String {
    path.utf8.count > 1 && path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path
  }
}

extension AgentHost {
  /// The file with the user's servers, absolute; whether it is there is another question.
  package func userFile(in places: HostPlaces) -> String {
    switch self {
    case .claudeDesktop: places.application + "/Claude/claude_desktop_config.json"
    case .claudeCode: (places.directory("CLAUDE_CONFIG_DIR") ?? places.home) + "/.claude.json"
    case .cursor: places.home + "/.cursor/mcp.json"
    case .vscode: places.application + "/Code/User/mcp.json"
    case .codex: (places.directory("CODEX_HOME") ?? places.home + "/.codex") + "/config.toml"
    case .gemini:
      (places.directory("GEMINI_CLI_HOME") ?? places.home) + "/.gemini/settings.json"
    case .zed:
      (places.system == .macOS ? places.home + "/.config" : places.configuration)
        + "/zed/settings.json"
    case .windsurf: places.home + "/.codeium/windsurf/mcp_config.json"
    case .goose: places.configuration + "/goose/config.yaml"
    }
  }

  /// The file with a project's servers, from the project's directory; nil where there is none such.
  package var projectFile: String? {
    switch self {
    case .claudeCode: ".mcp.json"
    case .cursor: ".cursor/mcp.json"
    case .vscode: ".vscode/mcp.json"
    case .codex: ".codex/config.toml"
    case .gemini: ".gemini/settings.json"
    case .zed: ".zed/settings.json"
    case .claudeDesktop, .windsurf, .goose: nil
    }
  }

  /// All files that may have its servers: the user's and, where it is asked about one, a project's.
  package func configurationFiles(in places: HostPlaces, project: String? = nil) -> [String] {
    var files = [userFile(in: places)]
    if let project, let projectFile { files.append(project + "/" + projectFile) }
    return files
  }
}
