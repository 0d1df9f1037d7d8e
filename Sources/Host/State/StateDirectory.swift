internal import Platform
package import Providers
package import Tools

/// Where what outlives a process is kept: what `--state-dir` names, the directory that systemd gives
/// a service (systemd.exec(5)), or `clickport` in the user's state directory (XDG Base Directory
/// Specification). Only its owner may look into it.
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
    // Of several directories of a service the first is the one for its state.
    let own = environment.variable("STATE_DIRECTORY")?.prefix { $0 != ":" }
    // A relative path is to be ignored, as the specification has it.
    if let own, own.hasPrefix("/") {
      self.init(String(own))
    } else if let state = environment.variable("XDG_STATE_HOME"), state.hasPrefix("/") {
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

  /// Whether there is a record of effects in it.
  package var holdsEffects: Bool {
    var info = stat()
    return stat(path + "/" + StateFile.effects.rawValue, &info) == 0
  }

  /// Whether anything is known of how answers differ from the manifest.
  package var holdsDrift: Bool {
    var info = stat()
    return stat(path + "/" + StateFile.drift.rawValue, &info) == 0
  }

  /// Why nothing can be kept in it, as a clause; nil where it looks as if it could. Nothing is opened
  /// or made for that.
  package var fault: String? {
    var place = path
    var info = stat()
    while stat(place, &info) != 0 {
      guard errno == ENOENT, place != ".", place != "/" else {
        return Self.failure("\(place) can't be used").reason
      }
      let end = place.lastIndex(of: "/")
      place = end.map { $0 == place.startIndex ? "/" : String(place[..<$0]) } ?? "."
    }
    guard info.st_mode & S_IFMT == S_IFDIR else { return "\(place) is no directory" }
    let isReady = access(place, W_OK | X_OK) == 0
    guard isReady else { return Self.failure("\(place) can't be written to").reason }
    // In a directory that is still to be made there is no file yet.
    if place != path { return nil }
    for name in [StateFile.effects, .results].map(\.rawValue) {
      let file = place + "/" + name
      guard access(file, F_OK) != 0 || access(file, R_OK | W_OK) == 0 else {
        return Self.failure("\(file) can't be written to").reason
      }
    }
    return nil
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
