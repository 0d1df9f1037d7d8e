internal import JSON

/// How an entry is written in each host's words.
extension AgentHost {
  /// The members of an entry.
  func members(of entry: ServerEntry) -> JSONObject {
    var members: JSONObject = [:]
    switch self {
    case .claudeCode, .cursor, .vscode: members["type"] = "stdio"
    case .zed: members["source"] = "custom"
    case .goose:
      members["name"] = .string(entry.name)
      members["description"] = "Marketing services as typed tools"
      members["type"] = "stdio"
    case .claudeDesktop, .codex, .gemini, .windsurf: break
    }
    members[commandKey] = .string(entry.command)
    members["args"] = .array(entry.arguments.map { .string($0) })
    add(entry.environment, to: &members)
    if self == .goose {
      members["timeout"] = 300
      members["enabled"] = true
    }
    return members
  }

  private func add(_ environment: [ServerEntry.Variable], to members: inout JSONObject) {
    var values: JSONObject = [:]
    var references: [JSONValue] = []
    for variable in environment {
      switch variable.value {
      case .text(let text): values[variable.name] = .string(text)
      case .reference:
        if let reference = reference(to: variable.name) {
          values[variable.name] = .string(reference)
        } else {
          references.append(.string(variable.name))
        }
      }
    }
    if !values.isEmpty { members[environmentKey] = .object(values) }
    if let referencesKey, !references.isEmpty { members[referencesKey] = .array(references) }
  }

  /// The entry that members say; nil where they start no program.
  func entry(named name: String, _ members: JSONObject, inputs: [JSONValue] = []) -> ServerEntry? {
    guard let command = command(in: members) else { return nil }
    let arguments = (members["args"] ?? members["command"]?["args"])?.array ?? []
    var entry = ServerEntry(
      name: name, command: command, arguments: arguments.compactMap(\.string))
    let values = members[environmentKey] ?? members["command"]?["env"]
    for (name, value) in values?.object?.members ?? [] {
      let text = value.string ?? value.description
      let isReference = reference(to: name) == text
      entry.environment.append(
        .init(
          name, isReference ? .reference : .text(text),
          title: isReference && self == .vscode ? Self.title(of: name, in: inputs) : nil))
    }
    if let referencesKey {
      for case .string(let name) in members[referencesKey]?.array ?? [] {
        entry.environment.append(.init(name, .reference))
      }
    }
    return entry
  }

  private func command(in members: JSONObject) -> String? {
    // Older versions of Zed had an object for it.
    members[commandKey]?.string ?? members[commandKey]?["path"]?.string
  }

  /// Whether a member is one that an installation writes; all others are the user's.
  func writes(_ member: String) -> Bool {
    switch member {
    case "type": [.claudeCode, .cursor, .vscode, .goose].contains(self)
    case "source": self == .zed
    case "name", "description": self == .goose
    case "args", commandKey, environmentKey, referencesKey: true
    default: false
    }
  }

  /// The lines that an entry of a file is shown in: without the values of variables and of members
  /// that aren't an installation's, and with no more than its program where it isn't Clickport's.
  package func shown(_ name: String, in text: [UInt8]?, isOwn: Bool) -> [String] {
    guard let text, let file = try? format.read(text), let present = file.value[section]?[name]
    else { return [] }
    let title = JSONValue.string(name).description
    guard let members = present.object else { return ["\(title): …"] }
    guard isOwn else {
      let program = command(in: members).map { JSONValue.string($0).description } ?? "…"
      return ["\(title): { \"\(commandKey)\": \(program), … }"]
    }
    let lines = members.members.map { key, value in
      "  \(JSONValue.string(key).description): \(shown(value, as: key, of: members))"
    }
    return ["\(title): {"] + lines + ["}"]
  }

  private func shown(_ value: JSONValue, as key: String, of members: JSONObject) -> String {
    if key == environmentKey, let values = value.object {
      let variables = values.members.map { name, value in
        let isReference = value.string != nil && value.string == reference(to: name)
        return "\(JSONValue.string(name).description): \(isReference ? value.description : "…")"
      }
      return "{ " + variables.joined(separator: ", ") + " }"
    }
    if key == commandKey, let program = command(in: members) {
      return JSONValue.string(program).description
    }
    guard key != environmentKey, key != commandKey, writes(key) else { return "…" }
    return value.description
  }

  private var commandKey: String { self == .goose ? "cmd" : "command" }
  private var environmentKey: String { self == .goose ? "envs" : "env" }

  /// The list of the variables that are passed on, where a host has one.
  private var referencesKey: String? {
    switch self {
    case .codex: "env_vars"
    case .goose: "env_keys"
    case .claudeDesktop, .claudeCode, .cursor, .vscode, .gemini, .zed, .windsurf: nil
    }
  }

  /// What stands for a variable's value.
  private func reference(to variable: String) -> String? {
    switch self {
    // Without the default, a variable that isn't set arrives as this text.
    case .claudeCode: "${\(variable):-}"
    case .cursor, .windsurf: "${env:\(variable)}"
    case .vscode: "${input:\(Self.input(for: variable))}"
    case .gemini: "$\(variable)"
    case .claudeDesktop, .zed, .codex, .goose: nil
    }
  }
}

/// The inputs of VS Code: what it asks for and keeps.
extension AgentHost {
  /// The name of the input for a variable.
  static func input(for variable: String) -> String {
    String(variable.lowercased().map { $0 == "_" ? "-" : $0 })
  }

  /// The names of the inputs in a file.
  package func inputNames(in text: [UInt8]?) -> [String] {
    guard self == .vscode, let text, let file = try? format.read(text) else { return [] }
    return Self.inputNames(in: file.value)
  }

  static func inputNames(in value: JSONValue) -> [String] {
    (value["inputs"]?.array ?? []).compactMap { $0["id"]?.string }
  }

  /// The inputs that an entry refers to.
  func inputs(for entry: ServerEntry) -> [JSONObject] {
    guard self == .vscode else { return [] }
    return entry.environment.filter { $0.value == .reference }.map { variable in
      [
        "type": "promptString", "id": .string(Self.input(for: variable.name)),
        "description": .string(variable.title ?? variable.name), "password": true,
      ]
    }
  }

  private static func title(of variable: String, in inputs: [JSONValue]) -> String? {
    let title = inputs.first { $0["id"]?.string == input(for: variable) }?["description"]?.string
    return title == variable ? nil : title
  }
}
