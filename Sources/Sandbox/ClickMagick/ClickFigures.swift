import JSON

/// What came of the clicks on a link, or on several.
struct ClickFigures: Sendable {
  var clicks = 0
  var uniqueClicks = 0
  var actions = 0
  var sales = 0
  /// In cents.
  var revenue = 0

  static func += (left: inout ClickFigures, right: ClickFigures) {
    left.clicks += right.clicks
    left.uniqueClicks += right.uniqueClicks
    left.actions += right.actions
    left.sales += right.sales
    left.revenue += right.revenue
  }

  /// The figures themselves.
  var counts: JSONObject {
    [
      "total_clicks": .integer(clicks),
      "unique_clicks": .integer(uniqueClicks),
      "actions": .integer(actions),
      "sales": .integer(sales),
      "revenue": .decimal(hundredths: revenue),
    ]
  }

  /// How they relate to each other: rates in percent of unique clicks.
  var ratios: JSONObject {
    [
      "action_rate": Self.ratio(actions * 10_000, uniqueClicks),
      "sales_rate": Self.ratio(sales * 10_000, uniqueClicks),
      "epc": Self.ratio(revenue, uniqueClicks),
      "average_sale": Self.ratio(revenue, sales),
    ]
  }

  /// The quotient as hundredths; zero when there is nothing to divide by.
  private static func ratio(_ dividend: Int, _ divisor: Int) -> JSONValue {
    let quotient = divisor == 0 ? 0 : (Double(dividend) / Double(divisor)).rounded()
    return .decimal(hundredths: Int(quotient))
  }
}
