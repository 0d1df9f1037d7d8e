/// Runs `operation`, but for no longer than `limit`: a race of two tasks, the slower cancelled.
/// Returns nothing when time ran out, or when the caller was cancelled first.
package func withTimeLimit<Value: Sendable>(
  _ limit: Duration, operation: @escaping @Sendable () async -> Value
) async -> Value? {
  await withTaskGroup(of: Value?.self) { group in
    group.addTask { await operation() }
    group.addTask {
      try? await Task.sleep(for: limit)
      return nil
    }
    let first = await group.next() ?? nil
    group.cancelAll()
    return first
  }
}
