import FoundationEssentials
import Providers

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Environment {
  /// The variables of this process, and the files of this machine.
  static let process = Environment { name in
    getenv(name).map { String(cString: $0) }
  } file: { path in
    readFile(path).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// The bytes of a file; nothing when it can't be read.
func readFile(_ path: String) -> [UInt8]? {
  FileManager.default.contents(atPath: path).map { Array($0) }
}
