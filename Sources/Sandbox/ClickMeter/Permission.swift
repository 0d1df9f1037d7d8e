import JSON

/// The right of a guest on one datapoint or group.
struct Permission: Hashable, Sendable {
  enum Subject: String, CaseIterable, Sendable {
    case datapoint, group
  }

  enum Right: String, CaseIterable, Sendable {
    case see = "r"
    case change = "w"
  }

  let subject: Subject
  let id: Int
  let right: Right

  init(_ subject: Subject, _ id: Int, _ right: Right) {
    self.subject = subject
    self.id = id
    self.right = right
  }

  /// The entry of a list, with the name of what it is about.
  func json(in service: ClickMeter) -> JSONValue {
    let datapoint = service.datapoints.first { subject == .datapoint && $0.id == id }
    let group = service.groups.first { subject == .group && $0.id == id }
    return [
      "EntityType": .string(subject.rawValue),
      "EntityName": .string(datapoint?.label ?? group?.label ?? ""),
      "DatapointType": .string(datapoint.map { Self.words($0.kind) } ?? ""),
      "Type": .string(right.rawValue),
      "Entity": datapoint?.receipt ?? group?.receipt ?? ["id": .integer(id)],
    ]
  }

  private static func words(_ kind: Datapoint.Kind) -> String {
    switch kind {
    case .link: "TrackingLink"
    case .pixel: "TrackingPixel"
    }
  }
}
