internal import JSON
internal import Tables
internal import Tools

/// Hits, those of bots among them, and unique ones.
struct HitTally: Sendable, Equatable {
  /// Clicks and views, bots included.
  var hits = ExactDecimal.zero
  var bots = ExactDecimal.zero
  /// nil where a source doesn't tell them.
  var unique: ExactDecimal? = .zero

  static func + (left: HitTally, right: HitTally) -> HitTally {
    HitTally(
      hits: left.hits + right.hits, bots: left.bots + right.bots,
      unique: left.unique.flatMap { one in right.unique.map { one + $0 } })
  }

  static func += (left: inout HitTally, right: HitTally) { left = left + right }

  /// What is left of a whole without a part of it; nil where the part is more than the whole, as
  /// figures of one service should never be.
  func without(_ part: HitTally) -> HitTally? {
    let (hits, bots) = (hits - part.hits, bots - part.bots)
    guard !hits.isNegative, !bots.isNegative else { return nil }
    // Who is unique in two rows is so once in the whole.
    let unique = unique.flatMap { one in part.unique.map { one - $0 } }
    return HitTally(
      hits: hits, bots: bots, unique: unique.flatMap { $0.isNegative ? nil : $0 })
  }

  /// A fraction of the hits; nil without hits.
  var botShare: ExactDecimal? { bots.divided(by: hits) }

  var json: JSONObject {
    [
      "hits": hits.json, "bots": bots.json, "bot_share": botShare?.json ?? .null,
      "unique": unique?.json ?? .null,
    ]
  }
}

/// Which measures of a source make up its hits.
struct HitMeasures: Sendable {
  let source: Source
  private let hits: [String]
  private let unique: [String]
  private let includesBots: Bool

  /// Why a source tells no share of bots, as a clause after its name.
  enum Lack: String, Error {
    case bots = "doesn't count bots"
    case place = "doesn't say whether bots are among its hits"
    case hits = "counts neither hits nor clicks"
  }

  init(_ source: Source) throws(Lack) {
    self.source = source
    guard source.measure(Self.bots) != nil else { throw .bots }
    guard let includesBots = source.descriptor.includesBots else { throw .place }
    self.includesBots = includesBots
    hits = Self.parts("hits", "clicks", "views", of: source)
    guard !hits.isEmpty else { throw .hits }
    let unique = Self.parts("unique_hits", "unique_clicks", "unique_views", of: source)
    self.unique = hits == ["hits"] && unique.count == 1 && unique != ["unique_hits"] ? [] : unique
  }

  private static let bots = "bots"

  /// The whole where it is measured, else those parts of it that are.
  private static func parts(
    _ whole: String, _ first: String, _ second: String, of source: Source
  ) -> [String] {
    if source.measure(whole) != nil { return [whole] }
    return [first, second].filter { source.measure($0) != nil }
  }

  /// What the source is asked for.
  var metrics: [String] { hits + unique + [Self.bots] }

  /// What its hits are, in words.
  var words: String { hits == ["clicks"] ? "clicks" : "clicks and views" }

  /// `values` are those of `metrics`.
  func tally(_ values: [ExactDecimal]) -> HitTally {
    func sum(_ values: ArraySlice<ExactDecimal>) -> ExactDecimal { values.reduce(.zero, +) }
    let bots = values.last ?? .zero
    let counted = sum(values.prefix(hits.count))
    let isUniqueTold = !unique.isEmpty && (unique.count == hits.count || unique == ["unique_hits"])
    return HitTally(
      hits: includesBots ? counted : counted + bots, bots: bots,
      unique: isUniqueTold ? sum(values.dropFirst(hits.count).prefix(unique.count)) : nil)
  }
}
