internal import Dispatch
package import JSON
internal import Platform
package import Providers

/// What this process is given by its system: variables, files, time, and what it asks of it.
extension Environment {
  /// The variables of this process, and the files of this machine.
  package static let process = Environment { name in
    getenv(name).map { String(cString: $0) }
  } file: { path in
    readFile(path).map { String(decoding: $0, as: UTF8.self) }
  } names: { ending in
    var names: [String] = []
    let length = ending.utf8.count
    var entry = variables
    while let text = entry?.pointee {
      if let end = strchr(text, 0x3D), end - text >= length,
        strncasecmp(end - length, ending, length) == 0
      {
        let name = UnsafeRawBufferPointer(start: text, count: end - text)
        names.append(String(decoding: name, as: UTF8.self))
      }
      entry = entry?.successor()
    }
    return names
  }

  /// `NAME=value` each; nil ends them.
  private static var variables: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    #if canImport(Darwin)
    _NSGetEnviron().pointee
    #else
    environ
    #endif
  }
}

/// The bytes of a file, be it a pipe or a device; nil when it can't be read.
package func readFile(_ path: String) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  return remainingBytes(of: file)
}

/// The bytes of an open file from where it stands to its end, or a few more than `limit`; nil, and
/// `errno`, when it can't be read.
func remainingBytes(of file: Int32, limit: Int = .max) -> [UInt8]? {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while bytes.count <= limit {
    let count = read(file, &chunk, chunk.count)
    if count == 0 { break }
    if count > 0 {
      bytes += chunk[..<count]
    } else if errno != EINTR {
      return nil
    }
  }
  return bytes
}

/// The system's clock, in seconds since 1970.
package func currentSecondsSince1970() -> Int { time(nil) }

/// The same with all its precision.
package func timeSince1970() -> Duration {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
}

extension Timestamp {
  /// The present, in whole seconds.
  package static var now: Timestamp {
    Timestamp(secondsSince1970: currentSecondsSince1970())
  }

  /// How far this machine's time is ahead of UTC at this moment; 0 where the machine can't tell.
  package var secondsAheadOfUTC: Int {
    var seconds = time_t(secondsSince1970)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff
  }
}

/// The memory of this process, in a file, when it crashes.
package enum CoreDumps {
  /// Has the system write none, from here to the end: the keys would be in it. A program that the
  /// system pipes dumps into (`core_pattern` in core(5)) is told, and has to heed it.
  package static func forbid() {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    // A limit can always be lowered; were it refused all the same, there is nothing else to do.
    _ = setrlimit(resource, &limit)
  }

  #if canImport(Darwin) || canImport(Musl)
  private static let resource = RLIMIT_CORE
  #else
  private static let resource = __rlimit_resource_t(RLIMIT_CORE.rawValue)
  #endif
}

/// What a parent may have left of its own.
package enum Signals {
  /// Lets every signal through. Who starts a process from a thread that blocks them, as those of a
  /// pool do, passes that on, and could never end it with SIGTERM.
  package static func unblock() {
    var none = sigset_t()
    sigemptyset(&none)
    _ = pthread_sigmask(SIG_SETMASK, &none, nil)
  }
}

extension DispatchQueue {
  /// Does blocking work here, and waits for it without a thread of the pool. It is done even when
  /// the calling task is cancelled.
  func run<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = await withCheckedContinuation { continuation in
      async { continuation.resume(returning: Result(catching: work)) }
    }
    return try outcome.get()
  }
}
