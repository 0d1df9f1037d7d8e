import Host
import JSON
import Providers
import Tools

/// `clickport keys`: which keys there are, and where each comes from.
struct ListKeys: Command {
  static let description = CommandDescription(
    name: "keys",
    abstract: "List the keys there are, and where each comes from; never a key.",
    discussion: """
      A key comes from its variable, or else from the file that the same name with _FILE behind it \
      points at, or else from the file that clickport setup keeps. A kept key that others could have \
      read isn't used.
      """)

  private let manifest: ManifestOptions
  private let isJSON: Bool

  init(_ arguments: inout Arguments) throws {
    manifest = try arguments.group()
    isJSON = arguments.flag("json", "One JSON object a line.")
  }

  func run() throws {
    let manifest = try ManifestFiles(overlays: self.manifest.overlays).load()
    let entries = KeyEntry.all(of: manifest.providers, in: .process, KeyStore(.process))
    if isJSON {
      for entry in entries { Terminal.printLine(JSONValue.object(entry.json).description) }
      return
    }
    var table = Table(header: ["variable", "service", "state", "from", "mode"])
    for entry in entries {
      table.append([
        entry.variable, entry.service ?? "-", entry.state.word, entry.source?.rawValue ?? "-",
        entry.modeText ?? "-",
      ])
    }
    Terminal.printLines(table.lines)
    for remark in entries.flatMap(\.remarks) { Terminal.printRemark(remark) }
  }
}

/// A variable that may hold a key, and what there is of it.
struct KeyEntry {
  let variable: String
  /// The service's id; nil where none wants it.
  let service: String?
  let state: KeyState
  let source: KeySource?
  /// The permission bits of the file it comes from.
  let mode: Int?
  /// What is kept for it, used or not.
  let kept: KeyStoreEntry?

  /// Those that the services want, and what else is kept.
  static func all(
    of services: [ProviderDescriptor], in environment: Environment, _ store: KeyStore?
  ) -> [KeyEntry] {
    let kept = Dictionary((store?.entries ?? []).map { ($0.variable, $0) }) { first, _ in first }
    var entries = services.flatMap { service in
      ServiceAccessWays(of: service).all.map { wanted in
        KeyEntry(wanted, of: service.id, in: environment, kept[wanted.variable])
      }
    }
    let known = Set(entries.map(\.variable))
    for (variable, entry) in kept.sorted(by: { $0.key < $1.key }) where !known.contains(variable) {
      let wanted = WantedSecret(variable: variable, kind: .word, words: "")
      entries.append(KeyEntry(wanted, of: nil, in: environment, entry))
    }
    return entries
  }

  private init(
    _ wanted: WantedSecret, of service: String?, in environment: Environment,
    _ kept: KeyStoreEntry?
  ) {
    variable = wanted.variable
    self.service = service
    state = environment.keyState(variable, wanted.kind)
    source = state.isGiven ? environment.keySource(variable) : nil
    switch source {
    case .kept: mode = kept?.mode
    case .file: mode = environment.fileMode(namedBy: variable + "_FILE")
    case .variable, nil: mode = nil
    }
    self.kept = kept
  }

  /// As `chmod` takes it.
  var modeText: String? {
    mode.map { mode in
      let digits = String(mode, radix: 8)
      return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }

  /// What is to be said of it, in sentences.
  var remarks: [String] {
    var remarks: [String] = []
    if case .unusable(let reason, _) = state { remarks.append("\(reason).") }
    if kept != nil, let source, source != .kept {
      remarks.append(
        "\(variable): what is kept isn't used, the key comes \(source.words(for: variable)).")
    }
    if service == nil { remarks.append("\(variable): no service of the manifest wants it.") }
    return remarks
  }

  /// Fields without a value are left out.
  var json: JSONObject {
    var json: JSONObject = ["variable": .string(variable)]
    if let service { json["service"] = .string(service) }
    json["state"] = .string(state.word)
    if let reason = state.reason { json["reason"] = .string(reason) }
    if let source { json["from"] = .string(source.rawValue) }
    if let modeText { json["mode"] = .string(modeText) }
    json["kept"] = .bool(kept != nil)
    return json
  }
}

/// `clickport keys remove`: forgets keys that were kept.
struct RemoveKeys: Command {
  static let description = CommandDescription(
    name: "keys remove",
    abstract: "Remove kept keys: a variable's, or all of a service.",
    discussion: """
      On a terminal it asks first. Variables, and the files that they name, stay as they are.

      Exit codes: 0 removed; 1 there was none, or it can't be removed; 64 the command line is wrong.
      """)

  private let name: String
  private let isSure: Bool
  private let manifest: ManifestOptions

  init(_ arguments: inout Arguments) throws {
    name = try arguments.word(
      "name",
      ArgumentHelp("A variable, or the id of a service.", completion: .keys(ofServices: true)))
    isSure = arguments.flag("yes", "Don't ask.")
    manifest = try arguments.group()
  }

