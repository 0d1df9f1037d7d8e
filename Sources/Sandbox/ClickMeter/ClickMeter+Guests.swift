import JSON

extension ClickMeter {
  static let guestRoutes: [Route<ClickMeter>] =
    Route.lists("/account/guests", guests) + [
      .whole(guestPath, \.guests),
      .post("/account/guests", createGuest),
      .post(guestPath, updateGuest),
      .delete(guestPath, deleteGuest),
    ]

  private static let guestPath = "/account/guests/{guestId}"

  private static func guests(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Guest] {
    let search = query.text("textSearch")?.lowercased()
    let order = query.choice("sortBy", of: Guest.sortKeys) ?? "id"
    let direction = query.choice("sortDirection", of: ["asc", "desc"])
    try query.check()
    let sorted = service.guests.filter { guest in
      search.map { guest.matches($0) } ?? true
    }.sorted { $0.sortKey(order) < $1.sortKey(order) }
    return direction == "desc" ? sorted.reversed() : sorted
  }

  /// Answers with the whole guest, unlike other kinds.
  private static func createGuest(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let guest = try service.add(to: \.guests, call) {
      (service: inout ClickMeter, call: Call, id: Int) throws(Refusal) -> Guest in
      var body = try call.json()
      body.require("userName", "email")
      var guest = Guest(id: id, createdAt: call.now, settings: [:])
      guest.change(&body, among: service.guests)
      try body.check()
      return guest
    }
    return Reply(200, guest.json(in: service, for: call.caller))
  }

  /// Answers with the whole guest; what is not sent stays as it is.
  private static func updateGuest(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var guest = try service.entity(named: call, in: \.guests)
    var body = try call.json()
    guest.change(&body, among: service.guests)
    try body.check()
    service.replace(guest)
    return Reply(200, guest.json(in: service, for: call.caller))
  }

  private static func deleteGuest(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let guest = try service.entity(named: call, in: \.guests)
    service.remove(guest, from: \.guests)
    return Reply(200, guest.receipt)
  }

  /// Keeps a guest in the place of the one with its id.
  mutating func replace(_ guest: Guest) {
    guard let place = guests.firstIndex(where: { $0.id == guest.id }) else { return }
    guests[place] = guest
  }
}

extension Guest {
  fileprivate static let sortKeys = ["id", "name", "userName", "email", "creationDate"]

  /// What it is ordered by; the id settles what is equal.
  fileprivate func sortKey(_ key: String) -> (String, Int) {
    switch key {
    case "id": ("", id)
    case "creationDate": (createdAt.description, id)
    default: (text(key).lowercased(), id)
    }
  }

  /// `search` is in lower case.
  fileprivate func matches(_ search: String) -> Bool {
    ["name", "userName", "email"].contains { text($0).lowercased().contains(search) }
  }
}
