import Host
import Providers
import Tools

/// Asks somebody at the terminal for the keys of services, and keeps them.
struct SetupDialogue {
  let store: KeyStore
  let environment: Environment
  /// How long each key is tried before it is kept; nil where none is.
  let trial: Duration?
  /// The variables that a key was kept for.
  private(set) var kept: [String] = []

  init(_ store: KeyStore, _ environment: Environment, trial: Duration?) {
    self.store = store
    self.environment = environment
    self.trial = trial
  }

  /// Throws `InputEnd` when nobody types any more, and what keeps a key from being kept.
  mutating func ask(for service: ProviderDescriptor) async throws {
    Terminal.printLine("")
    Terminal.printLine(Terminal.styled("\(service.title) (\(service.id))", .strong))
    let ways = ServiceAccessWays(of: service)
    guard !ways.all.isEmpty else {
      return say("It wants no key.")
    }
    if let help = service.keyHelp { say(help) }
    let readiness = ServiceReadiness(of: service, in: environment)
    if let fault = readiness.addressFault {
      say("\(service.baseURLVariable) \(fault.reason). \(BaseURLFault.remedy)")
    }
    if let key = ways.key, try await !ask(for: key, of: service), !ways.signIn.isEmpty {
      try await ask(for: ways.signIn, of: service)
    }
    for other in ways.others { try await ask(for: other, of: service, isChecked: false) }
  }

  /// Asks for a key; whether there is one in the end that can be used.
  @discardableResult
  private mutating func ask(
    for wanted: WantedSecret, of service: ProviderDescriptor, isChecked: Bool = true
  ) async throws -> Bool {
    let (isSet, source) = tellState(of: wanted)
    guard isKeepable(wanted) else { return isSet }
    let skip = source == nil ? "Enter skips it" : "Enter leaves it"
    while true {
      let text = try TerminalInput.hiddenLine(
        "  \(wanted.words) for \(wanted.variable) (not shown; \(skip)): ")
      if text.allSatisfy(\.isWhitespace) { return isSet }
      guard let secret = secret(wanted, typed: text) else { continue }
      let given = environment.replacing([wanted.variable: secret])
      guard try await isWanted(service, in: given, isChecked: isChecked) else { continue }
      try keep([(wanted, secret)])
      return true
    }
  }

  /// Asks for what a token is had for, all of it or nothing.
  private mutating func ask(
    for wanted: [WantedSecret], of service: ProviderDescriptor
  ) async throws {
    say("A token is had with \(wanted.map(\.words).joined(separator: " and ").lowercased()) too.")
    var isSet = true
    for one in wanted {
      if !tellState(of: one).isSet { isSet = false }
      guard isKeepable(one) else { return }
    }
    while true {
      var typed: [(WantedSecret, String)] = []
      for one in wanted {
        let skip =
          typed.isEmpty ? (isSet ? "Enter leaves it" : "Enter skips it") : "Enter goes back"
        let question =
          "  \(one.words) for \(one.variable) (\(one.isShown ? "" : "not shown; ")\(skip)): "
        let text =
          try one.isShown
          ? TerminalInput.line(question) : TerminalInput.hiddenLine(question)
        if text.isEmpty { break }
        guard let secret = secret(one, typed: text) else { break }
        typed.append((one, secret))
      }
      if typed.isEmpty { return }
      guard typed.count == wanted.count else { continue }
      let values = Dictionary(typed.map { ($0.0.variable, $0.1) }) { $1 }
      // The key counts first where there is one.
      let hidden = [service.authentication?.variable].compactMap(\.self)
      let given = environment.replacing(values, hiding: hidden)
      guard try await isWanted(service, in: given, isChecked: true) else { continue }
      return try keep(typed)
    }
  }

  /// Tells what there is already; whether that can be used, and where it comes from.
  private func tellState(of wanted: WantedSecret) -> (isSet: Bool, source: KeySource?) {
    let state = environment.keyState(wanted.variable, wanted.kind)
    guard let source = state.isGiven ? environment.keySource(wanted.variable) : nil else {
      if let reason = state.reason, environment.isUnfilled(wanted.variable) { say("\(reason).") }
      return (false, nil)
    }
    let first = source == .kept ? "" : ", which counts before a kept key"
    if let reason = state.reason {
      say("\(reason)." + (source == .kept ? "" : " It counts before a kept key all the same."))
    } else {
      say("\(wanted.variable) is set, \(source.words(for: wanted.variable))\(first).")
    }
    return (state.reason == nil, source)
  }

  private func isKeepable(_ wanted: WantedSecret) -> Bool {
    if KeyStore.isName(wanted.variable) { return true }
    say("\(wanted.variable) can't be kept under that name: set the variable.")
    return false
  }

  /// What was typed, without what was copied along with it; nil, and told, where it is none.
  private func secret(_ wanted: WantedSecret, typed text: String) -> String? {
    guard text.utf8.count < TerminalInput.longestLine else {
      say(
        "A terminal takes no longer line, so a part may be missing: clickport keys set "
          + "\(wanted.variable) < FILE takes it whole.")
      return nil
    }
    do throws(MissingCredential) {
      return try Environment([wanted.variable: text]).secret(wanted.variable, wanted.kind)
        .credential.secret
    } catch {
      say("\(wanted.variable) \(error.reason). Try again.")
      return nil
    }
  }

  /// Tries a key, and asks what is to be done where it isn't right.
  private func isWanted(
    _ service: ProviderDescriptor, in given: Environment, isChecked: Bool
  ) async throws -> Bool {
    guard let trial else { return true }
    guard isChecked else {
      say("It is kept unchecked: no read uses it.")
      return true
    }
    say("Asking \(service.title) …")
    let verdict = await KeyVerdict(asking: service, in: given, within: trial)
    say(verdict.sentence)
    switch verdict {
    case .accepted: return true
    case .refused: return try TerminalInput.confirm("  Keep it all the same?")
    case .unknown: return try TerminalInput.confirm("  Keep it unchecked?", standard: true)
    }
  }

  private mutating func keep(_ secrets: [(WantedSecret, String)]) throws {
    for (wanted, secret) in secrets {
      do throws(KeyStoreFailure) {
        try store.keep(secret, as: wanted.variable)
      } catch {
        throw SetupFailure(error)
      }
      kept.append(wanted.variable)
      say("Kept in \(store.path(of: wanted.variable)), for you alone.")
    }
  }

  private func say(_ sentence: String) { Terminal.printLine("  \(sentence)") }
}

/// Why a key can't be kept.
struct SetupFailure: Error, CustomStringConvertible {
  /// A sentence.
  let description: String

  init(_ failure: KeyStoreFailure) {
    description = "\(failure.reason)."
  }
}
