import JSON

extension ClickMeter {
  static let guestRoutes: [Route<ClickMeter>] =
    Route.lists("/account/guests", guests) + [
      .whole(guestPath, \.guests),
      .post("/account/guests", createGuest),
      .post(guestPath, updateGuest),
      .remove(guestPath, \.guests),
    ]

  private static let guestPath = "/account/guests/{guestId}"

  private static func guests(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Guest] {
    let search = query.search("textSearch")
    let order = ListOrder(&query, keys: Guest.sortKeys)
    try query.check()
    let guests = service.guests.filter { guest in
      search.finds(guest.text("name"), guest.text("userName"), guest.text("email"))
    }
    return order.sorted(guests) { $0.sortValue($1) }
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
    service.guests.replace(guest)
    return Reply(200, guest.json(in: service, for: call.caller))
  }

}

extension Guest {
  fileprivate static let sortKeys = ["id", "name", "userName", "email", "creationDate"]

  /// What it is ordered by; the id settles what is equal.
  fileprivate func sortValue(_ key: String) -> (String, Int) {
    switch key {
    case "id": ("", id)
    case "creationDate": (createdAt.description, id)
    default: (text(key).lowercased(), id)
    }
  }
}
