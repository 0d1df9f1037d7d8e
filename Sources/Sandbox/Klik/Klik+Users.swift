import JSON

/// A person with an account.
struct KlikUser: Sendable {
  let id: Int
  let name: String
  let email: String
  /// The system that opened the account.
  let createdFrom: String

  /// Whose device the official one is.
  static let jane = KlikUser(
    id: 12, name: "Jane Doe", email: "jane@example.com", createdFrom: "external-project")
}

extension Klik {
  /// Open, because its key is another one in another header, which the handler checks.
  static let userRoutes: [Route<Klik>] = [
    .post("/api/v1/auth-by-email", isOpen: true, authenticate)
  ]

  /// Lets in whom the address belongs to, under the name known already, or opens an account.
  private static let authenticate: Handler = { service, call throws(Refusal) in
    guard Caller(key: call.request.header("X-API-KEY")).isKnown else {
      let reason: JSONValue = "Request validation failed"
      return Reply(403, ["success": false, "errors": [reason], "message": reason])
    }
    var body = try call.json()
    body.require("email", "name", "created_from")
    let email = body.text("email", .email)
    let (name, origin) = (body.text("name"), body.text("created_from"))
    try body.check()
    let user = service.user(email: email ?? "", name: name ?? "", from: origin ?? "")
    let details: JSONValue = [
      "id": .integer(user.id), "name": .string(user.name), "email": .string(user.email),
      "created_from": .string(user.createdFrom),
    ]
    let token = "\(user.id)|" + service.seed.hexadecimal(40, 1, user.id)
    return Reply(
      200, ["success": true, "data": ["token": .string(token), "user": details], "message": nil])
  }

  private mutating func user(email: String, name: String, from origin: String) -> KlikUser {
    let address = email.lowercased()
    if let user = users.first(where: { $0.email.lowercased() == address }) { return user }
    let id = (users.last?.id ?? 0) + 1
    users.append(KlikUser(id: id, name: name, email: email, createdFrom: origin))
    return users[users.count - 1]
  }
}
