internal import JSON
internal import Synchronization

/// The requests this side has sent and the other has not answered yet.
final class OutgoingRequests: Sendable {
  private typealias Outcome = Result<JSONValue, ResponseError>

  /// An answer may come before its sender waits for it.
  private enum Entry {
    case sent
    case awaited(CheckedContinuation<Outcome, Never>)
    case answered(Outcome)
  }

  private struct State {
    var count = 0
    var isClosed = false
    var entries: [RequestID: Entry] = [:]
  }

  private let state = Mutex(State())

  /// What is told to those whose answer can't come any more.
  private static let closed = Outcome.failure(
    ResponseError(.internalError, "the client can't answer any more"))

  /// Sends a request by `write` and waits for its answer. Fails with what the other side answered
  /// with, or when no answer can come: the input has ended, or the calling task was cancelled.
  func send(
    _ method: String, _ params: JSONObject, write: (Request) async -> Void
  ) async -> Result<JSONValue, ResponseError> {
    let id = state.withLock { state in
      state.count += 1
      let id = RequestID.string("clickport-\(state.count)")
      state.entries[id] = .sent
      return id
    }
    await write(Request(id: id, method: method, params: params))
    return await answer(to: id)
  }

  /// Hands an answer to whoever sent that request; any other is ignored.
  func resolve(_ response: Response) {
    guard let id = response.id else { return }
    let answer: Outcome =
      switch response.outcome {
      case .result(let result): .success(result.value)
      case .error(let error): .failure(ResponseError(answered: error))
      }
    let waiter = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      switch state.entries[id] {
      case .sent?:
        state.entries[id] = .answered(answer)
        return nil
      case .awaited(let waiter)?:
        state.entries[id] = nil
        return waiter
      case .answered?, nil: return nil
      }
    }
    waiter?.resume(returning: answer)
  }

  /// Tells everybody who waits, and will, that no answer can come any more.
  func close() {
    let entries = state.withLock { state in
      state.isClosed = true
      defer { state.entries = [:] }
      return state.entries.values
    }
    for case .awaited(let waiter) in entries { waiter.resume(returning: Self.closed) }
  }

  private func answer(to id: RequestID) async -> Outcome {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let known = state.withLock { state -> Outcome? in
          if case .answered(let answer)? = state.entries[id] {
            state.entries[id] = nil
            return answer
          }
          if state.isClosed || Task.isCancelled { return Self.closed }
          state.entries[id] = .awaited(continuation)
          return nil
        }
        if let known { continuation.resume(returning: known) }
      }
    } onCancel: {
      let entry = state.withLock { $0.entries.removeValue(forKey: id) }
      if case .awaited(let waiter)? = entry { waiter.resume(returning: Self.closed) }
    }
  }
}

extension ResponseError {
  fileprivate init(answered error: JSONValue) {
    self.init(
      Code(error["code"]?.int ?? Code.internalError.value),
      error["message"]?.string ?? "the client answered with an error", data: error["data"])
  }
}
