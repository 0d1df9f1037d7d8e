internal import JSON
internal import Tables
internal import Tools

/// A rotator, and the source that counts what its URLs did.
struct Rotator: Sendable {
  let source: Source
  /// The dimension of its URLs, and the one of rotators.
  let urls: SourceDescriptor.Dimension
  let rotators: SourceDescriptor.Dimension
  let thing: SourceThing

  var id: String { thing.id.idText }
  /// What it is called; where nothing tells, its id.
  var name: String { thing.name ?? id }
}

/// Finds the rotator that is meant, in every service that counts the URLs of some.
struct RotatorSearch: Sendable {
  static let urlDimension = "rotator_url"

  let reader: SourceReader
  /// One a service.
  let sources: [Source]

  /// Throws where nobody counts a rotator's URLs, or nobody the goal.
  init(_ reader: SourceReader, goal: String) throws(ToolError) {
    self.reader = reader
    let able = reader.call.sources.filter { source in
      source.tool.period != nil && source.clicksMeasure != nil && source.rotatorDimensions != nil
    }
    guard let first = able.first else {
      throw ToolError(
        .notFound,
        "No service that is offered here counts the clicks of a rotator's URLs over a range of "
          + "days. Offer one that does: it needs its key, and its tools in the chosen toolsets.")
    }
    let counting = able.filter { $0.measure(goal) != nil }
    guard !counting.isEmpty else {
      let other = first.tool.measures.map(\.name).filter { ["sales", "actions"].contains($0) }
      throw ArgumentProblem(
        "goal", problem: "\(first.name) doesn't count \(goal)",
        expected: other.first ?? "a service that does"
      ).error
    }
    sources = counting.map(\.service).withoutRepeats.compactMap { service in
      let own = counting.filter { $0.service == service }
      return own.first(where: \.descriptor.isDefault) ?? own.first
    }
  }

  /// The one that a text means: its id, its name, or the only one with the text in its name; and
  /// the sources whose rotators couldn't be listed.
  func rotator(_ asked: String) async throws(ToolError) -> (Rotator, failed: [FailedSource]) {
    let text = asked.trimmed
    let (told, failed) = try await sources.told { (source) async throws(ToolError) in
      try await rotators(of: source, text)
    }
    let listed = told.flatMap(\.answer)
    let meant = Self.meant(text, among: listed)
    if let only = meant.first, meant.count == 1 { return (only, failed) }
    // The one that is meant may be among those that couldn't be listed.
    if meant.isEmpty, let failure = failed.first { throw failure.error }
    throw meant.isEmpty ? .noRotator(asked, among: listed) : .severalRotators(asked, meant)
  }

  /// All that may be meant; all there are where none is found by the service's own search.
  private func rotators(
    of source: Source, _ text: String
  ) async throws(ToolError) -> [Rotator] {
    guard let (urls, rotators) = source.rotatorDimensions else { return [] }
    func found(_ things: [SourceThing]) -> [Rotator] {
      things.map { Rotator(source: source, urls: urls, rotators: rotators, thing: $0) }
    }
    if let search = rotators.list?.search, !text.isEmpty, !text.isNumber {
      let some = found(try await reader.list(rotators, [search: .string(text)]))
      if !Self.meant(text, among: some).isEmpty { return some }
    }
    return found(try await reader.list(rotators))
  }

  /// The first of these rules that finds any: the id, the name, the name but for case, a part of it.
  static func meant(_ text: String, among rotators: [Rotator]) -> [Rotator] {
    let lowered = text.lowercased()
    let rules: [(Rotator) -> Bool] = [
      { $0.id == text },
      { $0.thing.name == text },
      { $0.thing.name?.lowercased() == lowered },
      { !lowered.isEmpty && $0.thing.name?.lowercased().contains(lowered) == true },
    ]
    return rules.lazy.map { rotators.filter($0) }.first { !$0.isEmpty } ?? []
  }
}

extension Source {
  /// The measure that tells people from clicks, or else clicks.
  var clicksMeasure: String? { ["unique_clicks", "clicks"].first { measure($0) != nil } }

  /// Those of a rotator's URLs and of rotators; nil where it doesn't know them.
  var rotatorDimensions: (urls: SourceDescriptor.Dimension, rotators: SourceDescriptor.Dimension)? {
    guard let urls = descriptor.dimension(RotatorSearch.urlDimension),
      let rotators = urls.within.flatMap(descriptor.dimension), rotators.argument != nil
    else { return nil }
    return (urls, rotators)
  }
}

extension String {
  fileprivate var isNumber: Bool { utf8.allSatisfy { (48...57).contains($0) } }
}

extension ToolError {
  private static let mostNamed = 10

  fileprivate static func severalRotators(_ asked: String, _ meant: [Rotator]) -> ToolError {
    ArgumentProblem(
      "rotator", problem: "\"\(asked)\" fits \(meant.count) rotators",
      expected: "one id of: " + named(meant)
    ).error
  }

  fileprivate static func noRotator(_ asked: String, among all: [Rotator]) -> ToolError {
    let names = all.compactMap(\.thing.name)
    let nearest = nearestName(to: asked, among: names) ?? nameWithWord(near: asked, among: names)
    return ArgumentProblem(
      "rotator",
      problem: all.isEmpty ? "there are no rotators" : "no rotator is \"\(asked)\"",
      expected: all.isEmpty
        ? "a rotator that exists"
        : (nearest.map { "\($0)? " } ?? "") + "one of: " + named(all)
    ).error
  }

  /// People remember one word of a name, and misspell it.
  private static func nameWithWord(near word: String, among names: [String]) -> String? {
    func words(_ name: String) -> [String] { name.split(separator: " ").map(String.init) }
    let nearest = nearestName(to: word, among: names.flatMap(words))
    return nearest.flatMap { nearest in names.first { words($0).contains(nearest) } }
  }

  /// `128445 Affiliate Mix, …`, so many of them.
  private static func named(_ rotators: [Rotator]) -> String {
    let names = rotators.prefix(mostNamed).map { "\($0.id) \($0.thing.name ?? "")" }
    let rest = rotators.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
