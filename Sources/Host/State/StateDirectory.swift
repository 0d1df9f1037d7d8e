internal import Platform
package import Providers
package import Tools

/// Where what outlives a process is kept: `clickport` in the user's state directory (XDG Base
/// Directory Specification), or what `--state-dir` names. Only its owner may look into it.
package struct StateDirectory: Sendable {
  package let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// The directory of that name, or else the user's own; nil where there is no home.
  package init?(named path: String?) {
    if let path { self.init(path) } else { self.init(.process) }
  }

  /// The one that the environment gives; nil where there is no home.
  package init?(_ environment: Environment) {
    // A relative path is to be ignored, as the specification has it.
    if let state = environment.variable("XDG_STATE_HOME"), state.hasPrefix("/") {
      self.init(state + "/clickport")
    } else if let home = environment.variable("HOME"), home.hasPrefix("/") {
      self.init(home + "/.local/state/clickport")
    } else {
      return nil
    }
  }

  /// The path of a file in it. Directories that are missing on the way are made.
  func file(_ name: String) throws(LedgerFailure) -> String {
    let file = path + "/" + name
    for end in file.indices.dropFirst() where file[end] == "/" {
      let directory = String(file[..<end])
      guard mkdir(directory, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
        throw Self.failure("\(directory) can't be made")
      }
    }
    return file
  }

  /// A failure with the system's own words.
  static func failure(_ what: String) -> LedgerFailure {
    LedgerFailure(reason: "\(what) (\(String(cString: strerror(errno))))")
  }
}

extension TextDigest {
  /// SHA-256, because records outlive the process.
  package static let ofRecords = TextDigest { hexDigest(of: Array($0.utf8)) }
}

/// SHA-256 of bytes, in hexadecimal.
func hexDigest(of bytes: [UInt8]) -> String {
  SHA256.digest(of: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
