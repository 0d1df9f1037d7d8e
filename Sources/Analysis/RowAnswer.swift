internal import JSON
internal import Tables
internal import Tools

/// What a question found, on its way to the caller.
struct RowAnswer {
  let table: Table
  /// `{rows, requests, complete, first_day, last_day, missing}`.
  private(set) var read: JSONObject
  let period: JSONObject?
  let failure: JSONObject?
  private var notes: [String]
  /// What a reader must know of the rows' days, whatever is asked of them.
  private(set) var remark: String?
  private var handle: String?

  init(table: Table, _ listing: Listing, _ report: ReadingReport, isWidened: Bool) {
    self.table = table
    read = [
      "rows": .number(JSONNumber(table.rowsRead)),
      "requests": .number(JSONNumber(report.requests)), "complete": .bool(report.isComplete),
    ]
    read["first_day"] = table.firstDay.map { .string($0.description) }
    read["last_day"] = table.lastDay.map { .string($0.description) }
    if !report.missing.isEmpty { read["missing"] = .array(report.missingShown) }
    period = listing.period?.json
    failure = report.failure?.json
    notes = table.notes
    if listing.asksForOtherDays, !isWidened, let zone = listing.tool.period?.fixedZone {
      remark = "The days of \(listing.tool.name) are those of \(zone)."
    }
    notes += remark.map { [$0] } ?? []
  }

  /// Of rows that were read before: nothing was asked for now.
  init(table: Table, _ kept: KeptListing, in zone: TimeZoneRules, handle: String) {
    self.table = table
    read = kept.read
    read["requests"] = 0
    if let first = table.firstDay { read["first_day"] = .string(first.description) }
    if let last = table.lastDay { read["last_day"] = .string(last.description) }
    period = kept.period
    failure = kept.failure
    notes = table.notes + kept.notes
    if let read = kept.timeZone, read != zone.name {
      notes.append(
        "These rows were read for days of \(read): in \(zone.name) the first and the last day are "
          + "not all there.")
    }
    self.handle = handle
  }

  /// Lets further questions be asked of the rows. Where they can't be kept there is no handle.
  mutating func keep(_ taker: RowTaker, _ kept: KeptListing) async {
    guard let writer = taker.writer else { return }
    guard table.rowsRead > 0 else { return await writer.discard() }
    handle = try? await writer.finish(describing: kept.description).handle.text
  }

  func json(_ question: RowQuestion) -> JSONObject {
    table.json(
      as: question.format, followedBy: rest, budgetTokens: question.budgetTokens,
      defusesFormulas: question.defusesFormulas)
  }

  /// What follows the table.
  private var rest: JSONObject {
    var rest: JSONObject = ["read": .object(read)]
    rest["error"] = failure.map { .object($0) }
    rest["period"] = period.map { .object($0) }
    rest["handle"] = handle.map { .string($0) }
    if !notes.isEmpty { rest["_notes"] = .array(notes.map { .string($0) }) }
    return rest
  }

  /// Where the rows are in a file, and not in the answer.
  func json(saved file: SavedFile) -> JSONObject {
    var answer: JSONObject = [
      "saved": [
        "path": .string(file.path), "rows": .number(JSONNumber(table.rows.count)),
        "bytes": .number(JSONNumber(file.byteCount)),
      ],
      "rows_total": .number(JSONNumber(table.rowsTotal)),
    ]
    answer["totals"] = table.totals.map { .object($0) }
    for (name, value) in rest { answer[name] = value }
    return answer
  }
}

/// Folds the pages of a listing, and keeps them for further questions.
struct RowTaker: PageTaker {
  private let query: RowQuery
  private let listing: Listing
  /// Where days begin and end: those of the question, until rows show that they have others.
  private(set) var zone: TimeZoneRules
  private let ownZone: TimeZoneRules
  /// nil until there are rows.
  private var fold: RowFold?
  /// nil where rows can't be kept, or no longer.
  private(set) var writer: ResultWriter?
  private let optional: [String]

  /// `zone` is the question's, `ownZone` the service's; `optional` are columns that rows may lack.
  init(
    _ query: RowQuery, of listing: Listing, in zone: TimeZoneRules, ownZone: TimeZoneRules,
    writer: ResultWriter?, optional: [String] = []
  ) {
    self.optional = optional
    self.query = query
    self.listing = listing
    self.zone = zone
    self.ownZone = ownZone
    self.writer = writer
  }

  mutating func take(
    _ rows: RowText, at position: PagePosition, ofOwnDays: Bool
  ) async throws(ToolError) {
    if fold == nil, ofOwnDays { zone = ownZone }
    var fold = fold ?? RowFold(query, in: listing.context(in: zone, optional: optional))
    self.fold = nil
    try fold.take(rows, at: position)
    self.fold = fold
    guard let writer, rows.count > 0 else { return }
    do throws(ResultFailure) {
      try await writer.append(rows.chunk(0..<rows.count), rows: rows.count, at: position)
    } catch {
      await writer.discard()
      self.writer = nil
    }
  }

  func table() throws(ToolError) -> Table {
    try (fold ?? RowFold(query, in: listing.context(in: zone, optional: optional))).answer()
  }
}

extension RowFold {
  mutating func take(_ rows: RowText, at position: PagePosition) throws(ToolError) {
    do throws(RowQueryProblems) { try add(rows, at: position) } catch { throw ToolError(error) }
  }

  func answer() throws(ToolError) -> Table {
    do throws(RowQueryProblems) { return try table() } catch { throw ToolError(error) }
  }
}

/// What is remembered of a listing beside its rows.
struct KeptListing {
  private(set) var description: JSONObject

  init(_ description: JSONObject) {
    self.description = description
  }

  init(_ listing: Listing, _ answer: RowAnswer, in zone: TimeZoneRules) {
    let context = listing.context(in: zone)
    description = [
      "arguments": .object(listing.values), "time_zone": .string(zone.name),
      "columns": .array(context.known.map { .string($0) }),
      "measures": .array(context.defaultMeasures.map { .string($0) }), "read": .object(answer.read),
    ]
    description["day"] = context.day.map { .string($0) }
    description["period"] = answer.period.map { .object($0) }
    description["error"] = answer.failure.map { .object($0) }
    if let remark = answer.remark { description["notes"] = [.string(remark)] }
  }

  var read: JSONObject { description["read"]?.object ?? [:] }
  var period: JSONObject? { description["period"]?.object }
  var failure: JSONObject? { description["error"]?.object }
  var notes: [String] { description["notes"]?.array?.compactMap(\.string) ?? [] }
  var timeZone: String? { description["time_zone"]?.string }

  func context(in zone: TimeZoneRules) -> RowFold.Context {
    func texts(_ name: String) -> [String] {
      description[name]?.array?.compactMap(\.string) ?? []
    }
    return RowFold.Context(
      known: texts("columns"), defaultMeasures: texts("measures"),
      day: description["day"]?.string, offset: { zone.secondsFromUTC(at: $0) })
  }
}

extension Table {
  private static let rowsAtOnce = 2_000

  /// Writes all rows into a file.
  func write(to save: FileSave, _ question: RowQuestion) async throws(ToolError) -> SavedFile {
    var start = 0
    repeat {
      let end = min(rows.count, start + Self.rowsAtOnce)
      try await save.append(
        part(
          start..<end, asCSV: save.format == .csv, defusesFormulas: question.defusesFormulas))
      start = end
    } while start < rows.count
    return try await save.commit()
  }
}

extension ToolError {
  static let nothingKept = ToolError(
    .notFound, "This server keeps no rows: ask with tool instead of handle.")
}
