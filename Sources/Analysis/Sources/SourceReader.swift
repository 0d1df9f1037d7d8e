internal import JSON
internal import Tables
internal import Tools

/// Asks sources for their figures, with the machinery of `query_rows`.
struct SourceReader: Sendable {
  /// The analysis, whose deadline and footprint count.
  let call: ToolCall
  /// How many requests one source may take.
  let mostRequests: Int

  private static let mostRows = 1_000_000

  /// The figures of one source; an error where any of them is missing: a part is never taken for
  /// the whole.
  func figures(of question: SourceQuestion) async throws(ToolError) -> SourceFigures {
    let told = question.by.flatMap(question.source.descriptor.dimension)
    guard let dimension = question.source.enumerated(by: question.by),
      let argument = dimension.argument
    else {
      let part = try await read(question, asking: [:])
      if let most = told?.leading, part.rows.count >= most, !question.acceptsLeading {
        throw .leadingOnly(most, of: question.source)
      }
      let figures = SourceFigures(
        rows: part.rows, things: nil, hasOtherDays: part.hasOtherDays, firstDay: part.firstDay)
      guard let told, told.list != nil, figures.rows.contains(where: \.isNameless) else {
        return figures
      }
      return figures.named(by: try await list(told))
    }
    let things = try await things(of: dimension, argument, for: question)
    let batches = things.batches(of: dimension.atOnce)
    guard batches.count <= mostRequests else { throw .tooMuch(batches.count, limit: mostRequests) }
    let isArray = question.source.tool.isArray(argument)
    let answers = await batches.results { (batch) async throws(ToolError) -> Part in
      let ids = batch.map(\.id)
      let part = try await read(question, asking: [argument: isArray ? .array(ids) : ids[0]])
      // What is asked for one by one needn't be told by the rows.
      guard question.by == dimension.name, dimension.id == nil, let thing = batch.first else {
        return part
      }
      return part.about(thing)
    }
    var parts: [Part] = []
    for answer in answers { parts.append(try answer.get()) }
    return SourceFigures(
      rows: parts.flatMap(\.rows), things: things,
      hasOtherDays: parts.contains(where: \.hasOtherDays),
      firstDay: parts.compactMap(\.firstDay).min()
    ).named(by: things)
  }

  /// What a source is to be asked for by its ids: what the caller names, or all there is.
  private func things(
    of dimension: SourceDescriptor.Dimension, _ argument: String, for question: SourceQuestion
  ) async throws(ToolError) -> [SourceThing] {
    if let things = question.things { return things }
    guard let given = question.arguments[argument] else {
      return try await list(dimension, question.arguments)
    }
    let ids = given.array ?? [given]
    guard question.by == dimension.name else { return ids.map { SourceThing(id: $0, name: nil) } }
    let known = try await list(dimension, question.arguments)
    return ids.map { id in
      known.first { $0.id.idText == id.idText } ?? SourceThing(id: id, name: nil)
    }
  }

  /// The figures of several sources side by side, in their order, each or its error.
  func figures(
    of questions: [SourceQuestion]
  ) async throws(ToolError) -> [Result<SourceFigures, ToolError>] {
    let reader = quiet
    let answers = await questions.results { (question) async throws(ToolError) in
      try await reader.figures(of: question)
    }
    for case .failure(let error) in answers where error.code == .cancelled { throw error }
    return answers
  }

  /// The same without progress of its own: there are others beside it.
  var quiet: SourceReader { SourceReader(call: call.quiet, mostRequests: mostRequests) }

  /// All things of a dimension, by the tool that lists them. `arguments` are the caller's own of
  /// the source: those that the list has too narrow it.
  func list(
    _ dimension: SourceDescriptor.Dimension, _ arguments: JSONObject = [:]
  ) async throws(ToolError) -> [SourceThing] {
    guard let list = dimension.list else { return [] }
    guard let tool = call.tool(named: list.tool) else {
      throw ToolError(.notFound, "\(list.tool) is not offered here; it tells what there is.")
    }
    var given = list.arguments
    for argument in tool.arguments {
      if let value = arguments[argument.name] { given[argument.name] = value }
    }
    let listing = try await listing(given, of: list.tool)
    var taker = ThingTaker(list)
    try await finish(listing, in: .utc, into: &taker)
    return taker.things.sorted { $0.position < $1.position }.flatMap(\.things).distinct
  }

