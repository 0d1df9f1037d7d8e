/// A program that starts MCP servers for an agent, and keeps in a file which.
package enum AgentHost: String, CaseIterable, Sendable {
  case claudeDesktop = "claude-desktop"
  case claudeCode = "claude-code"
  case cursor
  case vscode
  case codex
  case gemini
  case zed
  case windsurf
  case goose

  package static var all: [AgentHost] { allCases }

  /// What it is called on the command line.
  package var id: String { rawValue }

  /// What it is called by people.
  package var title: String {
    switch self {
    case .claudeDesktop: "Claude Desktop"
    case .claudeCode: "Claude Code"
    case .cursor: "Cursor"
    case .vscode: "VS Code"
    case .codex: "Codex"
    case .gemini: "Gemini CLI"
    case .zed: "Zed"
    case .windsurf: "Windsurf"
    case .goose: "Goose"
    }
  }

  package enum Format: Sendable {
    /// With comments and trailing commas, where they are.
    case json
    case toml
    case yaml
  }

  package var format: Format {
    switch self {
    case .codex: .toml
    case .goose: .yaml
    case .claudeDesktop, .claudeCode, .cursor, .vscode, .gemini, .zed, .windsurf: .json
    }
  }

  /// The member of its file that has an entry for each server.
  package var section: String {
    switch self {
    case .claudeDesktop, .claudeCode, .cursor, .gemini, .windsurf: "mcpServers"
    case .vscode: "servers"
    case .codex: "mcp_servers"
    case .zed: "context_servers"
    case .goose: "extensions"
    }
  }

  /// Whether an entry can name a variable without holding its value.
  package var takesReferences: Bool {
    switch self {
    case .claudeDesktop, .zed: false
    case .claudeCode, .cursor, .vscode, .codex, .gemini, .windsurf, .goose: true
    }
  }

  /// What has to be done before it starts a server that was added or taken out, as a sentence.
  package func advice(for entry: ServerEntry) -> String {
    switch self {
    case .claudeDesktop: "Quit Claude Desktop and start it again."
    case .claudeCode: "Start a new session of Claude Code; /mcp shows its servers."
    case .cursor: "Cursor shows its servers in its settings, under MCP."
    case .vscode:
      entry.environment.contains { $0.value == .reference }
        ? "VS Code asks for the keys when it first starts the server, and keeps them; "
          + "'MCP: List Servers' shows it."
        : "In VS Code, 'MCP: List Servers' shows it."
    case .codex: "Start a new session of Codex; /mcp shows its servers."
    case .gemini: "Start Gemini CLI again; /mcp shows its servers."
    case .zed: "Zed starts it by itself; the agent panel's settings show it."
    case .windsurf: "Refresh the servers in Windsurf's MCP settings."
    case .goose: "Start a new session of Goose."
    }
  }
}
