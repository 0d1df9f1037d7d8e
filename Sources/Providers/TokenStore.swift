internal import Synchronization
internal import Tools

/// The token of a service's account, in memory alone. However many calls want it at once, one asks
/// for it and the others wait.
final class TokenStore: Sendable {
  struct Token: Sendable {
    let text: String
    /// Until when it is good; nil where the service didn't say: then until it is refused.
    let end: Duration?
  }

  private struct State {
    var account = ""
    var token: Token?
    var isAsked = false
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter = 0
  }

  private enum Turn {
    case known(Token)
    case ask
    case wait(Int)
  }

  private let state = Mutex(State())

  /// The token of an account; `ask` gets one from the service.
  func token(
    of account: String, by deadline: Deadline,
    _ ask: () async throws(ToolError) -> Token
  ) async throws(ToolError) -> String {
    while true {
      switch turn(of: account, at: deadline.now) {
      case .known(let token): return token.text
      case .wait(let waiter):
        await wait(as: waiter)
        // The request fails as one that was cancelled.
        if Task.isCancelled { return try await ask().text }
      case .ask:
        do throws(ToolError) {
          let token = try await ask()
          end(with: token)
          return token.text
        } catch {
          end(with: nil)
          throw error
        }
      }
    }
  }

  /// Forgets a token that was refused, unless there is another one by now.
  func discard(_ token: String) {
    state.withLock { state in
      if state.token?.text == token { state.token = nil }
    }
  }

  private func turn(of account: String, at now: Duration) -> Turn {
    state.withLock { state in
      if state.isAsked {
        state.nextWaiter += 1
        return .wait(state.nextWaiter)
      }
      if state.account == account, let token = state.token, token.end ?? .seconds(Int64.max) > now {
        return .known(token)
      }
      state.account = account
      state.token = nil
      state.isAsked = true
      return .ask
    }
  }

  private func end(with token: Token?) {
    let waiting = state.withLock { state in
      state.token = token
      state.isAsked = false
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for waiter in waiting { waiter.resume() }
  }

  /// Returns when no token is being asked for any more, or when the task is cancelled.
  private func wait(as waiter: Int) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          guard state.isAsked, !Task.isCancelled else { return true }
          state.waiting[waiter] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: waiter) }?.resume()
    }
  }
}
