import JSON

/// One of the URLs that a Rotator sends clicks to, with what came of them.
struct RotatorURL: Identified {
  static let noun = "Rotator URL"

  let id: Int
  let rotatorID: Int
  /// The fields of `RotatorURL.fields` that are set, in that order.
  private(set) var settings: JSONObject
  private(set) var traffic: LinkTraffic

  /// Counted from 1, without a gap among the URLs of a Rotator.
  var position: Int { settings["position"]?.int ?? Int.max }
  var name: String { settings["name"]?.string ?? "" }
  /// `active`, `paused` or `archived`.
  var status: String { settings["status"]?.string ?? "" }

  static let statuses = ["active", "paused", "archived"]

  init(id: Int, rotatorID: Int, settings: JSONObject, traffic: LinkTraffic) {
    self.id = id
    self.rotatorID = rotatorID
    self.settings = settings
    self.traffic = traffic
  }

  /// Only an active URL gets clicks.
  mutating func apply(_ settings: JSONObject, at now: Timestamp) {
    self.settings = settings
    traffic.set(isActive: status == "active", at: now)
  }

  mutating func move(to position: Int) {
    settings["position"] = .integer(position)
    settings = settings.inOrder(of: Self.fields)
  }
}

extension RotatorURL {
  /// Three to six for each Rotator. One active URL of each converts far worse than its
  /// neighbours at as many clicks.
  static func initial(seed: Seed, rotators: [Rotator], now: Timestamp) -> [RotatorURL] {
    rotators.flatMap { rotator in
      let count = seed.pick(3...6, 60, rotator.id)
      let weakest = seed.pick(1...count, 61, rotator.id)
      let clicks = Double(seed.pick(14...32, 62, rotator.id))
      return (1...count).map { position in
        let seed = seed.branch("rotator \(rotator.id) url \(position)")
        let isWeakest = position == weakest
        let rates = LinkTraffic.Rates(
          dailyClicks: clicks * (0.85 + 0.3 * seed.unit(2)),
          sales: isWeakest ? 0.004 : 0.03 + 0.025 * seed.unit(4))
        let isActive = isWeakest || position < 4
        return RotatorURL(
          of: rotator, at: position, status: isActive ? "active" : statuses[seed.pick(0...2, 1)],
          LinkTraffic(from: rotator.createdAt, rates, seed: seed), now: now)
      }
    }
  }

  private init(
    of rotator: Rotator, at position: Int, status: String, _ traffic: LinkTraffic, now: Timestamp
  ) {
    id = rotator.id * 10 + position
    rotatorID = rotator.id
    let settings: JSONObject = [
      "position": .integer(position),
      "name": .string(Self.names[position - 1]),
      "status": .string(status),
      "url": .string("https://www.example.com/\(rotator.slug)/\(position)"),
    ]
    self.settings = settings.completed(Self.fields)
    self.traffic = traffic
    // The others were closed when a good half of their time was over.
    let age = now.secondsSince1970 - rotator.createdAt.secondsSince1970
    self.traffic.set(
      isActive: status == "active", at: rotator.createdAt.adding(seconds: age * 5 / 8))
  }

  private static let names = [
    "Original page", "Short headline", "Video on top", "Long form", "Quiz opener", "Testimonials",
  ]
}
