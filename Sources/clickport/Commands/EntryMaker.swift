import AgentHosts
import Host
import JSON
import Platform
import Providers
import Tools

/// Makes the entries that `clickport install` writes.
struct EntryMaker {
  private let options: Install
  private let arguments: [String]
  private let command: String
  private let services: [ProviderDescriptor]

  init(_ options: Install) throws {
    self.options = options
    arguments = try Self.arguments(options)
    command = try Self.command(options)
    services = try ManifestFiles(overlays: options.manifest.overlays).load().providers
  }

  /// What the server is started with. Paths are made absolute: hosts start it who knows where.
  private static func arguments(_ options: Install) throws -> [String] {
    var words: [String] = []
    if options.usesSandbox { words.append("--sandbox") }
    if let toolsets = options.toolsets { words += ["--toolsets", toolsets] }
    if options.isReadOnly { words.append("--read-only") }
    for overlay in options.manifest.overlays { words += ["--manifest", overlay] }
    words += options.serverOptions
    let paths = try Serve.declared().filter { ["file", "directory"].contains($0.help.valueName) }
    let names = paths.map { "--\($0.name)" }
    for index in words.indices {
      let parts = words[index].split(separator: "=", maxSplits: 1).map(String.init)
      if index > 0, names.contains(words[index - 1]) {
        words[index] = absolute(words[index])
      } else if parts.count == 2, names.contains(parts[0]) {
        words[index] = "\(parts[0])=\(absolute(parts[1]))"
      }
    }
    _ = try Serve.parse(words)
    return ["serve"] + words
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("~") ? path : OwnProgram.absolute(path) ?? path
  }

  /// The program that is started.
  static func command(_ options: Install) throws -> String {
    if let command = options.command {
      guard !command.isEmpty else { throw ValidationError("--command must name a program") }
      // A name alone is looked for by the host.
      return command.utf8.contains(UInt8(ascii: "/")) ? absolute(command) : command
    }
    guard let path = OwnProgram.path(startedAs: CommandLine.arguments.first ?? "clickport") else {
      throw ValidationError("This program's own path can't be told; give it by --command")
    }
    return path
  }

  /// What is to be said of the program, as sentences.
  var warnings: [String] {
    guard command.hasPrefix("/") else {
      return ["Warning: \(command) is no path, so the host looks for it by its own PATH."]
    }
    if access(command, X_OK) != 0 {
      return ["Warning: there is no program \(command)."]
    }
    let names = command.split(separator: "/")
    let temporary = [
      "/tmp/", "/var/tmp/", "/private/tmp/", "/private/var/folders/", "/var/folders/",
    ]
    if names.contains(where: { $0.hasPrefix(".build") }) {
      return [
        "Warning: \(command) is a build, which the next one replaces; "
          + "install a copy, as in /usr/local/bin, and run that."
      ]
    }
    if temporary.contains(where: command.hasPrefix) {
      return ["Warning: \(command) lies in a temporary directory, and won't stay there."]
    }
    return []
  }

  /// The entry for a host, and what is to be said of its keys, as sentences. What `present` has of
  /// variables beside those of the new one stays.
  func entry(
    for host: AgentHost, over present: ServerEntry? = nil
  ) throws -> (ServerEntry, remarks: [String]) {
    var entry = ServerEntry(name: options.name, command: command, arguments: arguments)
    let (keys, remarks) = keys(for: host)
    entry.environment = keys + (try variables(for: host))
    let names = Set(entry.environment.flatMap { Self.spellings(of: $0.name) })
    for variable in present?.environment ?? [] where !names.contains(variable.name) {
      entry.environment.append(variable)
    }
    return (entry, remarks)
  }

  /// A key, or the file that stands for it: one of them is enough.
  private static func spellings(of name: String) -> [String] {
    [name, name.hasSuffix("_FILE") ? String(name.dropLast(5)) : name + "_FILE"]
  }

  private func keys(for host: AgentHost) -> ([ServerEntry.Variable], remarks: [String]) {
    if options.usesSandbox { return ([], []) }
    var keys: [ServerEntry.Variable] = []
    var unreachable: [String] = []
    var isKept = false
    for service in services {
      for name in service.keyVariables {
        if let key = value(of: name), host.takesReferences || options.writesKeys {
          keys.append(
            ServerEntry.Variable(
              name, options.writesKeys ? .text(key) : .reference,
              title: "\(service.title): \(name) (empty if not used)"))
        } else if let file = value(of: name + "_FILE") {
          keys.append(ServerEntry.Variable(name + "_FILE", .text(Self.absolute(file))))
        } else if value(of: name) != nil {
          unreachable.append(name)
        } else if Environment.process.keyState(name).isGiven {
          isKept = true
        }
      }
    }
    var remarks: [String] = []
    if !unreachable.isEmpty {
      remarks.append(
        "\(host.title) can't refer to variables, so the entry has nothing of "
          + "\(unreachable.joined(separator: ", ")): clickport setup keeps keys where the server "
          + "finds them by itself.")
    } else if keys.isEmpty, !isKept {
      remarks.append(
        "No key is set here, so the entry names none: clickport setup keeps keys where the server "
          + "finds them by itself.")
    } else if options.writesKeys {
      remarks.append("Warning: whoever can read the file can read the keys in it.")
    }
    return (keys, remarks)
  }

  /// Those that `--env` names.
  private func variables(for host: AgentHost) throws -> [ServerEntry.Variable] {
    let keyNames = Set(services.flatMap(\.keyVariables))
    return try options.variables.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard !name.isEmpty, name.utf8.allSatisfy(Self.isOfVariable) else {
        // It may be a key by mistake.
        throw ValidationError("--env must be NAME or NAME=VALUE, NAME of letters, digits and _")
      }
      if parts.count == 2 {
        guard !keyNames.contains(name) || options.writesKeys else {
          throw ValidationError(
            "--env \(name)=… would write a key into the file. Set \(name) and give --env \(name); "
              + "--inline-keys allows it")
        }
        return ServerEntry.Variable(name, .text(String(parts[1])))
      }
      if options.writesKeys, let value = value(of: name) {
        return ServerEntry.Variable(name, .text(value))
      }
      if host.takesReferences { return ServerEntry.Variable(name, .reference) }
      if let file = value(of: name + "_FILE") {
        return ServerEntry.Variable(name + "_FILE", .text(Self.absolute(file)))
      }
      throw ValidationError(
        "\(host.title) can't refer to variables: set \(name)_FILE to the path of a file with the "
          + "value, or give --env \(name)=VALUE, which writes it out")
    }.filter { variable in
      // A key that is set is there already.
      !keyNames.contains(variable.name) || options.usesSandbox || value(of: variable.name) == nil
    }
  }

  private static func isOfVariable(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private func value(of name: String) -> String? {
    let value = Environment.process.variable(name)
    return value == "" ? nil : value
  }

  /// Conceals the keys that are known here, and what entries have of texts that may be keys.
  func redaction(_ entries: [ServerEntry?]) -> Redaction {
    let keys = services.flatMap(\.keyVariables).compactMap { value(of: $0) }
    return Redaction(of: keys + entries.flatMap { $0?.possibleKeys ?? [] })
  }
}

extension ServerEntry {
  /// What stands in the file as it is, and isn't the path of a file.
  var possibleKeys: [String] {
    environment.compactMap { variable in
      guard case .text(let text) = variable.value, !variable.name.hasSuffix("_FILE") else {
        return nil
      }
      return text
    }
  }
}
