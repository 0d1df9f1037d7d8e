internal import JSON
internal import Tables
internal import Tools

/// `idle_links`: the links of all services that no person clicked.
struct IdleLinks: ToolHandler {
  let settings: QuerySettings

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let period = try await call.begun(of: call.period(otherwise: "last_30_days"))
    let asked = try Self.sources(of: call)
    let reader = LinkReader(call.sourceReader(settings), period)
    let (told, failed) = try await asked.able.told { (source) async throws(ToolError) in
      try await reader.links(of: source)
    }
    var answer = IdleAnswer(period, skipped: asked.skipped)
    for (source, told) in told { answer.add(told, of: source) }
    answer.failed = failed
    if told.isEmpty, let failure = failed.first {
      throw failure.error.named(failure.source)
    }
    let left = reader.mostRequests - call.footprint.totals.attempts
    let details = LinkDetails(call, mostRequests: left)
    answer.add(try await details.told(of: answer.shown, in: period))
    return answer.json
  }

  static let dimension = "link"

  /// Those that count clicks by link and know all links there are.
  private static func sources(
    of call: ToolCall
  ) throws(ToolError) -> (able: [Source], skipped: [SourceChoice.Skipped]) {
    // Services without links aren't worth a word.
    let knowing = call.sources.filter { $0.descriptor.dimension(dimension) != nil }
    let listing = knowing.filter { $0.descriptor.dimension(dimension)?.isListed == true }
    let needs = SourceNeeds(metrics: ["clicks"], by: dimension)
    let choice = try SourceChoice(needs, named: nil, among: listing)
    let silent = knowing.filter { source in !listing.contains { $0.service == source.service } }
    let skipped =
      choice.skipped
      + silent.map { SourceChoice.Skipped(name: $0.name, why: "doesn't tell all links there are") }
    if choice.chosen.isEmpty {
      let reasons = skipped.map { "\($0.name) \($0.why)" }.joined(separator: "; ")
      throw ToolError(
        .notFound,
        "No service offered here counts the clicks of its links"
          + (reasons.isEmpty ? "." : ": \(reasons)."))
    }
    return (choice.chosen, skipped)
  }
}

extension SourceDescriptor.Dimension {
  /// Whether all things there are can be had.
  fileprivate var isListed: Bool { list != nil || isComplete }
}

/// Reads all links of a source, and which of them nobody clicked.
struct LinkReader: Sendable {
  private let reader: SourceReader
  private let period: Period

  /// What one source told.
  struct Told: Sendable {
    let checked: Int
    /// Made after the period, and not checked.
    let younger: Int
    let idle: [SourceThing]
    let hasOtherDays: Bool
    /// Whether a link that only bots clicked would be taken for one that people did.
    let mayHideBots: Bool
  }

  init(_ reader: SourceReader, _ period: Period) {
    self.reader = reader
    self.period = period
  }

  /// How many requests one source may take.
  var mostRequests: Int { reader.mostRequests }

  func links(of source: Source) async throws(ToolError) -> Told {
    let includesBots = source.descriptor.includesBots == true
    let countsBots = source.measure("bots") != nil
    let clicked = source.measureName(for: "clicks") ?? "clicks"
    let question = SourceQuestion(
      source: source, metrics: includesBots && countsBots ? [clicked, "bots"] : [clicked],
      by: IdleLinks.dimension, period: period)
    let figures = try await reader.figures(of: question)
    var clicks: [String: ExactDecimal] = [:]
    for row in figures.rows {
      guard let id = row.id?.idText else { continue }
      clicks[id, default: .zero] = (clicks[id] ?? .zero) + row.people
    }
    let all = try await links(of: source, figures)
    let zone = await reader.call.zone(of: source)
    let idle = all.filter { link in (clicks[link.id.idText] ?? .zero) <= .zero }
    let old = idle.filter { link in
      link.created(zone, in: period).map { $0 <= period.end } ?? true
    }
    let younger = idle.count - old.count
    return Told(
      checked: all.count - younger, younger: younger, idle: old, hasOtherDays: figures.hasOtherDays,
      mayHideBots: includesBots && !countsBots)
  }

  /// All there are, each once.
  private func links(
    of source: Source, _ figures: SourceFigures
  ) async throws(ToolError) -> [SourceThing] {
    guard let dimension = source.descriptor.dimension(IdleLinks.dimension) else { return [] }
    var links = figures.things ?? []
    if figures.things == nil, dimension.isComplete {
      links = figures.rows.compactMap { row in
        row.id.map { SourceThing(id: $0, name: row.name) }
      }
    } else if figures.things == nil {
      links = try await reader.list(dimension)
    }
    return links.distinct
  }
}

extension SourceFigures.Row {
  /// Clicks that aren't bots', of a question for clicks and perhaps for the bots among them.
  fileprivate var people: ExactDecimal { values.dropFirst().reduce(values[0], -) }
}
