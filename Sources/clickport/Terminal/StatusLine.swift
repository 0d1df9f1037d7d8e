import Platform
import Synchronization
import Tables

/// One line at the end of what a terminal shows on standard error, which says what is waited for. It
/// is written over itself, and gone when there is something else to say. Nothing is written where
/// standard error isn't a terminal.
final class StatusLine: Sendable {
  /// The process's own.
  static let standard = StatusLine(isShown: isatty(STDERR_FILENO) == 1) { text in
    let bytes = Array(text.utf8)
    // Nobody can be told when standard error is gone.
    _ = bytes.withUnsafeBytes { Platform.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  let isShown: Bool
  private let draw: @Sendable (String) -> Void
  private let isDrawn = Mutex(false)

  init(isShown: Bool, draw: @escaping @Sendable (String) -> Void) {
    self.isShown = isShown
    self.draw = draw
  }

  /// Shows a clause in place of the last one.
  func show(_ text: String, width: Int = Terminal.width) {
    guard isShown else { return }
    isDrawn.withLock { isDrawn in
      // The last column stays free: a full line makes some terminals begin the next.
      draw("\r\u{1B}[K" + ("… " + text.onOneLine).cut(toWidth: width - 1))
      isDrawn = true
    }
  }

  /// Takes it away.
  func clear() {
    isDrawn.withLock { isDrawn in
      if isDrawn { draw("\r\u{1B}[K") }
      isDrawn = false
    }
  }
}
