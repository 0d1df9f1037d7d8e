import JSON

/// What lets others in: tokens for people, webhooks for programs.
extension ClickMedias {
  static let tokenRoutes: [Route<ClickMedias>] = [
    Route("POST", "/auth/token", isOpen: true, reading: createToken)
  ]

  private static let secondsValid = 7 * Seconds.perDay

  /// Lets in whoever does not begin with `invalid`, as keys do. This response alone has no `data`.
  private static let createToken: Route<ClickMedias>.Reader = { service, call throws(Refusal) in
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
        "success": true, "token": .string(service.token(for: name ?? "", until: expires)),
        "expires": .string("\(expires.date)T\(expires.timeOfDay)+00:00"),
        "user_id": 123, "role": "cm_client",
      ])
  }

  /// Looks like a JSON Web Token and holds nothing: its parts behind the header are digits.
  private func token(for name: String, until expires: Timestamp) -> String {
    let own = seed.branch("token of \(name)")
    let payload = own.hexadecimal(48, 1, expires.secondsSince1970)
    let signature = own.hexadecimal(43, 2, expires.secondsSince1970)
    return "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\(payload).\(signature)"
  }

  static let webhookRoutes: [Route<ClickMedias>] = [.post("/webhooks", createWebhook)]

  private static let events = [
    "client.created", "client.updated", "crawl.started", "crawl.completed", "report.generated",
    "content.created", "audit.completed", "*",
  ]

  /// Nothing is ever posted to it: the sandbox reaches no one. The service has no way to list or
  /// remove webhooks either, so the response is all there is of it.
  private static let createWebhook: Handler = { service, call throws(Refusal) in
    var body = try call.json()
    body.require("url")
    let url = body.text("url", .anyURL)
    let events = body.value("events", .list(.choice(events)))?.array ?? ["*"]
    if events.isEmpty { body.report("events", .rule("events must name at least one event")) }
    try body.check()
    service.lastWebhook += 1
    let number = service.lastWebhook
    let (start, group) = (service.seed.hexadecimal(8, 80, number), number % 10_000)
    let webhook: JSONValue = [
      // A UUID of version 4 that ends in the webhook's number.
      "id": .string("\(start)-0000-4000-8000-00000000\(String(10_000 + group).dropFirst())"),
      "url": .optional(url), "events": .array(events),
      "secret": .string("whsec_" + service.seed.hexadecimal(32, 81, number)),
    ]
    return success(webhook, status: 201)
  }
}
