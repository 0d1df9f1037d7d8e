import JSON

extension ClickMedias {
  static let tokenRoutes: [Route<ClickMedias>] = [
    .post("/auth/token", isOpen: true, createToken)
  ]

  private static let secondsValid = 7 * Seconds.perDay

  /// Lets in whoever does not begin with `invalid`, as keys do. This answer alone has no `data`.
  private static func createToken(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    body.require("username", "password")
    let (name, password) = (body.text("username"), body.text("password"))
    try body.check()
    guard Caller(key: name).isKnown, Caller(key: password).isKnown else {
      return failure(401, "invalid_credentials", "Invalid username or password.")
    }
    let expires = call.now.adding(seconds: secondsValid)
    return Reply(
      200,
      [
        "success": true,
        "token": .string(token(for: name ?? "", until: expires, seed: service.seed)),
        "expires": .string("\(expires.date)T\(expires.timeOfDay)+00:00"),
        "user_id": 123,
        "role": "cm_client",
      ]
    )
  }

  /// Looks like a JSON Web Token and holds nothing: its parts behind the header are digits.
  private static func token(for name: String, until expires: Timestamp, seed: Seed) -> String {
    let own = seed.branch("token of \(name)")
    let payload = own.hexadecimal(48, 1, expires.secondsSince1970)
    let signature = own.hexadecimal(43, 2, expires.secondsSince1970)
    return "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\(payload).\(signature)"
  }
}
