internal import JSON

/// Where a key comes from. The first that has one counts.
package enum KeySource: String, Sendable, CaseIterable {
  /// The environment variable itself.
  case variable
  /// The file that the variable with `_FILE` behind its name names.
  case file
  /// The file that `clickport setup` keeps.
  case kept

  /// Where that is, for the key of a variable, as the end of a sentence.
  package func words(for variable: String) -> String {
    switch self {
    case .variable: "from the variable \(variable)"
    case .file: "from the file in \(variable)_FILE"
    case .kept: "kept by clickport setup"
    }
  }

  /// What stands before a clause that says what is wrong with it. Some give the key itself for the
  /// path of its file, so no path is shown.
  fileprivate func subject(of variable: String) -> String {
    switch self {
    case .variable: ""
    case .file: "is to come from the file in \(variable)_FILE, which "
    case .kept: "is to come from the file that clickport setup keeps, which "
    }
  }
}

/// What a variable is to hold.
package enum SecretKind: Sendable {
  case key
  /// A user's name, a colon and a password.
  case login
  /// A name or a password, which may hold what no key does.
  case word

  package init(isLogin: Bool) {
    self = isLogin ? .login : .key
  }

  /// A text without what isn't part of it; empty when nothing is left.
  package func tidied(_ text: String, from source: KeySource) -> String {
    guard case .word = self else { return text.unwrapped }
    guard source != .variable else { return text }
    var text = text[...]
    if text.first == "\u{FEFF}" { text.removeFirst() }
    while text.last?.isNewline == true { text.removeLast() }
    return String(text)
  }

  /// Why a tidied text isn't one, as a clause; nil where it may be.
  func fault(of text: String, in variable: String) -> String? {
    switch self {
    case .key: KeyFault(of: text, in: variable)?.clause
    case .login: KeyFault(of: text, in: variable, isLogin: true)?.clause
    case .word:
      KeyFault.isPlaceholder(text)
        ? "holds a placeholder; the host passed it on without filling it in" : nil
    }
  }
}

extension Environment {
  /// The key that `variable` holds, or the file that `variable` + `_FILE` names, or the file that
  /// `clickport setup` keeps. Read at each call, so that a key can be replaced without a restart.
  ///
  /// White space, quotation marks and a byte order mark around it are no part of it. A login is a
  /// user's name, a colon and a password.
  package func credential(
    _ variable: String, isLogin: Bool = false
  ) throws(MissingCredential) -> Credential {
    try secret(variable, SecretKind(isLogin: isLogin)).credential
  }

  /// The same for anything that is kept secret, and where it comes from.
  package func secret(
    _ variable: String, _ kind: SecretKind
  ) throws(MissingCredential) -> (credential: Credential, source: KeySource) {
    let (text, source) = try given(variable, kind)
    if let fault = sound.fault(of: text, in: variable, kind) {
      throw MissingCredential(reason: source.subject(of: variable) + fault, given: text)
    }
    return (Credential(secret: text), source)
  }

  /// What was given, tidied, be it right or not.
  private func given(
    _ variable: String, _ kind: SecretKind
  ) throws(MissingCredential) -> (text: String, source: KeySource) {
    let value = self.variable(variable)
    if let text = value.map({ kind.tidied($0, from: .variable) }), !text.isEmpty {
      return (text, .variable)
    }
    if let path = keyFile(of: variable) {
      let text = try text(for: variable, from: .file, given: path) { () throws(UnreadableFile) in
        guard let text = try file(path) else { throw UnreadableFile(reason: "") }
        return kind.tidied(text, from: .file)
      }
      return (text ?? "", .file)
    }
    let text = try text(for: variable, from: .kept, given: "") { () throws(UnreadableFile) in
      try kept(variable).map { kind.tidied($0, from: .kept) }
    }
    if let text { return (text, .kept) }
    throw MissingCredential(reason: absence(of: variable, value))
  }

  /// What a file holds that a key is to come from; nil when there is none. `given` is what must not
  /// be shown.
  private func text(
    for variable: String, from source: KeySource, given: String,
    _ read: () throws(UnreadableFile) -> String?
  ) throws(MissingCredential) -> String? {
    let subject = source.subject(of: variable)
    let text: String?
    do throws(UnreadableFile) {
      text = try read()
    } catch {
      let reason = error.reason.isEmpty ? "" : ": \(error.reason)"
      throw MissingCredential(reason: subject + "can't be read" + reason, given: given)
    }
    if text == "" { throw MissingCredential(reason: subject + "is empty", given: given) }
    return text
  }

  /// The path of the file that is to hold a key; nil where none is named.
  private func keyFile(of variable: String) -> String? {
    let path = self.variable(variable + "_FILE")?.unwrapped
    return path == "" ? nil : path
  }

  /// Why nothing was found, as a clause.
  private func absence(of variable: String, _ value: String?) -> String {
    if value != nil { return "is empty" }
    if isUnfilled(variable) {
      return "is not set: it holds a reference that its host left unfilled"
    }
    if isUnfilled(variable + "_FILE") {
      return "is not set: \(variable)_FILE holds a reference that its host left unfilled"
    }
    return "is not set"
  }

  /// What there is of the key in a variable, or in the file that stands for it.
  package func keyState(_ variable: String, isLogin: Bool = false) -> KeyState {
    keyState(variable, SecretKind(isLogin: isLogin))
  }

  /// The same for anything that is kept secret.
  package func keyState(_ variable: String, _ kind: SecretKind) -> KeyState {
    do throws(MissingCredential) {
      return .set(try secret(variable, kind).credential)
    } catch {
      let reason = "\(variable) \(error.reason)"
      return error.given.map { .unusable(reason: reason, given: $0) } ?? .missing(reason: reason)
    }
  }

  /// Where the key of a variable comes from, be it right or not; nil where none was given.
  package func keySource(_ variable: String) -> KeySource? {
    if let value = self.variable(variable), !value.unwrapped.isEmpty { return .variable }
    if keyFile(of: variable) != nil { return .file }
    do throws(UnreadableFile) {
      return try kept(variable) == nil ? nil : .kept
    } catch {
      return .kept
    }
  }

  /// Whether the key in a variable comes from a file that anybody on this machine may use. What is
  /// kept in one isn't read at all.
  func isKeyOpenToAll(_ variable: String) -> Bool {
    guard self.variable(variable)?.unwrapped ?? "" == "", let path = keyFile(of: variable) else {
      return false
    }
    return isOpenToAll(path)
  }
}
