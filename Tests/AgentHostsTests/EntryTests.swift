import AgentHosts
import JSON
import Testing

/// What an entry becomes in a file, and what of a file stays.
@Suite struct EntryTests {
  private static let entry = ServerEntry(
    name: "clickport", command: "/bin/clickport", arguments: ["serve"],
    environment: [.init("A_KEY", .reference)])

  private func installed(
    _ host: AgentHost, _ text: String, _ entry: ServerEntry = entry
  ) throws -> String {
    String(decoding: try host.installing(entry, in: Array(text.utf8)).text ?? [], as: UTF8.self)
  }

  @Test func `stands behind a comment on the last line`() throws {
    let text = "{\n    \"mcpServers\": {\n        \"a\": {} // ours\n        // not yet\n    }\n}"
    #expect(
      try installed(.gemini, text) == """
        {
            "mcpServers": {
                "a": {}, // ours
                "clickport": {
                    "command": "/bin/clickport",
                    "args": ["serve"],
                    "env": {
                        "A_KEY": "$A_KEY"
                    }
                }
                // not yet
            }
        }
        """)
  }

  @Test func `keeps what a person added to it`() throws {
    let json = """
      {"mcpServers": {"clickport": {"command": "/old/clickport", "timeout": 5, "trust": true}}}
      """
    #expect(
      try installed(.gemini, json) == """
        {"mcpServers": {"clickport": {"command": "/bin/clickport", "args": ["serve"], \
        "env": {"A_KEY": "$A_KEY"}, "timeout": 5, "trust": true}}}
        """)
    let toml = """
      [mcp_servers.clickport]
      # why
      command = '/old/clickport' # here
      startup_timeout_sec = 20
      args = ["serve"]

      [mcp_servers.clickport.tools.x]
      approval_mode = "approve"
      """
    #expect(
      try installed(.codex, toml) == """
        [mcp_servers.clickport]
        # why
        command = "/bin/clickport" # here
        startup_timeout_sec = 20
        args = ["serve"]
        env_vars = ["A_KEY"]

        [mcp_servers.clickport.tools.x]
        approval_mode = "approve"
        """)
    let yaml = """
      extensions:
        clickport:
          enabled: false
          cmd: /old/clickport
          type: stdio
          available_tools: [a]
      x: 1
      """
    #expect(
      try installed(.goose, yaml) == """
        extensions:
          clickport:
            name: clickport
            description: Marketing services as typed tools
            type: stdio
            cmd: /bin/clickport
            args:
            - serve
            env_keys:
            - A_KEY
            timeout: 300
            enabled: false
            available_tools:
            - a
        x: 1
        """)
  }

  @Test func `shares inputs of VS Code with others, and leaves them theirs`() throws {
    let text = """
      {
        "inputs": [
          {"type": "promptString", "id": "a-key", "description": "mine"}
        ],
        "servers": {
          "other": {"command": "x", "env": {"K": "${input:a-key}"}}
        }
      }
      """
    var entry = Self.entry
    entry.environment.append(.init("B_KEY", .reference, title: "The other"))
    let both = try installed(.vscode, text, entry)
    let value = try JSONValue(parsing: Array(both.utf8))
    #expect(value["inputs"]?.array?.map { $0["id"] } == ["a-key", "b-key"])
    #expect(value["inputs"]?.array?.map { $0["description"] } == ["mine", "The other"])
    let taken = try AgentHost.vscode.uninstalling(
      "clickport", from: Array(both.utf8), originals: [])
    #expect(String(decoding: taken.text ?? [], as: UTF8.self) == text)
  }

  @Test func `is found in what others wrote`() throws {
    let zed = #"{"context_servers": {"c": {"command": {"path": "/x/clickport", "args": ["a"]}}}}"#
    let old = try AgentHost.zed.entries(in: Array(zed.utf8))
    #expect(old == [ServerEntry(name: "c", command: "/x/clickport", arguments: ["a"])])
    #expect(old.first?.isClickport == true)
    let toml =
      "mcp_servers.c.command = 'clickport'\n[mcp_servers.c.env]\nA = \"b\"\n[mcp_servers.d]\nurl='x'"
    let entries = try AgentHost.codex.entries(in: Array(toml.utf8))
    #expect(
      entries == [
        ServerEntry(name: "c", command: "clickport", environment: [.init("A", .text("b"))])
      ])
  }

  @Test func `of other forms in TOML becomes a table`() throws {
    let text =
      "mcp_servers.clickport.command = '/old/clickport'\na = 1\n\n[mcp_servers.b]\nurl = 'x'\n"
    let edit = try AgentHost.codex.installing(
      Self.entry, in: Array(text.utf8), replacesOthers: true)
    #expect(try AgentHost.codex.entries(in: edit.text ?? []) == [Self.entry])
  }

  @Test func `leaves an input that was there before`() throws {
    let text = """
      {
        "inputs": [
          {"type": "promptString", "id": "a-key", "description": "mine"}
        ]
      }
      """
    let original = Array(text.utf8)
    let added = try installed(.vscode, text)
    let changed = Array((added + "// later\n").utf8)
    let taken = try AgentHost.vscode.uninstalling("clickport", from: changed, originals: [original])
    #expect(!taken.restsOnOriginal)
    #expect(AgentHost.vscode.inputNames(in: taken.text) == ["a-key"])
    let entries = try AgentHost.vscode.entries(in: taken.text ?? [])
    #expect(entries.isEmpty)
  }

  @Test(arguments: [
    ("/x/clickport", true), ("clickport.exe", true), ("/x/clickport-x86", true),
    ("clickport-0.1", true), ("/clickport/x", false), ("clickportal", false), ("", false),
  ])
  func `is told by the program's name`(command: String, isOwn: Bool) {
    #expect(ServerEntry(name: "x", command: command).isClickport == isOwn)
  }

  @Test(arguments: AgentHost.all)
  func `of a renamed program is taken out by that program`(host: AgentHost) throws {
    let entry = ServerEntry(name: "clickport", command: "/bin/cp-server", arguments: ["serve"])
    let text = try #require(try host.installing(entry, in: nil).text)
    #expect(throws: HostFileProblem.self) { try host.uninstalling("clickport", from: text) }
    let undone = try host.uninstalling("clickport", from: text, program: "/bin/cp-server")
    #expect(undone.restsOnOriginal && undone.text == nil)
  }

  @Test(arguments: [AgentHost.codex, .goose])
  func `escapes what other readers take for no character`(host: AgentHost) throws {
    let odd = "/a\u{7F}b\u{85}c\u{9F}d\u{2028}e\u{1}f/clickport"
    let entry = ServerEntry(
      name: "clickport", command: odd, arguments: [odd], environment: [.init("A", .text(odd))])
    let text = try #require(try host.installing(entry, in: nil).text)
    let shown = String(decoding: text, as: UTF8.self)
    #expect(shown.contains("\\u007Fb\\u0085c\\u009Fd\\u2028e\\u0001f"), "\(shown)")
    #expect(try host.entries(in: text) == [entry])
  }

  @Test func `is shown without values`() throws {
    let text = """
      {"mcpServers": {
        "clickport": {
          "command": "clickport", "args": ["serve"], "env": {"A": "pw1", "B": "$B"},
          "headers": {"X": "pw2"}, "own": "pw3"
        },
        "other": {"command": "npx", "args": ["pw4"], "env": {"A": "pw5"}}
      }}
      """
    let bytes = Array(text.utf8)
    let own = AgentHost.gemini.shown("clickport", in: bytes, isOwn: true)
    #expect(
      own == [
        "\"clickport\": {", "  \"command\": \"clickport\"", "  \"args\": [\"serve\"]",
        "  \"env\": { \"A\": …, \"B\": \"$B\" }", "  \"headers\": …", "  \"own\": …", "}",
      ])
    let other = AgentHost.gemini.shown("other", in: bytes, isOwn: false)
    #expect(other == ["\"other\": { \"command\": \"npx\", … }"])
  }

  @Test func `of VS Code promises a question only where there is one`() {
    let without = ServerEntry(name: "clickport", command: "clickport")
    #expect(!AgentHost.vscode.advice(for: without).contains("asks"))
    #expect(AgentHost.vscode.advice(for: Self.entry).contains("asks for the keys"))
  }

  @Test func `prints no value`() {
    let value = ServerEntry.Value.text("a secret")
    #expect(!"\(value) \(String(reflecting: value))".contains("a secret"))
    var dumped = ""
    dump(ServerEntry(name: "x", command: "y", environment: [.init("K", value)]), to: &dumped)
    #expect(!dumped.contains("a secret"))
  }
}

