import JSON

/// A click on a tracking link or a view of a tracking pixel.
struct Hit: Sendable {
  /// A conversion that a click led to.
  struct Credit: Hashable, Sendable {
    let conversionID: Int
    /// In cents, as the next.
    let value: Int
    var commission: Int { value / 10 }
  }

  let datapointID: Int
  let kind: Datapoint.Kind
  let time: Timestamp
  /// Its place among the hits of its datapoint on its day.
  let place: Int
  /// Spiders are counted apart: neither their clicks nor their views are in any total.
  let isSpider: Bool
  /// Whether it is a visitor's first; never of a spider.
  let isUnique: Bool
  /// Of spiders and pixels always empty.
  var credits: [Credit]
  /// Where all about the visitor is drawn from.
  let chance: Seed

  var key: HitKey {
    HitKey(seconds: time.secondsSince1970, datapointID: datapointID, place: place)
  }

  var visitor: Visitor { Visitor(chance: chance, isSpider: isSpider) }

  /// What the page that counts a conversion says about it.
  var parameter: String {
    ["basket=small", "basket=medium", "basket=large"][chance.pick(0...2, 16)]
  }
}
