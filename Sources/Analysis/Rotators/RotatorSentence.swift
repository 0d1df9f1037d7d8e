internal import JSON
internal import Tables

/// A judgement as a person would say it.
struct RotatorSentence {
  let judgement: RotatorJudgement
  let rotator: String
  /// What counts as success: a measure's name.
  let goal: String
  let minClicks: Int
  let days: Int

  private typealias URL = RotatorJudgement.URL

  /// One sentence: the URL to look at first, the best one, and whether the difference is real.
  var text: String {
    let odd = judgement.urls.filter { $0.figures.proportion == nil }.map { url in
      "\(name(url)) isn't judged, as \(count(url.figures.conversions)) \(goal) from "
        + "\(count(url.figures.clicks)) clicks are no rate"
    }
    return ([main] + odd).joined(separator: "; ") + "."
  }

  private var main: String {
    guard !judgement.urls.isEmpty else {
      return "\(rotator) has no URL, so there is nothing to judge"
    }
    if judgement.comparedCount < 2 { return alone }
    guard let best = judgement.best else { return equal }
    let worse = judgement.worse
    if let worst = worse.first(where: { $0.figures.status == nil }) ?? worse.first {
      return [
        "\(name(worst)): \(figures(worst))", "best is \(name(best)) with \(rate(best))",
        "the difference is real, \(probability(worst))" + also(worse.filter { $0 != worst }),
      ].joined(separator: "; ")
    }
    let compared = judgement.urls.filter { $0.pValue != nil }
    guard let least = compared.last(where: { $0.figures.status == nil }) ?? compared.last else {
      return equal
    }
    return [
      "No URL is shown to be worse: the lowest, \(name(least)), has \(figures(least))",
      "best is \(name(best)) with \(rate(best))", "that may be chance, \(probability(least))",
    ].joined(separator: "; ")
  }

  private func also(_ others: [URL]) -> String {
    guard !others.isEmpty else { return "" }
    let words = others.prefix(3).map { "\(name($0)) (\(rate($0)), \(probability($0)))" }
    let rest = others.count > 3 ? " and \(others.count - 3) more" : ""
    return ", and so it is for " + words.joined(separator: ", ") + rest
  }

  /// Where fewer than two can be compared.
  private var alone: String {
    let enough = judgement.urls.first {
      ($0.figures.proportion?.trials ?? -1) >= minClicks
    }
    let isOnly = judgement.urls.count == 1
    if let enough {
      return "\(name(enough)): \(figures(enough)); it is the only URL"
        + (isOnly ? "" : " with \(FigureWords.count(minClicks)) clicks or more")
        + ", so there is nothing to compare it with"
    }
    let most = judgement.urls.filter { $0.figures.proportion != nil }
      .max { $0.figures.clicks < $1.figures.clicks }
    let had = most.map { ": \(name($0)) has most with \(count($0.figures.clicks))" } ?? ""
    return "Not enough data: no URL of \(rotator) has the \(FigureWords.count(minClicks)) clicks "
      + "that it takes to be judged" + had
  }

  /// Where all have the same rate.
  private var equal: String {
    let compared = judgement.urls.filter { $0.pValue != nil }
    let clicks = compared.reduce(ExactDecimal.zero) { $0 + $1.figures.clicks }
    guard let rate = compared.first?.figures.proportion?.rate, rate > 0 else {
      return "Not enough data: none of \(count(clicks)) clicks on \(compared.count) URLs \(verb), "
        + "so none is better or worse"
    }
    return "No URL is better or worse: all \(compared.count) have the same rate, "
      + "\(FigureWords.percent(rate)) of their \(count(clicks)) clicks \(verb)"
  }

  /// What would make the verdict surer; nil where nothing is open.
  var surer: String? {
    guard let best = judgement.best, best.figures.status == nil else { return waiting }
    let open = judgement.urls.filter { $0.figures.status == nil }.compactMap { url in
      judgement.furtherClicks(url).map { (url: url, clicks: $0) }
    }
    guard let next = open.min(by: { $0.clicks < $1.clicks }) else { return waiting }
    return "Some \(FigureWords.count(Self.rounded(next.clicks))) more clicks on each of "
      + "\(name(next.url)) and \(name(best))\(pace(next.clicks, next.url, best)) would tell "
      + "them apart, if their rates are as they look."
  }

  /// What those need that have too few clicks; nil where there are none in use.
  private var waiting: String? {
    let few = judgement.urls.filter { $0.verdict == .tooFew && $0.figures.status == nil }
    guard let most = few.compactMap({ $0.figures.proportion?.trials }).max() else { return nil }
    let more = FigureWords.count(minClicks - most)
    return few.count == 1
      ? "\(few.first.map(name) ?? "") can be judged after \(more) more clicks."
      : "The first of \(few.count) URLs with too few clicks can be judged after \(more) more."
  }

  /// How long that takes as clicks come now.
  private func pace(_ clicks: Int, _ one: URL, _ other: URL) -> String {
    let trials = [one, other].compactMap { $0.figures.proportion?.trials }.min() ?? 0
    guard trials > 0 else { return "" }
    let wait = (Double(clicks) * Double(days) / Double(trials)).rounded(.up)
    guard wait < 1000 else { return " (years, at this pace)" }
    return " (\(wait == 1 ? "a day" : "\(Int(wait)) days") at this pace)"
  }

  /// Up to two digits that count.
  private static func rounded(_ clicks: Int) -> Int {
    var unit = 1
    while clicks / unit >= 100 { unit *= 10 }
    return (clicks + unit - 1) / unit * unit
  }

  /// `12 of 1,204 clicks bought, 1.0 %`.
  private func figures(_ url: URL) -> String {
    "\(count(url.figures.conversions)) of \(count(url.figures.clicks)) clicks \(verb), \(rate(url))"
  }

  private var verb: String { goal == "sales" ? "bought" : "acted" }

  private func rate(_ url: URL) -> String {
    url.figures.proportion?.rate.map(FigureWords.percent) ?? ""
  }

  private func probability(_ url: URL) -> String {
    let words = url.pValue.map(FigureWords.probability) ?? ""
    return words.hasPrefix("less") ? "p \(words)" : "p = \(words)"
  }

  private func count(_ value: ExactDecimal) -> String { FigureWords.amount(value) }

  /// With what keeps it from being acted on.
  private func name(_ url: URL) -> String {
    url.figures.name + (url.figures.status.map { " (\($0))" } ?? "")
  }
}
