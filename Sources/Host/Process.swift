package import Dispatch
package import JSON
internal import Platform
package import Providers
internal import Synchronization

/// What this process is given by its system: variables, files, time, and what it asks of it.
extension Environment {
  /// The variables of this process, and the files of this machine.
  package static let process: Environment = Environment { name in
    getenv(name).map { String(cString: $0) }
  } file: { (path) throws(UnreadableFile) in
    try smallText(ofFile: path)
  } kept: { (name) throws(UnreadableFile) in
    try KeyStore(.process)?.text(of: name)
  } isOpenToAll: { path in
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
      && info.st_mode & (S_IROTH | S_IWOTH) != 0
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

  /// The permission bits of the file that a variable names; nil when there is none.
  package func fileMode(namedBy variable: String) -> Int? {
    var info = stat()
    guard let path = setting(variable), stat(path, &info) == 0 else { return nil }
    return Int(info.st_mode & 0o7777)
  }

  /// A key has fewer bytes.
  private static let sizeLimit = 64 << 10

  /// The text of a plain file: what else a path may lead to could keep a call waiting for ever.
  private static func smallText(ofFile path: String) throws(UnreadableFile) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { throw UnreadableFile(reason: String(cString: strerror(errno))) }
    defer { close(file) }
    return try smallText(of: file)
  }

  /// The text of an open file.
  static func smallText(of file: Int32) throws(UnreadableFile) -> String {
    var info = stat()
    guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      let isDirectory = info.st_mode & S_IFMT == S_IFDIR
      throw UnreadableFile(reason: isDirectory ? "it is a directory" : "it is no plain file")
    }
    guard let bytes = remainingBytes(of: file, limit: sizeLimit) else {
      throw UnreadableFile(reason: String(cString: strerror(errno)))
    }
    guard bytes.count <= sizeLimit else { throw UnreadableFile(reason: "it is too large") }
    return text(of: bytes)
  }

  /// UTF-8, or the UTF-16 that some shells redirect into files, which begins with its mark.
  private static func text(of bytes: [UInt8]) -> String {
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    return String(decoding: units, as: UTF16.self)
  }
}

/// The bytes of a file, be it a pipe or a device; nil when it can't be read.
package func readFile(_ path: String) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  return remainingBytes(of: file)
}

/// Opens a file that only grows, and makes it for its owner alone where there is none; a negative
/// number, and `errno`, when it can't be had. What is no plain file could keep a call waiting for ever.
func openForAppending(_ path: String) -> (file: Int32, isPlain: Bool) {
  let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
  guard file >= 0 else { return (file, false) }
  var info = stat()
  return (file, fstat(file, &info) == 0 && info.st_mode & S_IFMT == S_IFREG)
}

/// The bytes of standard input, or a few more than `limit`; nil when it can't be read.
package func readInput(limit: Int) -> [UInt8]? {
  remainingBytes(of: STDIN_FILENO, limit: limit)
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

/// What a parent may have left of its own, and what ends a process.
package enum Signals {
  /// Lets every signal through. Who starts a process from a thread that blocks them, as those of a
  /// pool do, passes that on, and could never end it with SIGTERM.
  package static func unblock() {
    var none = sigset_t()
    sigemptyset(&none)
    _ = pthread_sigmask(SIG_SETMASK, &none, nil)
  }

  /// Does something before one of the signals ends this process that ask for its end. It ends by that
  /// signal all the same, unless its parent has it ignored.
  package static func beforeEnd(_ body: @escaping @Sendable (_ name: String) -> Void) {
    let names = [SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGHUP: "SIGHUP"]
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let arrivals = ends[0]
    arrived.store(ends[1], ordering: .releasing)
    for number in names.keys {
      // All that a handler may do is to pass it on: the log is another thread's.
      let earlier = signal(number) { number in
        let code = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Signals.arrived.load(ordering: .acquiring), &byte, 1)
        errno = code
      }
      if unsafeBitCast(earlier, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, SIG_IGN)
      }
    }
    DispatchQueue(label: "clickport.signals").async {
      var byte: UInt8 = 0
      while read(arrivals, &byte, 1) < 0 { guard errno == EINTR else { return } }
      let number = Int32(byte)
      // Should the last word take long, the next signal is the end.
      signal(number, SIG_DFL)
      body(names[number] ?? "a signal")
      kill(getpid(), number)
    }
  }

  /// Where a handler writes the number of its signal.
  private static let arrived = Atomic<Int32>(-1)
}

extension DispatchQueue {
  /// Does blocking work here, and waits for it without a thread of the pool. It is done even when
  /// the calling task is cancelled.
  package func run<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = await withCheckedContinuation { continuation in
      async { continuation.resume(returning: Result(catching: work)) }
    }
    return try outcome.get()
  }
}
