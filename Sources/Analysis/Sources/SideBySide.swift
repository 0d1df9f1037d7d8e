internal import Tools

extension Array where Element: Sendable {
  /// What `work` makes of each, or its error, in their order.
  func results<Answer: Sendable>(
    _ work: @escaping @Sendable (Element) async throws(ToolError) -> Answer
  ) async -> [Result<Answer, ToolError>] {
    await inParallel { element in
      do throws(ToolError) {
        return Result<Answer, ToolError>.success(try await work(element))
      } catch {
        return .failure(error)
      }
    }
  }

  /// What `work` makes of each, in their order, four at a time.
  func inParallel<Answer: Sendable>(
    _ work: @escaping @Sendable (Element) async -> Answer
  ) async -> [Answer] {
    await withTaskGroup(of: (Int, Answer).self) { group in
      var answers = [Answer?](repeating: nil, count: count)
      var next = 0
      func start() {
        guard next < count else { return }
        let (index, element) = (next, self[next])
        group.addTask { (index, await work(element)) }
        next += 1
      }
      for _ in 0..<4 { start() }
      while let (index, answer) = await group.next() {
        answers[index] = answer
        start()
      }
      return answers.compactMap(\.self)
    }
  }
}

extension [Source] {
  /// What `work` makes of each, and those with which it failed. Throws where the call was cancelled.
  func told<Answer: Sendable>(
    _ work: @escaping @Sendable (Source) async throws(ToolError) -> Answer
  ) async throws(ToolError) -> (told: [(source: Source, answer: Answer)], failed: [FailedSource]) {
    var told: [(source: Source, answer: Answer)] = []
    var failed: [FailedSource] = []
    for (source, answer) in zip(self, await results(work)) {
      switch answer {
      case .success(let answer): told.append((source, answer))
      case .failure(let error) where error.code == .cancelled: throw error
      case .failure(let error): failed.append(FailedSource(source: source, error: error))
      }
    }
    return (told, failed)
  }
}
