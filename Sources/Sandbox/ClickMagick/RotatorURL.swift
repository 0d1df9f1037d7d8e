import JSON

/// One of the URLs that a Rotator sends clicks to, with what came of them.
struct RotatorURL: Sendable {
  let id: Int
  let rotatorID: Int
  /// Counted from 1.
  let position: Int
  let name: String
  let url: String
  /// `active`, `paused` or `archived`.
  let status: String
  let clicks: Int
  let uniqueClicks: Int
  let actions: Int
  let sales: Int
  /// In cents.
  let revenue: Int

  static let statuses = ["active", "paused", "archived"]

  /// Three to six for each Rotator. One active URL of each converts far worse than its
  /// neighbours at as many clicks.
  static func initial(seed: Seed, rotators: [Rotator]) -> [RotatorURL] {
    rotators.flatMap { rotator in
      let count = seed.pick(3...6, 60, rotator.id)
      let weakest = seed.pick(1...count, 61, rotator.id)
      return (1...count).map { position in
        RotatorURL(
          of: rotator, at: position, isWeakest: position == weakest,
          seed: seed.branch("rotator \(rotator.id) url \(position)"))
      }
    }
  }

  private init(of rotator: Rotator, at position: Int, isWeakest: Bool, seed: Seed) {
    id = rotator.id * 10 + position
    rotatorID = rotator.id
    self.position = position
    name = Self.names[position - 1]
    url = "https://www.example.com/\(rotator.slug)/\(position)"
    status = isWeakest || position < 4 ? "active" : Self.statuses[seed.pick(0...2, 1)]
    clicks = seed.pick(1400...2600, 2)
    uniqueClicks = Int(Double(clicks) * (0.8 + 0.1 * seed.unit(3)))
    let rate = isWeakest ? 0.004 : 0.03 + 0.025 * seed.unit(4)
    sales = Int(Double(uniqueClicks) * rate)
    actions = Int(Double(uniqueClicks) * rate * (2.5 + seed.unit(5)))
    revenue = sales * seed.pick(2700...9700, 6)
  }

  private static let names = [
    "Original page", "Short headline", "Video on top", "Long form", "Quiz opener", "Testimonials",
  ]
}
