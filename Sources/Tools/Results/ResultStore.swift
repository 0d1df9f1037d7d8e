package import JSON
package import Tables

/// Where the rows stay that a query has read, page by page as they came, for a day at most.
///
/// What is kept is what `Provider.send` let through, which frees every response of the key it was
/// asked with. A result can be read once it is finished. All of them together have a limit: the
/// oldest make room, finished or not.
package protocol ResultStore: Sendable {
  /// Begins a result, which counts and ages from now on.
  func begin(_ origin: ResultOrigin, at now: Timestamp) async throws(ResultFailure) -> ResultHandle

  /// Adds a page to a result that was begun. One that would be too large for the store even alone is
  /// dropped whole.
  func append(_ page: ResultPage, to handle: ResultHandle) async throws(ResultFailure)

  /// Lets a result be read, for as long as it is kept from `now` on.
  func finish(
    _ handle: ResultHandle, describing description: JSONObject, at now: Timestamp
  ) async throws(ResultFailure) -> KeptResult

  /// Drops a result, if there is one.
  func discard(_ handle: ResultHandle) async

  /// A result that is finished and not too old; nil where there is none.
  func result(
    _ handle: ResultHandle, at now: Timestamp
  ) async throws(ResultFailure) -> KeptResult?

  /// Those of these accounts that are finished and not too old, newest first.
  func results(
    of accounts: [String], at now: Timestamp
  ) async throws(ResultFailure) -> [KeptResult]

  /// What a result's pages are asked for with, in the order of their positions, those of one
  /// position in the order they came in.
  func pages(of handle: ResultHandle) async throws(ResultFailure) -> [Int]

  /// The bytes of one page; nil when the result is gone.
  func page(_ id: Int, of handle: ResultHandle) async throws(ResultFailure) -> [UInt8]?
}

/// Limits that every store has.
package enum ResultLimits {
  /// How long a result is kept, in seconds: 24 hours.
  package static let age = 86_400
  /// How many results are kept, the empty ones too.
  package static let count = 10_000
}

/// Which tool's rows they are, and whose.
package struct ResultOrigin: Equatable, Sendable {
  package let tool: String
  /// The id of the tool's service.
  package let service: String
  /// Which account of the service they were read in, as the ledger names it: never the key.
  package let account: String

  package init(tool: String, service: String, account: String) {
    self.tool = tool
    self.service = service
    self.account = account
  }
}

/// Rows as a service gave them.
package struct ResultPage: Equatable, Sendable {
  /// A JSON array's text.
  package let bytes: [UInt8]
  package let rows: Int
  /// Where it stands in the result, whenever it comes in.
  package let position: PagePosition

  package init(
    _ bytes: [UInt8], rows: Int, at position: PagePosition = PagePosition(window: 0, page: 0)
  ) {
    self.bytes = bytes
    self.rows = rows
    self.position = position
  }
}

/// What is told of a result, without its rows.
package struct KeptResult: Equatable, Sendable {
  package let handle: ResultHandle
  package let origin: ResultOrigin
  /// When it was finished, by the clock of the call.
  package var keptAt: Timestamp
  /// What whoever kept it says of it, such as its period, and whether it is all there is.
  package var description: JSONObject = [:]
  package var rows = 0
  /// How long its pages are together.
  package var bytes = 0

  package init(_ handle: ResultHandle, of origin: ResultOrigin, keptAt: Timestamp) {
    self.handle = handle
    self.origin = origin
    self.keptAt = keptAt
  }

  package func isKept(at now: Timestamp) -> Bool {
    now < keptAt.adding(seconds: ResultLimits.age)
  }
}

/// A result can't be kept or read.
package enum ResultFailure: Error, Equatable, CustomStringConvertible {
  /// It is larger than all results together may be, in bytes.
  case tooLarge(limit: Int)
  /// It is not there: it never was, is too old, or has made room for others.
  case gone
  /// The store can't be used; a clause that names the file.
  case unusable(String)

  /// A clause that says why.
  package var description: String {
    switch self {
    case .tooLarge(let limit): "it is larger than the \(limit >> 20) MiB kept at most"
    case .gone: "it made room for newer results"
    case .unusable(let reason): reason
    }
  }
}
