import JSON

/// What a top report ranks.
struct Dimension: Sendable {
  /// As the `type` of a request.
  let name: String
  /// What a hit counts for; nothing where it has nothing of the kind: no search, no parameters.
  let entry: @Sendable (Hit, ClickMeter) -> Entry?

  struct Entry: Sendable {
    let id: String
    let name: String
  }

  private init(_ name: String, _ entry: @escaping @Sendable (Hit, ClickMeter) -> Entry?) {
    self.name = name
    self.entry = entry
  }

  static let ofHits =
    devices + places
    + [
      isps, ips, systems, systemFamilies, keywords, referrers, destinations, languages, parameters,
    ]

  static let ofConversions =
    [datapoints, groups] + devices + places
    + [keywords, referrers, conversionParameters, destinations, languages, parameters]

  private static let datapoints = Dimension("datapoints") { hit, service in
    service.datapoint(of: hit).map { Entry(id: String($0.id), name: $0.title) }
  }

  private static let groups = Dimension("groups") { hit, service in
    service.datapoint(of: hit).map { datapoint in
      let group = service.groups.first { $0.id == datapoint.groupID }
      return Entry(id: String(datapoint.groupID), name: group?.name ?? "")
    }
  }

  private static let destinations = Dimension("destinations") { hit, service in
    service.datapoint(of: hit)?.url.flatMap { Entry($0) }
  }

  private static let devices = [
    Dimension("browsers") { hit, _ in Entry(hit.visitor.device.browser) },
    Dimension("browsersfamilies") { hit, _ in Entry(family: hit.visitor.device.browser) },
    Dimension("platforms") { hit, _ in Entry(hit.visitor.device.platform.rawValue) },
  ]

  private static let systems = Dimension("oss") { hit, _ in Entry(hit.visitor.device.os) }

  private static let systemFamilies = Dimension("ossfamilies") { hit, _ in
    Entry(family: hit.visitor.device.os)
  }

  private static let places = [
    Dimension("cities") { hit, _ in
      let location = hit.visitor.location
      return Entry(id: "\(location.city), \(location.country)", name: location.city)
    },
    Dimension("countries") { hit, _ in
      Entry(id: hit.visitor.location.country, name: hit.visitor.location.countryName)
    },
  ]

  private static let isps = Dimension("isps") { hit, _ in Entry(hit.visitor.location.provider) }

  private static let ips = Dimension("ips") { hit, _ in Entry(hit.visitor.ip) }

  private static let languages = Dimension("languages") { hit, _ in
    Entry(hit.visitor.location.language)
  }

  private static let keywords = Dimension("keywords") { hit, _ in
    Entry(hit.visitor.referrer.keyword)
  }

  private static let referrers = Dimension("referrers") { hit, _ in
    let referrer = hit.visitor.referrer
    return Entry(id: referrer.url.isEmpty ? "direct" : referrer.url, name: referrer.name)
  }

  private static let parameters = Dimension("params") { hit, _ in
    Entry(hit.visitor.queryParameters)
  }

  private static let conversionParameters = Dimension("convparameters") { hit, _ in
    hit.credits.isEmpty ? nil : Entry(hit.parameter)
  }
}

extension Dimension.Entry {
  /// Something that is its own name; nothing for an empty one.
  fileprivate init?(_ name: String) {
    guard !name.isEmpty else { return nil }
    self.init(id: name, name: name)
  }

  fileprivate init(_ software: Device.Software) {
    self.init(id: String(software.id), name: software.name)
  }

  fileprivate init(family software: Device.Software) {
    self.init(id: String(software.familyID), name: software.family)
  }
}

extension ClickMeter {
  func datapoint(of hit: Hit) -> Datapoint? { datapoints.first { $0.id == hit.datapointID } }
}