  func run() throws {
    guard let store = KeyStore(.process) else {
      throw ValidationError("there is no HOME or XDG_CONFIG_HOME that keys could be kept in")
    }
    let manifest = try ManifestFiles(overlays: self.manifest.overlays).load()
    let kept = Set(store.entries.map(\.variable))
    let meant = try variables(of: manifest).filter(kept.contains)
    guard !meant.isEmpty else {
      let known = manifest.providers.flatMap { ServiceAccessWays(of: $0).all.map(\.variable) }
      let isKnown = known.contains(name) || !KeyStore.isName(name)
      let hint =
        isKnown ? "" : ValidationError.suggestion(for: name, among: known + kept.sorted())
      Terminal.printRemark("No key of \(name) is kept in \(store.path)\(hint.isEmpty ? "." : hint)")
      throw ExitCode.failure
    }
    if !isSure, TerminalInput.isPossible {
      let question = "Remove the kept \(meant.joined(separator: ", "))?"
      let isMeant: Bool
      do throws(InputEnd) { isMeant = try TerminalInput.confirm(question) } catch {
        isMeant = false
      }
      guard isMeant else {
        Terminal.printRemark("Nothing was removed.")
        throw ExitCode.failure
      }
    }
    for variable in meant { try remove(variable, from: store) }
  }

  private func remove(_ variable: String, from store: KeyStore) throws {
    do throws(KeyStoreFailure) {
      guard try store.remove(variable) else { return }
    } catch {
      Terminal.printRemark("\(error.reason).")
      throw ExitCode.failure
    }
    Terminal.printLine("\(variable) is kept no more.")
    if let source = Environment.process.keySource(variable) {
      Terminal.printLine("It is still set, \(source.words(for: variable)).")
    }
  }

  private func variables(of manifest: Manifest) throws -> [String] {
    if KeyStore.isName(name) { return [name] }
    guard let service = manifest.providers.first(where: { $0.id == name }) else {
      let known = manifest.providers.map(\.id)
      throw ValidationError(
        "'\(name)' is no variable, and no service"
          + ValidationError.suggestion(for: name, among: known))
    }
    return ServiceAccessWays(of: service).all.map(\.variable)
  }
}

/// `clickport keys set`: keeps a key that comes over standard input.
struct SetKey: Command {
  static let description = CommandDescription(
    name: "keys set",
    abstract: "Keep a key that comes over standard input, for scripts.",
    discussion: """
      It isn't tried; clickport setup does that. On a terminal it is asked for, and not shown.

      Example:
        pass show acme | clickport keys set ACME_API_KEY
      """)

  /// A key has fewer bytes.
  private static let sizeLimit = 64 << 10

  private let variable: String
  private let manifest: ManifestOptions

  init(_ arguments: inout Arguments) throws {
    variable = try arguments.word(
      "variable", ArgumentHelp("The variable it is kept for.", completion: .keys(ofServices: false))
    )
    manifest = try arguments.group()
  }

  func run() throws {
    guard KeyStore.isName(variable) else {
      throw ValidationError(
        "a key is kept for a variable: capital letters, digits and _, not '\(variable)'")
    }
    guard let store = KeyStore(.process) else {
      throw ValidationError("there is no HOME or XDG_CONFIG_HOME to keep keys in")
    }
    let manifest = try ManifestFiles(overlays: self.manifest.overlays).load()
    let known = manifest.providers.flatMap { ServiceAccessWays(of: $0).all }
    let service = known.first { $0.variable == variable }
    let ownKind: SecretKind? = variable == WebhookVerify.variable ? .key : nil
    guard let kind = service?.kind ?? ownKind else {
      throw ValidationError(
        "no service of the manifest wants \(variable)"
          + ValidationError.suggestion(for: variable, among: known.map(\.variable)))
    }
    let given = kind.tidied(try input(), from: .file)
    let secret: String
    do throws(MissingCredential) {
      secret = try Environment([variable: given]).secret(variable, kind).credential.secret
    } catch {
      throw failure("\(variable) \(error.reason); nothing is kept.")
    }
    do throws(KeyStoreFailure) {
      try store.keep(secret, as: variable)
    } catch {
      throw failure("\(error.reason).")
    }
    Terminal.printLine("\(variable) is kept in \(store.path(of: variable)), for you alone.")
    if let source = Environment.process.keySource(variable), source != .kept {
      Terminal.printRemark(
        "It isn't used while one is set, \(source.words(for: variable)).")
    }
  }

  private func input() throws -> String {
    guard !TerminalInput.isPossible else {
      do throws(InputEnd) {
        return try TerminalInput.hiddenLine("\(variable) (not shown): ")
      } catch {
        throw failure("Nothing is kept.")
      }
    }
    guard let bytes = readInput(limit: Self.sizeLimit), bytes.count <= Self.sizeLimit else {
      throw failure("Standard input can't be read, or is too large for a key; nothing is kept.")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func failure(_ sentence: String) -> ExitCode {
    Terminal.printRemark(sentence)
    return .failure
  }
}
