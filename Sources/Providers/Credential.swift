internal import JSON

/// A provider's key. It prints as `<redacted>` wherever it is interpolated, dumped or logged.
package struct Credential: Equatable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
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
        let escaped = PercentCoding.escape(secret)
        // Most keys need no escape.
        return escaped == secret
          ? [secret] : [secret, escaped, PercentCoding.escape(secret, uppercase: false)]
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
