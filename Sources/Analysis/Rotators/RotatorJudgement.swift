internal import JSON
internal import Tables

/// What became of the clicks that a rotator sent to one of its URLs.
struct RotatorURLFigures: Sendable, Equatable {
  let id: JSONValue
  let name: String
  /// As the service writes it; nil where it is in use.
  var status: String?
  let clicks: ExactDecimal
  let conversions: ExactDecimal

  /// nil for what is no rate: more conversions than clicks, or parts of one.
  var proportion: Proportion? {
    guard let successes = Int(conversions.description), let trials = Int(clicks.description)
    else { return nil }
    return Proportion(successes: successes, trials: trials)
  }
}

/// Which of a rotator's URLs are worse than its best one, beyond what chance would do.
///
/// Each URL is tested against each other one, and all p-values are adjusted together by Holm's
/// method; a URL's own is that of the test against the best. Adjusting only the tests against the
/// best would call one of eight equal URLs worse in 12 % of rotators instead of 5 %: which one is
/// the best is known only from the same clicks, and the luckiest of many is far from the rest.
struct RotatorJudgement: Sendable {
  struct URL: Sendable, Equatable {
    let figures: RotatorURLFigures
    let verdict: Verdict
    /// Adjusted; nil for the best, and for those that weren't compared.
    let pValue: Double?
  }

  enum Verdict: String, CaseIterable, Sendable {
    case best
    case worse
    case unclear
    case tooFew = "too_few"
  }

  /// Those compared from the greatest rate to the least, then the others as they were given.
  let urls: [URL]
  let confidence: Double
  /// Of those compared: each with each other one.
  let tests: [ProportionComparison.Test]

  init(_ figures: [RotatorURLFigures], confidence: Double, minClicks: Int) {
    self.confidence = confidence
    let compared = Self.compared(figures, minClicks)
    let pairs = compared.indices.flatMap { one in
      compared.indices.dropFirst(one + 1).map { (one, $0) }
    }
    let comparisons = pairs.map { one, other in
      ProportionComparison(compared[one].proportion, compared[other].proportion)
    }
    tests = comparisons.map(\.test)
    let adjusted = HolmAdjustment.adjust(comparisons.map(\.pValue))
    let hasBest =
      compared.count > 1 && compared[0].proportion.rate != compared.last?.proportion.rate
    let judged = compared.enumerated().map { index, one in
      // The tests against the first come first.
      let pValue = compared.count < 2 || hasBest && index == 0 ? nil : adjusted[max(0, index - 1)]
      let isWorse = hasBest && pValue.map { $0 < 1 - confidence } == true
      let verdict = hasBest && index == 0 ? Verdict.best : isWorse ? .worse : .unclear
      return URL(figures: one.figures, verdict: verdict, pValue: pValue)
    }
    let others = figures.filter { other in !compared.contains { $0.figures == other } }
    urls =
      judged
      + others.map { other in
        URL(figures: other, verdict: other.proportion == nil ? .unclear : .tooFew, pValue: nil)
      }
  }

  /// Those with enough clicks, the best first; of equal rates the one with more clicks.
  private static func compared(
    _ figures: [RotatorURLFigures], _ minClicks: Int
  ) -> [(figures: RotatorURLFigures, proportion: Proportion)] {
    let able = figures.compactMap { one -> (figures: RotatorURLFigures, proportion: Proportion)? in
      guard let proportion = one.proportion, proportion.trials >= max(1, minClicks) else {
        return nil
      }
      return (one, proportion)
    }
    return able.enumerated().sorted { left, right in
      let (one, other) = (left.element.proportion, right.element.proportion)
      let (rate, otherRate) = (one.rate ?? 0, other.rate ?? 0)
      if rate != otherRate { return rate > otherRate }
      if one.trials != other.trials { return one.trials > other.trials }
      return left.offset < right.offset
    }.map(\.element)
  }

  var best: URL? { urls.first { $0.verdict == .best } }

  /// Those that are really worse, the worst first.
  var worse: [URL] { urls.filter { $0.verdict == .worse }.reversed() }

  /// How many were compared.
  var comparedCount: Int {
    urls.count { $0.verdict == .best || $0.pValue != nil }
  }

  /// How the verdicts were come to.
  var method: String {
    let intervals = Self.percent(confidence) + " Wilson score intervals"
    guard !tests.isEmpty else { return intervals + "; nothing to compare" }
    let fisher = "Fisher's exact test"
    var words = "; two-proportion z-test against the best"
    if tests.allSatisfy({ $0 == .fisherExact }) {
      words = "; \(fisher) against the best, as expected counts are under 5"
    } else if tests.contains(.fisherExact) {
      words += ", \(fisher) where an expected count is under 5"
    }
    guard tests.count > 1 else { return intervals + words }
    return intervals + words
      + ", Holm-adjusted over all \(tests.count) pairs (any might have come out best)"
  }

  /// `95 %`, `99.9 %`.
  static func percent(_ confidence: Double) -> String {
    let text = FigureWords.fixed(confidence * 100, 1)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
  }

  /// How many more clicks on each it takes to tell a URL from the best with a power of 80 %, if
  /// the rates are as they look; nil where that can't be said.
  func furtherClicks(_ url: URL) -> Int? {
    guard url.verdict == .unclear, let one = url.figures.proportion,
      let best = best?.figures.proportion
    else { return nil }
    // As if it were the first of all tests that Holm's method looks at: never too few.
    let level = (1 - confidence) / Double(max(1, tests.count))
    let clicks = SampleSize.furtherTrials(one, best, confidence: 1 - level)
    return clicks.flatMap { $0 > 0 ? $0 : nil }
  }
}

extension RotatorJudgement.URL {
  /// `{id, name, status?, clicks, conversions, rate, interval, p_value, verdict}`.
  func json(confidence: Double) -> JSONValue {
    var json: JSONObject = ["id": figures.id, "name": .string(figures.name)]
    if let status = figures.status { json["status"] = .string(status) }
    json["clicks"] = figures.clicks.json
    json["conversions"] = figures.conversions.json
    let proportion = figures.proportion.flatMap { $0.trials > 0 ? $0 : nil }
    json["rate"] = proportion?.rate.map(Self.number) ?? .null
    json["interval"] =
      proportion.map { proportion in
        let interval = proportion.wilsonInterval(confidence: confidence)
        return [Self.number(interval.lowerBound), Self.number(interval.upperBound)]
      } ?? .null
    json["p_value"] = pValue.map(Self.number) ?? .null
    json["verdict"] = .string(verdict.rawValue)
    return .object(json)
  }

  /// To six places.
  private static func number(_ value: Double) -> JSONValue {
    let units = ExactDecimal(units: Int((value * 1e6).rounded(.toNearestOrEven)), scale: 6)
    return units.json
  }
}
