internal import Platform

/// A file that may be started.
package struct ProgramFile: Sendable {
  package let path: String
  package let isExecutable: Bool
  /// Whether it is the file that this process was started from, by whatever path.
  package let isThisProgram: Bool

  /// What a command names: a path, or a name that is looked for in these directories. nil where there
  /// is no such file.
  package static func find(_ command: String, in directories: String?) -> ProgramFile? {
    if command.contains("/") { return ProgramFile(command) }
    let places = (directories ?? "").split(separator: ":").map { "\($0)/\(command)" }
    let found = places.compactMap { ProgramFile($0) }
    return found.first(where: \.isExecutable) ?? found.first
  }

  private init?(_ path: String) {
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    self.path = path
    isExecutable = access(path, X_OK) == 0
    var own = stat()
    isThisProgram =
      Self.own.map { stat($0, &own) == 0 } ?? false && own.st_dev == info.st_dev
      && own.st_ino == info.st_ino
  }

  /// The file that this process was started from.
  private static var own: String? {
    #if canImport(Darwin)
    var size: UInt32 = 4096
    var path = [CChar](repeating: 0, count: Int(size))
    guard _NSGetExecutablePath(&path, &size) == 0 else { return nil }
    return path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    #else
    return "/proc/self/exe"
    #endif
  }
}

/// The bytes of a plain file of at most so many; nil for anything else.
package func plainFile(_ path: String, limit: Int) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var info = stat()
  guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG, Int(info.st_size) <= limit
  else { return nil }
  return remainingBytes(of: file, limit: limit)
}

/// Where this process was started.
package enum WorkingDirectory {
  /// Absolute; nil where it is gone.
  package static var path: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}

/// What this program runs on.
package enum ThisMachine {
  /// The system and its processor: `Linux x86_64`.
  package static var platform: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "an unknown system" }
    func text<Field>(_ field: Field) -> String {
      withUnsafeBytes(of: field) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
    }
    return "\(text(names.sysname)) \(text(names.machine))"
  }
}
