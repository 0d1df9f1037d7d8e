import JSON

extension ClickMeter {
  /// The datapoints that the filters of a query let through, in the order it asks for.
  func datapoints(matching query: inout FieldReader) throws(Refusal) -> [Datapoint] {
    let kind = query.choice("type", of: [Datapoint.Kind.link, .pixel].map(\.rawValue))
    let filter = EntityFilter(listing: &query, statuses: Datapoint.statuses)
    let creation = CreationFilter(&query)
    let order = ListOrder(&query, keys: Datapoint.sortKeys)
    try query.check()
    let found = datapoints.filter { datapoint in
      (kind.map { datapoint.kind.rawValue == $0 } ?? true)
        && filter.accepts(datapoint, tagged: tags(of: datapoint))
        && creation.accepts(datapoint.createdAt)
    }
    return order.sorted(found) { $0.sortValue($1) }
  }
}

extension Datapoint {
  fileprivate static let sortKeys = ["id", "name", "title", "creationDate", "type", "status"]

  /// What it is ordered by; the id settles what is equal.
  fileprivate func sortValue(_ key: String) -> (String, Int) {
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
