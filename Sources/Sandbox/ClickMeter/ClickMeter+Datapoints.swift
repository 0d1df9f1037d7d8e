import JSON

extension ClickMeter {
  static let datapointRoutes: [Route<ClickMeter>] = [
    .get("/datapoints", listDatapoints),
    .get("/datapoints/count", countDatapoints),
    .get("/datapoints/{id}", getDatapoint),
  ]

  private static func listDatapoints(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let offset = query.integer("offset", in: 0...Int.max) ?? 0
    let limit = query.integer("limit", in: 1...100) ?? 20
    let order = query.choice("sortBy", of: Datapoint.sortKeys) ?? "id"
    let direction = query.choice("sortDirection", of: ["asc", "desc"])
    let matching = try service.datapoints(matching: &query)
    let sorted = matching.sorted { $0.sortKey(order) < $1.sortKey(order) }
    let rows = (direction == "desc" ? sorted.reversed() : sorted).dropFirst(offset).prefix(limit)
    return Reply(200, ["entities": .array(rows.map(\.reference))])
  }

  private static func countDatapoints(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    return Reply(200, ["count": .integer(try service.datapoints(matching: &query).count)])
  }

  private static func getDatapoint(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let id = try call.id("id", of: "Datapoint")
    let datapoint = try service.entity(id, in: \.datapoints)
    return Reply(200, datapoint.json(in: service, for: call.caller))
  }

  /// Those the filters of list and count let through; deleted ones only when asked for.
  private func datapoints(matching query: inout FieldReader) throws(Refusal) -> [Datapoint] {
    let kind = query.choice("type", of: ["tl", "tp"])
    let status = query.choice("status", of: Datapoint.Status.allCases.map(\.rawValue))
    let tags = query.text("tags")?.lowercased().split(separator: ",").map(String.init)
    let search = query.text("textSearch")?.lowercased()
    let onlyFavorites = query.flag("onlyFavorites") ?? false
    let after = query.compactTime("createdAfter")
    let before = query.compactTime("createdBefore")
    try query.check()
    return datapoints.filter { datapoint in
      (kind.map { datapoint.kind.rawValue == $0 } ?? true)
        && (status.map { datapoint.statusInQueries == $0 } ?? !datapoint.isDeleted)
        && (tags.map { $0.contains { name in self.tags(of: datapoint).map(\.name).contains(name) } }
          ?? true)
        && (search.map { datapoint.title.lowercased().contains($0) } ?? true)
        && (!onlyFavorites || datapoint.isFavorite)
        && (after.map { datapoint.createdAt > $0 } ?? true)
        && (before.map { datapoint.createdAt < $0 } ?? true)
    }
  }
}

extension Datapoint {
  fileprivate static let sortKeys = ["id", "name", "creationDate", "type", "status"]

  /// What it is ordered by; the id settles what is equal.
  fileprivate func sortKey(_ name: String) -> (String, Int) {
    switch name {
    case "name": (self.name, id)
    case "creationDate": (createdAt.description, id)
    case "type": (kind.rawValue, id)
    case "status": (status.rawValue, id)
    default: ("", id)
    }
  }
}

extension FieldReader {
  /// `YYYYMMDD` or `YYYYMMDDHHmm`, in UTC.
  mutating func compactTime(_ name: String) -> Timestamp? {
    let kind = FieldKind.custom(expected: "a date as YYYYMMDD or YYYYMMDDHHmm") {
      Self.compactTime($0) != nil
    }
    return text(name, kind).flatMap { Self.compactTime($0) }
  }

  private static func compactTime(_ text: String) -> Timestamp? {
    guard text.utf8.count == 8 || text.utf8.count == 12 else { return nil }
    let digits = text.utf8.count == 8 ? text + "0000" : text
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12].map { range in
      String(digits.dropFirst(range.lowerBound).prefix(range.count))
    }
    return Timestamp(
      parsing: "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):00Z")
  }
}