  private struct Part: Sendable {
    let rows: [SourceFigures.Row]
    let hasOtherDays: Bool
    let firstDay: CalendarDate?

    /// The rows as those of one thing.
    func about(_ thing: SourceThing) -> Part {
      Part(
        rows: rows.map { row in
          SourceFigures.Row(id: thing.id, name: thing.name, day: row.day, values: row.values)
        }, hasOtherDays: hasOtherDays, firstDay: firstDay)
    }
  }

  private func read(
    _ question: SourceQuestion, asking ids: JSONObject
  ) async throws(ToolError) -> Part {
    let source = question.source
    var given = source.descriptor.arguments
    let dimension = question.by.flatMap(source.descriptor.dimension)
    for arguments in [dimension?.arguments ?? [:], question.arguments, ids] {
      for (name, value) in arguments { given[name] = value }
    }
    if let period = question.period, source.tool.period != nil {
      let names = StandardArguments.self
      given[names.range] = .string("\(period.start)..\(period.end)")
      given[names.timeZone] = .string(period.zone.name)
    }
    let listing = try await listing(given, of: source.name)
    let zone = question.period?.zone ?? .utc
    let columns = try SourceColumns(question, dimension)
    let ownZone = try await ownZone(of: source, otherwise: zone)
    var taker = RowTaker(
      columns.query, of: listing, in: zone, ownZone: ownZone, writer: nil,
      optional: columns.optional)
    let isWidened: Bool
    let table: Table
    do throws(ToolError) {
      isWidened = try await finish(listing, in: zone, into: &taker)
      table = try taker.table()
    } catch {
      throw error.isAboutColumns ? .otherRows(of: source, error) : error
    }
    // A count that can't be read is never taken for zero.
    guard table.ignoredValues == 0 else {
      throw ToolError(
        .badAnswer, "\(table.ignoredValues) counts of \(source.name) are no numbers."
      ).named(source)
    }
    return Part(
      rows: table.rows.map(columns.row),
      hasOtherDays: listing.hasOtherDays && !isWidened, firstDay: table.firstDay)
  }

  /// Where the days of a source begin and end that takes no others.
  private func ownZone(
    of source: Source, otherwise zone: TimeZoneRules
  ) async throws(ToolError) -> TimeZoneRules {
    guard let name = source.dayZone, name != zone.name else { return zone }
    return try await call.zone(named: name)
  }

  private func listing(_ given: JSONObject, of name: String) async throws(ToolError) -> Listing {
    let (tool, arguments) = try await call.read(given, for: name)
    return try Listing(tool, arguments)
  }

  /// Reads all of a listing; whether days beside the question's were read and cut off.
  @discardableResult
  private func finish(
    _ listing: Listing, in zone: TimeZoneRules, into taker: inout some PageTaker
  ) async throws(ToolError) -> Bool {
    let limits = ReadingPlan.Limits(rows: Self.mostRows, requests: mostRequests)
    var reader = ListingReader(listing, limits, in: zone, for: call)
    let report = try await reader.read(into: &taker)
    if let failure = report.failure { throw failure }
    return reader.isWidened
  }
}

extension ToolError {
  /// Whether rows lack columns that a question names.
  fileprivate var isAboutColumns: Bool {
    code == .invalidArguments && tool == nil
      && problems.allSatisfy { ["measures", "group_by"].contains($0.argument) }
  }

  /// It is the service's rows that aren't as the manifest says, not the caller's question.
  fileprivate static func otherRows(of source: Source, _ error: ToolError) -> ToolError {
    let problems = error.problems.map(\.problem).joined(separator: "; ")
    return ToolError(
      .badAnswer, "The rows of \(source.name) are not as its descriptor says: \(problems)."
    ).named(source)
  }

  fileprivate static func leadingOnly(_ most: Int, of source: Source) -> ToolError {
    ToolError(
      .badAnswer, "\(source.name) tells the \(most) greatest and no others: there may be more."
    ).named(source)
  }
}

extension ToolDescriptor {
  fileprivate func isArray(_ name: String) -> Bool {
    arguments.first { $0.name == name }?.schema.document["type"]?.string == "array"
  }
}

extension Array {
  fileprivate func batches(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
