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
      "action_rate": .decimal(hundredths: actions * 10_000, dividedBy: uniqueClicks),
      "sales_rate": .decimal(hundredths: sales * 10_000, dividedBy: uniqueClicks),
      "epc": .decimal(hundredths: revenue, dividedBy: uniqueClicks),
      "average_sale": .decimal(hundredths: revenue, dividedBy: sales),
    ]
  }
}
