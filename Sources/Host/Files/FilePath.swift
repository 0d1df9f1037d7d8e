internal import Platform

/// The names on the way from the root to a file. It is worked out without a look at the disk.
struct FilePath {
  let route: [String]

  /// Longer ways are nobody's, and each name on a way costs a descriptor.
  private static let longest = 64

  /// Reads a path that is absolute or begins with `~/`, `./` or `../`; nothing when it is none that
  /// a system takes.
  init?(_ path: String, home: String?, workingDirectory: String?) {
    guard !path.utf8.contains(0), path.utf8.count < Int(PATH_MAX) else { return nil }
    var names = Self.names(in: path)[...]
    var route: [String] = []
    if path.utf8.first != UInt8(ascii: "/") {
      let isHome = path.utf8.starts(with: "~/".utf8)
      guard let base = isHome ? home : workingDirectory else { return nil }
      route = Self.names(in: base)
      if isHome { names = names.dropFirst() }
      // A working directory's name holds no link, so the way up from it can be seen in the name.
      while !isHome, names.first == ".." {
        names = names.dropFirst()
        route = route.dropLast()
      }
    }
    self.route = route + names
    guard self.route.count <= Self.longest else { return nil }
  }

  /// The names in a path, without those that lead nowhere. They are told apart by bytes: a combining
  /// mark behind a slash would hide it among characters.
  static func names(in path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter { $0 != "." }
  }
}