/// Where hosts keep their files.
@Suite struct HostPlacesTests {
  private func files(
    _ system: HostPlaces.System, _ variables: [String: String] = [:]
  ) -> [String] {
    let places = HostPlaces(home: "/h/", system: system) { variables[$0] }
    return AgentHost.all.map { $0.userFile(in: places) }
  }

  @Test func `on Linux`() {
    #expect(
      files(.linux) == [
        "/h/.config/Claude/claude_desktop_config.json", "/h/.claude.json", "/h/.cursor/mcp.json",
        "/h/.config/Code/User/mcp.json", "/h/.codex/config.toml", "/h/.gemini/settings.json",
        "/h/.config/zed/settings.json", "/h/.codeium/windsurf/mcp_config.json",
        "/h/.config/goose/config.yaml",
      ])
  }

  @Test func `on macOS`() {
    #expect(
      files(.macOS) == [
        "/h/Library/Application Support/Claude/claude_desktop_config.json", "/h/.claude.json",
        "/h/.cursor/mcp.json", "/h/Library/Application Support/Code/User/mcp.json",
        "/h/.codex/config.toml", "/h/.gemini/settings.json", "/h/.config/zed/settings.json",
        "/h/.codeium/windsurf/mcp_config.json", "/h/.config/goose/config.yaml",
      ])
  }

  @Test func `where variables say`() {
    let variables = [
      "XDG_CONFIG_HOME": "/x/", "CLAUDE_CONFIG_DIR": "/c", "CODEX_HOME": "/d",
      "GEMINI_CLI_HOME": "relative",
    ]
    #expect(
      files(.linux, variables) == [
        "/x/Claude/claude_desktop_config.json", "/c/.claude.json", "/h/.cursor/mcp.json",
        "/x/Code/User/mcp.json", "/d/config.toml", "/h/.gemini/settings.json",
        "/x/zed/settings.json", "/h/.codeium/windsurf/mcp_config.json", "/x/goose/config.yaml",
      ])
  }
}
