internal import JSON
internal import Synchronization

/// Why a file can't be read, as a clause.
package struct UnreadableFile: Error {
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}

/// Where settings and keys come from: the process's variables and files, or a test's.
package struct Environment: Sendable {
  /// The value of an environment variable. A reference that its host left unfilled is none.
  package let variable: @Sendable (String) -> String?
  /// The same as it is written, references too.
  package let written: @Sendable (String) -> String?
  /// The text of a small file; nil when there is none.
  package let file: @Sendable (String) throws(UnreadableFile) -> String?
  /// The text that `clickport setup` keeps for a variable; nil when there is none.
  package let kept: @Sendable (String) throws(UnreadableFile) -> String?
  /// Whether others than its owner's group can read or write a file.
  package let isOpenToAll: @Sendable (String) -> Bool
  /// The names of the variables that end so, in any case.
  package let names: @Sendable (_ ending: String) -> [String]
  /// What needs no second look.
  let sound = SoundSecrets()

  package init(
    variable: @escaping @Sendable (String) -> String?,
    file: @escaping @Sendable (String) throws(UnreadableFile) -> String? = { _ in nil },
    kept: @escaping @Sendable (String) throws(UnreadableFile) -> String? = { _ in nil },
    isOpenToAll: @escaping @Sendable (String) -> Bool = { _ in false },
    names: @escaping @Sendable (_ ending: String) -> [String] = { _ in [] }
  ) {
    written = variable
    self.variable = { name in
      variable(name).flatMap { UnfilledReference.isOne($0) ? nil : $0 }
    }
    self.file = file
    self.kept = kept
    self.isOpenToAll = isOpenToAll
    self.names = names
  }

  /// Exactly these variables, no files, and nothing kept.
  package init(_ variables: [String: String]) {
    self.init {
      variables[$0]
    } names: { ending in
      variables.keys.filter { $0.lowercased().hasSuffix(ending.lowercased()) }.sorted()
    }
  }

  /// The same with these values in place of what is set. Of the `hidden` variables nothing is found,
  /// wherever it may come from.
  package func replacing(
    _ values: [String: String], hiding hidden: [String] = []
  ) -> Environment {
    let unseen = hidden.flatMap { [$0, $0 + "_FILE"] }
    let (written, kept) = (written, kept)
    return Environment(
      variable: { values[$0] ?? (unseen.contains($0) ? nil : written($0)) }, file: file,
      kept: { (name) throws(UnreadableFile) in hidden.contains(name) ? nil : try kept(name) },
      isOpenToAll: isOpenToAll, names: names)
  }

  /// Whether a variable holds a reference that its host left unfilled.
  package func isUnfilled(_ variable: String) -> Bool {
    written(variable).map(UnfilledReference.isOne) ?? false
  }
}

/// What a host puts into a variable that it has nothing for: the reference itself, as it stands in
/// its configuration. That is `${user_config.key}` of a bundle's manifest, `${KEY}`, `${KEY:-}`,
/// `${env:KEY}`, `${input:key}`, or `$KEY`.
enum UnfilledReference {
  /// Whether a text is one, and nothing else.
  static func isOne(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return false }
    let bytes = Array(text.unwrapped.utf8)
    guard bytes.count > 1, bytes[0] == UInt8(ascii: "$") else { return false }
    guard bytes[1] == UInt8(ascii: "{") else { return isName(bytes[1...]) }
    guard bytes[bytes.count - 1] == UInt8(ascii: "}") else { return false }
    let name = bytes[2..<(bytes.count - 1)]
    // What is to stand there where the other is empty may be anything, but no further reference.
    return name.first.map { ASCII.isLetter($0) || $0 == UInt8(ascii: "_") } ?? false
      && name.allSatisfy { $0 >= 0x20 && !"${}".utf8.contains($0) }
  }

  /// Capital letters, digits and `_`: there are passwords that begin with a dollar.
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
    return bytes.allSatisfy {
      capitals.contains($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "_")
    }
      && bytes.first.map { !ASCII.isDigit($0) } ?? false
  }
}

/// The secrets that nothing was wrong with, one a variable, known by a hash of this process: no copy
/// of them is kept. They are read at each call, and to look for what may be wrong costs as much as
/// reading the call's arguments.
final class SoundSecrets: Sendable {
  private let hashes = Mutex<[String: Int]>([:])

  /// Why the text isn't what the variable is to hold, as a clause; nil where it may be.
  func fault(of text: String, in variable: String, _ kind: SecretKind) -> String? {
    var hasher = Hasher()
    hasher.combine(kind)
    hasher.combine(text)
    let hash = hasher.finalize()
    if hashes.withLock({ $0[variable] }) == hash { return nil }
    if let fault = kind.fault(of: text, in: variable) { return fault }
    hashes.withLock { $0[variable] = hash }
    return nil
  }
}
