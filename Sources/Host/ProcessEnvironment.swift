internal import Platform
package import Providers

extension Environment {
  /// The variables of this process, and the files of this machine.
  package static let process = Environment { name in
    getenv(name).map { String(cString: $0) }
  } file: { path in
    readFile(path).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// The bytes of a file, be it a pipe or a device; nothing when it can't be read.
package func readFile(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "rbe") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
    bytes.append(contentsOf: chunk[..<count])
  }
  return ferror(file) == 0 ? bytes : nil
}
