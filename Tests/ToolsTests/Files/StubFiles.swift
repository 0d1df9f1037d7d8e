import Synchronization
import Tools

/// Files that are only in memory; remembers which paths were asked for.
final class StubFiles: FileSource {
  let places = ["/pictures"]
  private let files: [String: [UInt8]]
  private let refusal: FileRefusal?
  private let asked = Mutex<[String]>([])

  var paths: [String] { asked.withLock { $0 } }

  init(_ files: [String: [UInt8]] = [:], refusing refusal: FileRefusal? = nil) {
    self.files = files
    self.refusal = refusal
  }

  func contents(of path: String, limit: Int) throws(FileRefusal) -> [UInt8] {
    asked.withLock { $0.append(path) }
    if let refusal { throw refusal }
    guard let bytes = files[path] else { throw .missing }
    guard bytes.count <= limit else { throw .tooLarge }
    return bytes
  }
}
