internal import JSON
internal import Tables
internal import Tools

/// What sources told of their bots, as the answer has it.
struct TrafficAnswer {
  /// What one source told.
  struct Told {
    var rows: [(name: String?, tally: HitTally)]
    /// Of all hits of the service, where its rows may not be all.
    var whole: HitTally?
    /// How many rows it tells at most, where it told so many and nothing tells the whole.
    var cutAt: Int?
    var hasOtherDays = false
    /// Kinds of things that it counts apart.
    var otherThings: [String] = []
  }

  private let by: String
  private let limit: Int
  private let period: Period
  private var names: [String?] = []
  private var tallies: [String?: HitTally] = [:]
  /// What no row of a source tells.
  private var rest: HitTally?
  private var totals = HitTally()
  private var remarks: [String] = []
  private var words: [String] = []
  var skipped: [SourceChoice.Skipped] = []
  var failed: [FailedSource] = []

  init(by: String, limit: Int, _ period: Period) {
    self.by = by
    self.limit = limit
    self.period = period
  }

  mutating func add(_ told: Told, by measures: HitMeasures) {
    for (name, tally) in told.rows {
      if tallies[name] == nil { names.append(name) }
      tallies[name, default: HitTally()] += tally
    }
    let sum = told.rows.reduce(HitTally()) { $0 + $1.tally }
    let source = measures.source
    if let whole = told.whole, let left = whole.without(sum) {
      totals += whole
      if left.hits > .zero { rest = (rest ?? HitTally()) + left }
    } else {
      totals += sum
      if told.whole != nil {
        remarks.append("The rows of \(source.name) come to more than the service's own total.")
      }
    }
    if let most = told.cutAt {
      remarks.append("\(source.name) tells the \(most) greatest rows: the totals are theirs alone.")
    }
    if !told.otherThings.isEmpty {
      let things = told.otherThings.map { "\($0)s" }.joined(separator: ", ")
      remarks.append("Hits of \(things) aren't in it: these are no \(by)s.")
    }
    if told.hasOtherDays {
      remarks.append("The days of \(source.name) are those of \(source.dayZone ?? "its own zone").")
    }
    words = (words + [measures.words]).withoutRepeats
  }

  /// The greatest first.
  private var rows: [(name: String?, tally: HitTally)] {
    names.map { ($0, tallies[$0] ?? HitTally()) }
      .sorted { ($1.tally.hits, $0.name ?? "") < ($0.tally.hits, $1.name ?? "") }
  }

  var json: JSONObject {
    let rows = rows
    var shown = rows.prefix(limit).map {
      Self.row($0.name.map(JSONValue.string) ?? .null, $0.tally)
    }
    if let rest { shown.append(Self.row("others", rest)) }
    var answer: JSONObject = ["rows": .array(shown)]
    if rows.count > limit { answer["rows_total"] = .number(JSONNumber(rows.count)) }
    answer["totals"] = .object(totals.json)
    answer["verdict"] = .string(verdict(rows))
    answer["method"] = .string(method)
    answer["period"] = .object(period.json)
    if !skipped.isEmpty { answer["skipped"] = .array(skipped.map(\.json)) }
    answer["failed"] = .array(failed.map(\.json))
    return answer
  }

  private static func row(_ name: JSONValue, _ tally: HitTally) -> JSONValue {
    .object(JSONObject(dictionaryLiteral: ("name", name)).merging(tally.json))
  }

  private var method: String {
    let hits = words.isEmpty ? "clicks and views" : words.joined(separator: ", or ")
    let others = rest == nil ? [] : ["The row \"others\" is what no row of a source tells."]
    return
      (["Hits are \(hits), bots included; bot_share is bots / hits, in each row of its own hits."]
      + others + remarks).joined(separator: " ")
  }

  /// So few hits make any share an accident.
  private static let fewest = ExactDecimal(units: 100)

  private func verdict(_ rows: [(name: String?, tally: HitTally)]) -> String {
    guard let share = totals.botShare else { return "No hits in these days: nothing to judge." }
    var sentence =
      "\(FigureWords.amount(totals.bots)) of \(FigureWords.amount(totals.hits, of: "hits")) "
      + (FigureWords.isOne(totals.bots) ? "is a bot's, " : "are bots', ")
      + FigureWords.percent(share.double)
    let most = rows.max { ($0.tally.bots, $1.name ?? "") < ($1.tally.bots, $0.name ?? "") }
    if let most, most.tally.bots > .zero, rows.count > 1, let own = most.tally.botShare {
      let part =
        most.tally.bots == totals.bots ? "all of them" : FigureWords.amount(most.tally.bots)
      sentence +=
        "; \(part) in \(most.name ?? "hits without a name"), "
        + "\(FigureWords.percent(own.double)) of its \(FigureWords.amount(most.tally.hits, of: "hits"))"
    }
    sentence += "."
    if totals.hits < Self.fewest {
      sentence += " These are not enough hits to tell a share by: take more days."
    }
    if !failed.isEmpty {
      sentence += " Without \(failed.map(\.source.name).joined(separator: ", ")), which failed."
    }
    return sentence
  }
}
