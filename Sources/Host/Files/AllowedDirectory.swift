internal import Platform

/// A directory that files may be read from. It is held open: what the operator named is what it
/// stays, whatever becomes of its name.
final class AllowedDirectory: Sendable {
  let descriptor: Int32
  /// The names on the way to it from the root, without any link.
  let place: [String]
  /// The names the operator wrote, where they are other ones.
  private let alias: [String]?

  /// `path` is what the operator wrote; `route` are its names from the root, where it has no `..`.
  init(_ path: String, route: [String]?) throws(AllowedDirectoryProblems) {
    guard let real = realpath(path, nil) else {
      throw AllowedDirectoryProblems(sentences: ["there is no directory \(path)"])
    }
    defer { free(real) }
    place = FilePath.names(in: String(cString: real))
    alias = route == place ? nil : route
    guard let first = place.first else {
      throw AllowedDirectoryProblems(
        sentences: ["\(path) is the root of all files; name the directory that is meant"])
    }
    guard !Self.systemDirectories.contains(first) else {
      throw AllowedDirectoryProblems(
        sentences: ["\(path) lies in /\(first), which holds no files of people's"])
    }
    descriptor = open(real, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw AllowedDirectoryProblems(sentences: ["\(path) is no directory that can be read"])
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Where the kernel and the devices show themselves as files.
  private static let systemDirectories = ["proc", "sys", "dev"]

  /// What is left of a way from the root once it has come here; nothing when it leads elsewhere.
  func rest(of route: [String]) -> ArraySlice<String>? {
    for names in [place, alias].compactMap(\.self) where route.starts(with: names) {
      return route.dropFirst(names.count)
    }
    return nil
  }
}

/// Why directories can't be allowed, in sentences without a full stop.
package struct AllowedDirectoryProblems: Error {
  package let sentences: [String]
}
