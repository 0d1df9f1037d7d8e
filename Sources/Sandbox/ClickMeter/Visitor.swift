/// Who came with a hit: all of it drawn from one seed.
struct Visitor: Sendable {
  let chance: Seed
  let isSpider: Bool

  var device: Device { pick(isSpider ? Device.spiders : Device.people, 10) }

  var location: Location { pick(Location.all, 11) }

  var referrer: Referrer { isSpider ? .none : pick(Referrer.all, 12) }

  var ip: String { location.network + "." + String(chance.pick(1...254, 13)) }

  var isProxy: Bool { chance.unit(14) < 0.03 }

  /// What the address of the tracking link was called with; empty where with nothing.
  var queryParameters: String {
    isSpider ? "" : Self.parameters[chance.pick(0...4, 15)]
  }

  private static let parameters = [
    "", "utm_medium=cpc", "", "utm_medium=social", "coupon=SPRING10",
  ]

  /// The earlier in the list, the more often.
  private func pick<Choice>(_ choices: [Choice], _ coordinate: Int) -> Choice {
    let fraction = chance.unit(coordinate)
    return choices[Int(fraction * fraction * Double(choices.count))]
  }
}
