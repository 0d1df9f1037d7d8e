internal import JSON
internal import Tables
internal import Tools

/// `traffic_quality`: what share of the hits are bots', told apart by source, browser, country or
/// link.
struct TrafficQuality: ToolHandler {
  let settings: QuerySettings

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let by = call.text("by", otherwise: "traffic_source")
    let period = try await call.period(otherwise: "last_30_days")
    let choice = try Choice(by: by, call)
    let reader = call.sourceReader(settings)
    let parts = choice.able.map { Part($0, by: by, among: call.sources) }
    let questions = parts.flatMap { $0.questions(by: by, period) }
    var answers = try await reader.figures(of: questions)[...]
    var answer = TrafficAnswer(by: by, limit: call.arguments["limit"]?.int ?? 20, period)
    answer.skipped = choice.skipped
    for part in parts {
      let own = Array(answers.prefix(part.count))
      answers = answers.dropFirst(part.count)
      do throws(ToolError) {
        answer.add(try part.told(own, by: by), by: part.measures)
      } catch {
        answer.failed.append(FailedSource(source: part.measures.source, error: error))
      }
    }
    if answer.failed.count == parts.count, let failure = answer.failed.first {
      throw failure.error.named(failure.source)
    }
    return answer.json
  }

  /// The sources that tell the share of bots.
  private struct Choice {
    private(set) var able: [HitMeasures] = []
    private(set) var skipped: [SourceChoice.Skipped] = []

    init(by: String, _ call: ToolCall) throws(ToolError) {
      let sources = call.sources
      let choice = try SourceChoice(
        SourceNeeds(metrics: ["bots"], by: by), named: call.arguments.texts("sources"),
        among: sources)
      skipped = choice.skipped
      for source in choice.chosen {
        do throws(HitMeasures.Lack) {
          able.append(try HitMeasures(source))
        } catch {
          skipped.append(SourceChoice.Skipped(name: source.name, why: error.rawValue))
        }
      }
      guard able.isEmpty else { return }
      let known = sources.filter { $0.measure("bots") != nil }
        .flatMap { $0.descriptor.dimensions.map(\.name) }.withoutRepeats
      let reasons = skipped.map { "\($0.name) \($0.why)" }.joined(separator: "; ")
      throw ArgumentProblem(
        known.contains(by) ? "sources" : "by", problem: "no source tells bots by that: \(reasons)",
        expected: "by one of \(known.joined(separator: ", "))"
      ).error
    }
  }

  /// A source, and the one that tells the service's whole where it itself may leave some out.
  private struct Part {
    let measures: HitMeasures
    private let whole: HitMeasures?
    private let leading: Int?

    init(_ measures: HitMeasures, by: String, among sources: [Source]) {
      self.measures = measures
      leading = measures.source.descriptor.dimension(by)?.leading
      let own = sources.filter { source in
        source.service == measures.source.service && source.enumerated(by: nil) == nil
          && SourceNeeds(metrics: ["bots"]).lacking(in: source) == nil
      }
      let wholes = own.compactMap { try? HitMeasures($0) }
        .filter { $0.words == measures.words && !$0.source.hasOnlyParts }
      whole =
        leading == nil ? nil : wholes.first { $0.source.descriptor.isDefault } ?? wholes.first
    }

    var count: Int { whole == nil ? 1 : 2 }

    func questions(by: String, _ period: Period) -> [SourceQuestion] {
      var first = SourceQuestion(
        source: measures.source, metrics: measures.metrics, by: by, period: period)
      first.acceptsLeading = true
      let second = whole.map { whole in
        SourceQuestion(source: whole.source, metrics: whole.metrics, period: period)
      }
      return [first] + (second.map { [$0] } ?? [])
    }

    /// Throws where anything failed: a part is never taken for the whole.
    func told(
      _ answers: [Result<SourceFigures, ToolError>], by: String
    ) throws(ToolError) -> TrafficAnswer.Told {
      let figures = try answers[0].get()
      var told = TrafficAnswer.Told(
        rows: figures.rows.map { row in
          (row.name ?? row.id?.idText, measures.tally(row.values))
        })
      told.hasOtherDays = figures.hasOtherDays
      if let whole, answers.count > 1 {
        let sums = try answers[1].get().rows.map { whole.tally($0.values) }
        told.whole = sums.reduce(HitTally(), +)
      } else if let leading, figures.rows.count >= leading {
        told.cutAt = leading
      }
      told.otherThings = measures.source.descriptor.others(beside: by)
      return told
    }
  }
}

extension Source {
  /// Whether its rows are of some things unless it is told otherwise.
  fileprivate var hasOnlyParts: Bool {
    descriptor.dimensions.contains { !$0.arguments.isEmpty }
  }
}

extension SourceDescriptor {
  /// Things that it counts as well, apart from those of a dimension: it is asked otherwise for them.
  fileprivate func others(beside name: String) -> [String] {
    guard let own = dimension(name), own.leading == nil, !own.arguments.isEmpty else { return [] }
    return dimensions.filter { $0.name != name && $0.arguments.keys == own.arguments.keys }
      .map(\.name)
  }
}
