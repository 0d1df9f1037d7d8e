import JSON

/// All that the services remember, one member each.
struct WorldState: Sendable {
  static let services = [
    HiEnergy.name, ClickMedias.name, ClickMagick.name, Klik.name, ClickMeter.name,
  ]

  private var hienergy: HiEnergy
  private var clickmedias: ClickMedias
  private var clickmagick: ClickMagick
  private(set) var klik: Klik
  private var clickmeter: ClickMeter
  var journal = EffectJournal()

  init(seed: Seed, now: Timestamp) {
    hienergy = HiEnergy(seed: seed.branch(HiEnergy.name))
    clickmedias = ClickMedias(seed: seed.branch(ClickMedias.name), now: now)
    clickmagick = ClickMagick(seed: seed.branch(ClickMagick.name), now: now)
    klik = Klik(seed: seed.branch(Klik.name))
    clickmeter = ClickMeter(seed: seed.branch(ClickMeter.name), now: now)
  }

  mutating func answer(_ request: ServiceRequest, at now: Timestamp) -> Reply {
    switch request.service {
    case HiEnergy.name: hienergy.answer(request, at: now)
    case ClickMedias.name: clickmedias.answer(request, at: now)
    case ClickMagick.name: clickmagick.answer(request, at: now)
    case Klik.name: klik.answer(request, at: now)
    case ClickMeter.name: clickmeter.answer(request, at: now)
    default: Self.unknownService
    }
  }

  private static let unknownService = Reply(
    404,
    [
      "error": "unknown_service",
      "message": "The first path segment must name a service.",
      "services": .array(services.map { .string($0) }),
    ]
  )
}
