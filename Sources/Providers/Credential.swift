internal import JSON

/// A provider's key. It prints as `<redacted>` wherever it is interpolated, dumped or logged.
package struct Credential: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The key itself: only for the header field it belongs into.
  package let secret: String

  package init(secret: String) {
    self.secret = secret
  }

  package var description: String { Redaction.mark }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Redaction {
  /// Keeps a key out of texts, if there is one: as it is, escaped as in JSON, or percent-encoded.
  /// In base64, hashed or in parts it isn't found, and below `shortest` bytes it isn't looked for.
  init(_ key: Credential?) {
    self.init([key].compactMap(\.self))
  }

  /// The same for several.
  init(_ keys: [Credential]) {
    self.init(
      of: keys.map(\.secret).flatMap { secret in
        [secret, PercentCoding.escape(secret), PercentCoding.escape(secret, uppercase: false)]
      })
  }
}

/// Why there is no usable key, as a clause that follows the variable's name.
package struct MissingCredential: Error {
  package let reason: String
  /// What was given all the same; nil where nothing was.
  let given: Credential?

  init(reason: String, given: String? = nil) {
    self.reason = reason
    self.given = given.map(Credential.init)
  }
}

/// What there is of a key at one moment: `set`, a token in its stead, or `missing` or `unusable` with
/// the reason.
package enum KeyState: Sendable, CustomStringConvertible {
  case set(Credential)
  /// None is set, but a token is had for what these variables hold: a password, among others.
  case token(for: String, Credential)
  /// Nothing was given. The reason is a clause that begins with the variable's name.
  case missing(reason: String)
  /// What was given is no key.
  case unusable(reason: String, given: Credential)

  /// Without the reason.
  package var word: String {
    switch self {
    case .set: "set"
    case .token: "token"
    case .missing: "missing"
    case .unusable: "unusable"
    }
  }

  package var description: String {
    if case .token(let variables, _) = self { return "token for \(variables)" }
    return reason.map { "\(word): \($0)" } ?? word
  }

  /// Whether the operator meant the service to be used.
  package var isGiven: Bool {
    if case .missing = self { false } else { true }
  }

  package var reason: String? {
    switch self {
    case .set, .token: nil
    case .missing(let reason), .unusable(let reason, _): reason
    }
  }

  /// What must not be shown, be it usable or not.
  var secret: Credential? {
    switch self {
    case .set(let key), .token(_, let key), .unusable(_, given: let key): key
    case .missing: nil
    }
  }
}

/// Why a file can't be read, as a clause.
package struct UnreadableFile: Error {
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}

/// Where settings and keys come from: the process's variables and files, or a test's.
package struct Environment: Sendable {
  /// The value of an environment variable.
  package let variable: @Sendable (String) -> String?
  /// The text of a small file; nil when there is none.
  package let file: @Sendable (String) throws(UnreadableFile) -> String?
  /// Whether others than its owner's group can read or write a file.
  package let isOpenToAll: @Sendable (String) -> Bool
  /// The names of the variables that end so, in any case.
  package let names: @Sendable (_ ending: String) -> [String]

  package init(
    variable: @escaping @Sendable (String) -> String?,
    file: @escaping @Sendable (String) throws(UnreadableFile) -> String? = { _ in nil },
    isOpenToAll: @escaping @Sendable (String) -> Bool = { _ in false },
    names: @escaping @Sendable (_ ending: String) -> [String] = { _ in [] }
  ) {
    self.variable = variable
    self.file = file
    self.isOpenToAll = isOpenToAll
    self.names = names
  }

  /// Exactly these variables, and no files.
  package init(_ variables: [String: String]) {
    self.init {
      variables[$0]
    } names: { ending in
      variables.keys.filter { $0.lowercased().hasSuffix(ending.lowercased()) }.sorted()
    }
  }
}

extension Environment {
  /// The key that `variable` holds, or the file that `variable` + `_FILE` names. Read at each
  /// call, so that a key can be replaced without a restart.
  ///
  /// White space, quotation marks and a byte order mark around it are no part of it. A login is a
  /// user's name, a colon and a password.
  package func credential(
    _ variable: String, isLogin: Bool = false
  ) throws(MissingCredential) -> Credential {
    let value = self.variable(variable)
    if let key = value?.unwrapped, !key.isEmpty {
      if let fault = KeyFault(of: key, in: variable, isLogin: isLogin) {
        throw MissingCredential(reason: fault.clause, given: key)
      }
      return Credential(secret: key)
    }
    guard let path = keyFile(of: variable) else {
      throw MissingCredential(reason: value == nil ? "is not set" : "is empty")
    }
    return try credential(variable, fromFile: path, isLogin)
  }

  private func credential(
    _ variable: String, fromFile path: String, _ isLogin: Bool
  ) throws(MissingCredential) -> Credential {
    // Some give the key itself for the path, so the path isn't shown either.
    let from = "is to come from the file in \(variable)_FILE, which"
    let text: String?
    do throws(UnreadableFile) {
      text = try file(path)
    } catch {
      throw MissingCredential(reason: "\(from) can't be read: \(error.reason)", given: path)
    }
    guard let key = text?.unwrapped else {
      throw MissingCredential(reason: "\(from) can't be read", given: path)
    }
    guard !key.isEmpty else { throw MissingCredential(reason: "\(from) is empty", given: path) }
    if let fault = KeyFault(of: key, in: variable, isLogin: isLogin) {
      throw MissingCredential(reason: "\(from) \(fault.clause)", given: key)
    }
    return Credential(secret: key)
  }

  /// The path of the file that is to hold a key; nil where none is named.
  private func keyFile(of variable: String) -> String? {
    let path = self.variable(variable + "_FILE")?.unwrapped
    return path == "" ? nil : path
  }

  /// What there is of the key in a variable, or in the file that stands for it.
  package func keyState(_ variable: String, isLogin: Bool = false) -> KeyState {
    do throws(MissingCredential) {
      return .set(try credential(variable, isLogin: isLogin))
    } catch {
      let reason = "\(variable) \(error.reason)"
      return error.given.map { .unusable(reason: reason, given: $0) } ?? .missing(reason: reason)
    }
  }

  /// Whether the key in a variable comes from a file that anybody on this machine may use.
  func isKeyOpenToAll(_ variable: String) -> Bool {
    guard self.variable(variable)?.unwrapped ?? "" == "", let path = keyFile(of: variable) else {
      return false
    }
    return isOpenToAll(path)
  }
}
