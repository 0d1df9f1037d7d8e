import JSON

extension ClickMeter {
  /// The datapoints that the filters of a query let through, in the order it asks for.
  func datapoints(matching query: inout FieldReader) throws(Refusal) -> [Datapoint] {
    let kind = query.choice("type", of: [Datapoint.Kind.link, .pixel].map(\.rawValue))
    let filter = EntityFilter(&query, statuses: Datapoint.Status.allCases.map(\.rawValue))
    let order = query.choice("sortBy", of: Datapoint.sortKeys) ?? "id"
    let direction = query.choice("sortDirection", of: ["asc", "desc"])
    try query.check()
    let sorted = datapoints.filter { datapoint in
      (kind.map { datapoint.kind.rawValue == $0 } ?? true)
        && filter.accepts(datapoint, tagged: tags(of: datapoint))
    }.sorted { $0.sortKey(order) < $1.sortKey(order) }
    return direction == "desc" ? sorted.reversed() : sorted
  }
}

extension Datapoint {
  fileprivate static let sortKeys = ["id", "name", "title", "creationDate", "type", "status"]

  /// What it is ordered by; the id settles what is equal.
  fileprivate func sortKey(_ key: String) -> (String, Int) {
    switch key {
    case "name": (name, id)
    case "title": (title, id)
    case "creationDate": (createdAt.description, id)
    case "type": (kind.rawValue, id)
    case "status": (status.rawValue, id)
    default: ("", id)
    }
  }
}
