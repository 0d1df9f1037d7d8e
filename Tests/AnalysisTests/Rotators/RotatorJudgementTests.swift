import JSON
import Tables
import Testing

@testable import Analysis

/// The p-values are SciPy's 1.17.1 (`fisher_exact`) and statsmodels' 0.15.0 (`proportions_ztest`),
/// adjusted over all pairs by `multipletests(method="holm")`; the intervals `proportion_confint`'s.
struct RotatorJudgementTests {
  /// URLs named `a`, `b` …, with `(conversions, clicks)`.
  static func judgement(
    _ figures: [(Int, Int)], confidence: Double = 0.95, minClicks: Int = 100
  ) -> RotatorJudgement {
    RotatorJudgement(urls(figures), confidence: confidence, minClicks: minClicks)
  }

  static func urls(_ figures: [(Int, Int)]) -> [RotatorURLFigures] {
    figures.enumerated().map { index, figures in
      RotatorURLFigures(
        id: .integer(index + 1), name: String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))),
        clicks: ExactDecimal(units: figures.1), conversions: ExactDecimal(units: figures.0))
    }
  }

  private func names(_ judgement: RotatorJudgement) -> [String] {
    judgement.urls.map { "\($0.figures.name) \($0.verdict.rawValue)" }
  }

  @Test func `calls worse what is, beyond chance`() throws {
    let judgement = Self.judgement([(12, 1204), (46, 2000), (33, 1900)])
    #expect(names(judgement) == ["b best", "c unclear", "a worse"])
    let expected = [nil, 0.21209669660745623, 0.022087398238714164]
    for (url, expected) in zip(judgement.urls, expected) {
      #expect((url.pValue == nil) == (expected == nil))
      #expect(abs((url.pValue ?? 0) - (expected ?? 0)) < 1e-12)
    }
    #expect(judgement.worse.map(\.figures.name) == ["a"])
    #expect(
      judgement.method
        == "95 % Wilson score intervals; two-proportion z-test against the best, "
        + "Holm-adjusted over all 3 pairs (any might have come out best)")
  }

  @Test func `writes figures to six places`() {
    let judgement = Self.judgement([(12, 1204), (46, 2000), (33, 1900)])
    #expect(
      judgement.urls[2].json(confidence: 0.95).description == """
        {"id":1,"name":"a","clicks":1204,"conversions":12,"rate":0.009967,\
        "interval":[0.005711,0.01734],"p_value":0.022087,"verdict":"worse"}
        """)
    #expect(judgement.urls[0].json(confidence: 0.95)["p_value"] == .null)
  }

  @Test func `says where the test is Fisher's`() throws {
    let few = Self.judgement([(3, 120), (0, 150)])
    #expect(names(few) == ["a best", "b unclear"])
    #expect(abs((few.urls[1].pValue ?? 0) - 0.0865683971715154) < 1e-12)
    #expect(
      few.method
        == "95 % Wilson score intervals; Fisher's exact test against the best, "
        + "as expected counts are under 5")
    let mixed = Self.judgement([(32, 605), (11, 237), (20, 630), (2, 886)])
    #expect(names(mixed) == ["a best", "b unclear", "c unclear", "d worse"])
    #expect(mixed.method.contains("z-test against the best, Fisher's exact test where an expected"))
    let expected = [0, 0.7009253229082224, 0.19302393819471197, 7.577641118967187e-10]
    for (url, expected) in zip(mixed.urls, expected) {
      #expect(abs((url.pValue ?? 0) - expected) < 1e-12)
    }
  }

  @Test func `judges none with too few clicks, and never calls it best`() {
    let judgement = Self.judgement([(9, 99), (2, 100), (5, 100)])
    #expect(names(judgement) == ["c best", "b unclear", "a too_few"])
    #expect(judgement.urls[2].pValue == nil)
    #expect(names(Self.judgement([(9, 99), (8, 100)], minClicks: 99)) == ["a best", "b unclear"])
    #expect(names(Self.judgement([(0, 0), (0, 0)], minClicks: 1)) == ["a too_few", "b too_few"])
  }

  @Test func `has no best where none is better`() {
    for figures in [[(0, 500), (0, 900)], [(5, 500), (10, 1000)], [(500, 500), (900, 900)]] {
      let judgement = Self.judgement(figures)
      #expect(judgement.urls.map(\.verdict) == [.unclear, .unclear])
      #expect(judgement.urls.map(\.pValue) == [1, 1])
    }
  }

  @Test func `has one best where two are level`() {
    let judgement = Self.judgement([(5, 100), (50, 1000), (50, 1000), (1, 100)])
    #expect(names(judgement) == ["b best", "c unclear", "a unclear", "d unclear"])
    #expect(judgement.urls[1].pValue == 1)
  }

  @Test func `compares one with nothing`() {
    let judgement = Self.judgement([(5, 500), (1, 20)])
    #expect(names(judgement) == ["a unclear", "b too_few"])
    #expect(judgement.urls[0].pValue == nil)
    #expect(judgement.method == "95 % Wilson score intervals; nothing to compare")
    #expect(Self.judgement([]).urls.isEmpty)
  }

  @Test func `doesn't judge what is no rate`() {
    let judgement = Self.judgement([(500, 400), (5, 500), (6, 500)])
    #expect(names(judgement) == ["c best", "b unclear", "a unclear"])
    let odd = judgement.urls[2].json(confidence: 0.95)
    #expect(odd["rate"] == .null && odd["interval"] == .null && odd["p_value"] == .null)
    #expect(odd["conversions"] == 500)
  }

  @Test(arguments: [(0.9, "90 %"), (0.95, "95 %"), (0.999, "99.9 %"), (0.5, "50 %")])
  func `judges with the confidence that is asked for`(confidence: Double, words: String) {
    // p = 0.0847.
    let judgement = Self.judgement([(180, 2000), (150, 2000)], confidence: confidence)
    #expect(judgement.urls[1].verdict == (confidence <= 0.9 ? .worse : .unclear))
    #expect(judgement.method.hasPrefix(words + " Wilson"))
  }
}

