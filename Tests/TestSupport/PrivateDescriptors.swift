import Foundation
import Synchronization

/// Descriptors that no child inherits.
///
/// One that leaks into a child started beside it keeps a pipe open whose end a test waits for.
/// There is no way to make a descriptor and mark it in one step everywhere, so both happen under
/// the lock that children are started under.
package enum PrivateDescriptors {
  private static let lock = Mutex(())

  /// Runs `body` while no descriptor is half made.
  static func whileNoneIsMade<Result>(_ body: () throws -> Result) rethrows -> Result {
    try lock.withLock { _ in try body() }
  }

  /// The descriptors `make` returns, marked; negative ones are passed on as they are.
  package static func make(_ make: () -> [Int32]) -> [Int32] {
    lock.withLock { _ in
      let descriptors = make()
      for descriptor in descriptors where descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      }
      return descriptors
    }
  }

  /// Two ends of a new pipe. Writing when nobody reads is an error from here on, not the end of
  /// the test run.
  package static func pipe() throws -> (reading: Int32, writing: Int32) {
    signal(SIGPIPE, SIG_IGN)
    let ends = make {
      var ends: [Int32] = [-1, -1]
      _ = Foundation.pipe(&ends)
      return ends
    }
    guard ends[0] >= 0 else { throw POSIXError(.EMFILE) }
    return (ends[0], ends[1])
  }
}
