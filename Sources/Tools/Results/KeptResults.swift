package import JSON
package import Tables

/// The results of queries as the tools have them: by one clock, and to each account only its own.
package struct KeptResults: Sendable {
  private let store: any ResultStore
  private let clock: WallClock

  package init(_ store: any ResultStore, clock: WallClock) {
    self.store = store
    self.clock = clock
  }

  /// Begins to keep a result. Where it fails, then or later, the query's answer has no handle.
  package func begin(_ origin: ResultOrigin) async throws(ResultFailure) -> ResultWriter {
    ResultWriter(handle: try await store.begin(origin, at: clock.now()), store, clock)
  }

  /// What is kept under a handle, for whoever has one of these accounts. Whether it belongs to
  /// another, is too old, or never was: the error is the same.
  package func open(
    _ handle: String, for accounts: [String]
  ) async throws(ToolError) -> OpenedResult {
    guard let handle = ResultHandle(parsing: handle) else { throw .noResult }
    do throws(ResultFailure) {
      guard let result = try await store.result(handle, at: clock.now()),
        accounts.contains(result.origin.account)
      else { throw .gone }
      let pages = ResultPages(store, handle, ids: try await store.pages(of: handle))
      return OpenedResult(result: result, pages: pages)
    } catch {
      throw ToolError(error)
    }
  }

  /// What these accounts have kept, newest first.
  package func list(for accounts: [String]) async throws(ToolError) -> [KeptResult] {
    do throws(ResultFailure) {
      return try await store.results(of: accounts, at: clock.now())
    } catch {
      throw ToolError(error)
    }
  }
}

/// Keeps one result, page by page as they arrive. Nobody can read it before it is finished; one that
/// neither is finished nor discarded goes with its age.
package struct ResultWriter: Sendable {
  package let handle: ResultHandle
  private let store: any ResultStore
  private let clock: WallClock

  fileprivate init(handle: ResultHandle, _ store: any ResultStore, _ clock: WallClock) {
    self.handle = handle
    self.store = store
    self.clock = clock
  }

  /// Adds a page: a JSON array's text. Pages that come in as they may get their order back by their
  /// positions; without, they stay in the order they came in. After a failure the result is lost.
  package func append(
    _ bytes: [UInt8], rows: Int, at position: PagePosition = PagePosition(window: 0, page: 0)
  ) async throws(ResultFailure) {
    try await store.append(ResultPage(bytes, rows: rows, at: position), to: handle)
  }

  /// Lets the result be read, and tells what is kept.
  package func finish(
    describing description: JSONObject
  ) async throws(ResultFailure) -> KeptResult {
    try await store.finish(handle, describing: description, at: clock.now())
  }

  /// Drops what was kept, even when the calling task is cancelled.
  package func discard() async {
    await store.discard(handle)
  }
}

/// A kept result that may be read.
package struct OpenedResult: Sendable {
  package let result: KeptResult
  package let pages: ResultPages
}

/// The pages of a result, each the text of a JSON array, read when it is asked for. Throws where the
/// result has made room for others meanwhile.
package struct ResultPages: AsyncSequence, Sendable {
  private let store: any ResultStore
  private let handle: ResultHandle
  private let ids: [Int]

  fileprivate init(_ store: any ResultStore, _ handle: ResultHandle, ids: [Int]) {
    self.store = store
    self.handle = handle
    self.ids = ids
  }

  package var count: Int { ids.count }

  /// One page, from 0 on.
  package func page(_ number: Int) async throws(ToolError) -> [UInt8] {
    do throws(ResultFailure) {
      guard let bytes = try await store.page(ids[number], of: handle) else { throw .gone }
      return bytes
    } catch {
      throw ToolError(error)
    }
  }

  package func makeAsyncIterator() -> Iterator { Iterator(pages: self) }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate let pages: ResultPages
    private var next = 0

    fileprivate init(pages: ResultPages) {
      self.pages = pages
    }

    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(ToolError) -> [UInt8]? {
      guard next < pages.count else { return nil }
      defer { next += 1 }
      return try await pages.page(next)
    }
  }
}

extension ToolError {
  /// The one answer to every handle that leads to nothing.
  fileprivate static let noResult = ToolError(
    .notFound,
    "Nothing is kept under that handle: results stay for 24 hours at most, and the oldest make room "
      + "for new ones. Run the query again.")

  fileprivate init(_ failure: ResultFailure) {
    switch failure {
    case .gone, .tooLarge: self = .noResult
    case .unusable(let reason):
      self.init(
        .forbidden,
        withheld: "What was kept can't be read: \(reason). Run the query again without a handle.")
    }
  }
}