struct RotatorSentenceTests {
  private func words(
    _ figures: [(Int, Int)], statuses: [Int: String] = [:], goal: String = "sales"
  ) -> RotatorSentence {
    var urls = RotatorJudgementTests.urls(figures)
    for (index, status) in statuses { urls[index].status = status }
    return RotatorSentence(
      judgement: RotatorJudgement(urls, confidence: 0.95, minClicks: 100), rotator: "Surf",
      goal: goal, minClicks: 100, days: 30)
  }

  @Test func `names the worse one, the best one and the chance`() {
    let words = words([(12, 1204), (46, 2000), (33, 1900)])
    #expect(
      words.text
        == "a: 12 of 1,204 clicks bought, 1.0 %; best is b with 2.3 %; the difference is real, "
        + "p = 0.022.")
    // Fleiss' formula at 5 % by three pairs: 11,156 beside the 1,900 there are.
    #expect(
      words.surer
        == "Some 12,000 more clicks on each of c and b (177 days at this pace) would tell them "
        + "apart, if their rates are as they look.")
  }

  @Test func `says that it may be chance, and what would tell`() {
    let words = words([(180, 2000), (150, 2000)], goal: "actions")
    #expect(
      words.text
        == "No URL is shown to be worse: the lowest, b, has 150 of 2,000 clicks acted, 7.5 %; "
        + "best is a with 9.0 %; that may be chance, p = 0.085.")
    // Fleiss' formula: 3,280 beside the 2,000 there are.
    #expect(words.surer?.hasPrefix("Some 3,300 more clicks on each of b and a (50 days") == true)
  }

  @Test func `names all that are worse, those in use first`() {
    let figures = [(200, 2000), (20, 2000), (100, 2000), (10, 2000)]
    #expect(
      words(figures, statuses: [3: "paused"]).text
        == "b: 20 of 2,000 clicks bought, 1.0 %; best is a with 10.0 %; the difference is real, "
        + "p less than 0.001, and so it is for d (paused) (0.50 %, p less than 0.001), "
        + "c (5.0 %, p less than 0.001).")
  }

  @Test func `advises nothing on what isn't in use`() {
    #expect(words([(180, 2000), (150, 2000)], statuses: [1: "paused"]).surer == nil)
    #expect(words([(180, 2000), (150, 2000)], statuses: [0: "archived"]).surer == nil)
    #expect(words([(180, 2000), (1, 20)], statuses: [1: "paused"]).surer == nil)
  }

  @Test(
    arguments: [
      ([], "Surf has no URL, so there is nothing to judge."),
      (
        [(5, 500)],
        "a: 5 of 500 clicks bought, 1.0 %; it is the only URL, so there is nothing to compare it with."
      ),
      (
        [(5, 500), (1, 20)],
        "a: 5 of 500 clicks bought, 1.0 %; it is the only URL with 100 clicks or more, so there is nothing to compare it with."
      ),
      (
        [(1, 57), (1, 20)],
        "Not enough data: no URL of Surf has the 100 clicks that it takes to be judged: a has most with 57."
      ),
      (
        [(0, 500), (0, 704)],
        "Not enough data: none of 1,204 clicks on 2 URLs bought, so none is better or worse."
      ),
      (
        [(5, 500), (10, 1000)],
        "No URL is better or worse: all 2 have the same rate, 1.0 % of their 1,500 clicks bought."
      ),
      (
        [(5, 500), (12, 10)],
        "a: 5 of 500 clicks bought, 1.0 %; it is the only URL with 100 clicks or more, so there is nothing to compare it with; b isn't judged, as 12 sales from 10 clicks are no rate."
      ),
    ] as [([(Int, Int)], String)])
  func `says what can't be told`(figures: [(Int, Int)], sentence: String) {
    #expect(words(figures).text == sentence)
  }

  @Test func `says when those with too few clicks can be judged`() {
    #expect(words([(5, 500), (1, 20)]).surer == "b can be judged after 80 more clicks.")
    #expect(
      words([(5, 57), (1, 20)]).surer
        == "The first of 2 URLs with too few clicks can be judged after 43 more.")
  }
}
