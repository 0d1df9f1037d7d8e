import JSON

/// The stretch of time that listed entities were created in, its ends left out.
struct CreationFilter: Sendable {
  private let after: Timestamp?
  private let before: Timestamp?

  init(_ query: inout FieldReader) {
    after = query.compactTime("createdAfter")
    before = query.compactTime("createdBefore")
  }

  func accepts(_ time: Timestamp) -> Bool {
    (after.map { time > $0 } ?? true) && (before.map { time < $0 } ?? true)
  }
}
