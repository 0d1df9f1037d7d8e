internal import JSON
internal import Tables
internal import Tools

/// A tool that counts something, as an analysis sees it.
struct Source: Sendable {
  let tool: ToolDescriptor
  let descriptor: SourceDescriptor

  init?(_ tool: ToolDescriptor) {
    guard let descriptor = tool.source, tool.isListing else { return nil }
    self.tool = tool
    self.descriptor = descriptor
  }

  var name: String { tool.name }
  var service: String { tool.provider }

  /// Where its days begin and end, if that can't be chosen; nil where it is asked in any zone, and
  /// where nobody knows.
  var dayZone: String? { tool.period?.fixedZone }

  func measure(_ name: String) -> MeasureDescriptor? { tool.measures.first { $0.name == name } }

  /// The name of the measure that stands for a metric: its own, or that of its unique ones where
  /// these are all that is counted.
  func measureName(for metric: String) -> String? {
    [metric, "unique_" + metric].first { measure($0) != nil }
  }

  /// The dimension whose things must be asked for by their ids, whatever is asked; nil where
  /// nothing must. `by` is the question's own.
  func enumerated(by: String?) -> SourceDescriptor.Dimension? {
    if let by, let dimension = descriptor.dimension(by), dimension.argument != nil {
      return dimension
    }
    return descriptor.dimensions.first { $0.argument != nil }
  }
}

/// What a question needs of those who are to answer it.
struct SourceNeeds: Sendable {
  /// The names of measures, all of which are needed.
  var metrics: [String] = []
  /// The dimension that figures are told apart by; nil for their total.
  var by: String?
  /// Whether figures are wanted day by day.
  var byDay = false
  /// Whether only figures of certain days will do.
  var period = true
  /// Names of the caller's own arguments: figures without them would be of more than was asked for.
  var arguments: [String] = []

  /// What a source lacks, as a clause after its name; nil where it lacks nothing.
  func lacking(in source: Source) -> String? {
    if let metric = metrics.first(where: { source.measureName(for: $0) == nil }) {
      return "doesn't count \(metric)"
    }
    if let by, source.descriptor.dimension(by) == nil { return "doesn't know \(by)" }
    if period, source.tool.period == nil { return "takes no range of days" }
    if byDay, source.tool.period?.day == nil { return "doesn't tell days" }
    let known = source.tool.arguments.flatMap { [$0.name] + $0.aliases }
    if let name = arguments.first(where: { !known.contains($0) }) { return "takes no \(name)" }
    if let by, let within = source.descriptor.dimension(by)?.within {
      return "must be asked for one \(within) at a time"
    }
    if by == nil, source.descriptor.tellsOnlyLeading { return "tells only the leading rows" }
    if by == nil, let within = source.enumerated(by: nil)?.within {
      return "must be asked for one \(within) at a time"
    }
    return nil
  }
}

/// The sources that take part in an analysis, and those that don't.
struct SourceChoice: Sendable {
  let chosen: [Source]
  /// Those that were asked for, or stand for a service, and can't answer.
  let skipped: [Skipped]

  struct Skipped: Sendable, Equatable {
    let name: String
    /// A clause after its name.
    let why: String

    var json: JSONValue { ["name": .string(name), "why": .string(why)] }
  }

  /// Of each service the one that stands for it; where that can't answer, the first that can, those
  /// that need no ids before the others. `named` are the ones a caller wants instead.
  init(
    _ needs: SourceNeeds, named: [String]?, among all: [Source], argument: String = "sources"
  ) throws(ToolError) {
    if let named, !named.isEmpty {
      var chosen: [Source] = []
      var skipped: [Skipped] = []
      for name in named {
        guard let source = all.first(where: { $0.name == name }) else {
          throw .unknown(name, argument, "is no source", among: all.map(\.name))
        }
        if let why = needs.lacking(in: source) {
          skipped.append(Skipped(name: name, why: why))
        } else if !chosen.contains(where: { $0.name == name }) {
          chosen.append(source)
        }
      }
      (self.chosen, self.skipped) = (chosen, skipped)
    } else {
      var chosen: [Source] = []
      var skipped: [Skipped] = []
      for service in all.map(\.service).withoutRepeats {
        let own = all.filter { $0.service == service }
        let able = own.filter { needs.lacking(in: $0) == nil }
        if let best = Self.best(of: able, by: needs.by) {
          chosen.append(best)
        } else if let first = own.first(where: \.descriptor.isDefault) ?? own.first {
          skipped.append(Skipped(name: first.name, why: needs.lacking(in: first) ?? ""))
        }
      }
      (self.chosen, self.skipped) = (chosen, skipped)
    }
  }

