internal import Platform
package import Tools

/// Manifests with overlays that were found right, in a state directory: a file for each choice of
/// overlays. What it holds is believed, so it counts only where nobody else can write. Where it
/// can't be used, overlays are checked each time.
package struct OverlayMemory: Sendable {
  private let directory: StateDirectory
  let name: String

  /// There are so many files at most, of such a size.
  private static let fileLimit = 8
  static let sizeLimit = 16 << 20

  /// `paths` are the overlays' own.
  package init(in directory: StateDirectory, for paths: [String]) {
    self.directory = directory
    // As good as any number that is the same each time.
    let sum = paths.joined(separator: "\n").utf8.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) }
    name = "overlays-\(sum % UInt32(Self.fileLimit))"
  }

  /// The manifest that these sources made; nil where it isn't known.
  package func manifest(madeOf sources: OverlaidSources) -> Manifest? {
    guard let directory = privateDirectory() else { return nil }
    let number = openat(directory.number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let file = Descriptor(number)
    guard let size = file.privateSize(of: S_IFREG), size <= Self.sizeLimit else { return nil }
    return Manifest(kept: file.bytes(count: size), madeOf: sources)
  }

  /// Keeps what they made, which was found right.
  package func keep(_ manifest: Manifest, text: [UInt8], madeOf sources: OverlaidSources) {
    // What can't be kept isn't made at each start.
    guard sources.size + text.count <= Self.sizeLimit, let path = try? directory.file(name),
      let directory = privateDirectory(),
      let bytes = manifest.kept(text: text, madeOf: sources), bytes.count <= Self.sizeLimit
    else { return }
    let target = SaveTarget(directory: directory, name: name, path: path, overwrite: true)
    // Without it the overlays are checked next time.
    try? UnfinishedFile.write(bytes, at: target)
  }

  private func privateDirectory() -> Descriptor? {
    let number = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let opened = Descriptor(number)
    return opened.privateSize(of: S_IFDIR) == nil ? nil : opened
  }
}

extension Descriptor {
  /// How many bytes it has; nil unless it is of that type, and nobody but this user can write it.
  fileprivate func privateSize(of type: mode_t) -> Int? {
    var info = stat()
    guard fstat(number, &info) == 0, info.st_mode & S_IFMT == type, info.st_uid == geteuid(),
      info.st_mode & (S_IWGRP | S_IWOTH) == 0
    else { return nil }
    return Int(info.st_size)
  }

  /// So many bytes, or those there are.
  fileprivate func bytes(count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let more = read(number, buffer.baseAddress.map { $0 + filled }, count - filled)
        guard more > 0 || (more < 0 && errno == EINTR) else { return }
        filled += max(0, more)
      }
    }
  }
}
