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
    let secret = key?.secret ?? ""
    self.init(of: [
      secret, PercentCoding.escape(secret), PercentCoding.escape(secret, uppercase: false),
    ])
  }
}

/// Why there is no usable key, as a clause that follows the variable's name.
package struct MissingCredential: Error, Equatable {
  package let reason: String
  /// Whether a host passed on what was to be filled in.
  package var isPlaceholder = false
}

/// Where settings and keys come from: the process's variables and files, or a test's.
package struct Environment: Sendable {
  /// The value of an environment variable.
  package let variable: @Sendable (String) -> String?
  /// The text of a small file; nil when it can't be read.
  package let file: @Sendable (String) -> String?
  /// The names of the variables that end so, in any case.
  package let names: @Sendable (_ ending: String) -> [String]

  package init(
    variable: @escaping @Sendable (String) -> String?,
    file: @escaping @Sendable (String) -> String? = { _ in nil },
    names: @escaping @Sendable (_ ending: String) -> [String] = { _ in [] }
  ) {
    self.variable = variable
    self.file = file
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
  package func credential(_ variable: String) throws(MissingCredential) -> Credential {
    let text: String
    if let value = self.variable(variable), !value.isEmpty {
      text = value
    } else if let path = self.variable(variable + "_FILE"), !path.isEmpty {
      guard let content = file(path) else {
        throw MissingCredential(
          reason: "is to come from the file in \(variable)_FILE, which can't be read")
      }
      text = content
    } else {
      throw MissingCredential(reason: self.variable(variable) == nil ? "is not set" : "is empty")
    }
    return try Self.validated(text)
  }

  private static func validated(_ text: String) throws(MissingCredential) -> Credential {
    let key = text.trimmingSpace
    guard !key.isEmpty else { throw MissingCredential(reason: "is empty") }
    guard !isPlaceholder(key) else {
      throw MissingCredential(
        reason: "holds a placeholder instead of a key; the host passed it on without filling it in",
        isPlaceholder: true)
    }
    guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw MissingCredential(reason: "holds characters that no key has")
    }
    return Credential(secret: key)
  }

  /// `${VAR}`, `$VAR`, `{{key}}`, `<your key>`, `YOUR_API_KEY` and their like.
  private static func isPlaceholder(_ key: String) -> Bool {
    let plain = key.uppercased()
    return ["$", "{{", "<", "%"].contains { plain.hasPrefix($0) }
      || plain.hasPrefix("YOUR") && (plain.hasSuffix("KEY") || plain.hasSuffix("HERE"))
  }
}

extension String {
  /// Without the white space at either end that editors and shells leave behind.
  fileprivate var trimmingSpace: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