  private static func best(of sources: [Source], by: String?) -> Source? {
    sources.first(where: \.descriptor.isDefault)
      ?? sources.first { $0.enumerated(by: by) == nil } ?? sources.first
  }

  /// The chosen ones; throws where there are none, with what those there are lack. `all` are those
  /// there are.
  func atLeastOne(_ needs: SourceNeeds, among all: [Source]) throws(ToolError) -> [Source] {
    guard chosen.isEmpty else { return chosen }
    let metrics = all.flatMap { $0.tool.measures.map(\.name) }.withoutRepeats
    let dimensions = all.flatMap { $0.descriptor.dimensions.map(\.name) }.withoutRepeats
    if let metric = needs.metrics.first(where: { !metrics.contains($0) }),
      !metrics.contains("unique_" + metric)
    {
      throw .unknown(metric, "metric", "is counted by no source", among: metrics)
    }
    if let by = needs.by, !dimensions.contains(by) {
      throw .unknown(
        by, "by", "is known to no source", among: [SourceDescriptor.total] + dimensions)
    }
    let reasons = skipped.map { "\($0.name) \($0.why)" }.joined(separator: "; ")
    let argument = needs.arguments.isEmpty ? needs.by == nil ? "metric" : "by" : "arguments"
    throw ArgumentProblem(
      argument, problem: "no source can answer that" + (reasons.isEmpty ? "" : ": \(reasons)"),
      expected: needs.arguments.isEmpty
        ? "another metric or by; query_rows asks one tool" : "arguments that one source has all of"
    ).error
  }
}

extension ToolCall {
  /// The sources that a client may ask, in the manifest's order.
  var sources: [Source] { tools.filter(\.isSource).compactMap(Source.init) }
}

extension SourceDescriptor {
  /// Whether all that it tells are the greatest of something: they make no total.
  fileprivate var tellsOnlyLeading: Bool {
    !dimensions.isEmpty && dimensions.allSatisfy { $0.leading != nil }
  }
}

extension Source {
  /// The tool of that name, or the one that stands for the service of that name.
  static func named(
    _ name: String, among all: [Source], _ argument: String
  ) throws(ToolError) -> Source {
    let found = all.first { $0.name == name }
    if let found = found ?? all.first(where: { $0.service == name && $0.descriptor.isDefault }) {
      return found
    }
    throw .unknown(name, argument, "is no source", among: all.map(\.name))
  }
}

extension ToolError {
  /// The error of a source, which it names.
  func named(_ source: Source) -> ToolError {
    var error = self
    error.tool = error.tool ?? source.name
    return error
  }

  fileprivate static func unknown(
    _ name: String, _ argument: String, _ problem: String, among known: [String]
  ) -> ToolError {
    let hint = nearestName(to: name, among: known).map { "\($0)? " } ?? ""
    return ArgumentProblem(
      argument, problem: "\"\(name)\" \(problem)",
      expected: hint + "one of \(known.joined(separator: ", "))"
    ).error
  }
}

extension Source {
  /// Throws where a caller's own arguments of the tool are its days, which the call as a whole is
  /// asked for. `argument` is the one they stand in.
  func check(_ arguments: JSONObject, argument: String) throws(ToolError) {
    guard let period = tool.period else { return }
    let names = StandardArguments.self
    let own = [period.start.argument, period.end.argument, period.words?.argument]
    let days = own.compactMap(\.self) + [names.range, names.timeZone, names.includesToday]
    let meant = tool.arguments.filter { days.contains($0.name) }
    for name in arguments.keys
    where days.contains(name) || meant.contains(where: { $0.aliases.contains(name) }) {
      throw ArgumentProblem(
        "\(argument)/\(name)", problem: "would ask \(self.name) for days of its own",
        expected: "the days beside \(argument): range, time_zone and include_today, for all alike"
      ).error
    }
  }
}
