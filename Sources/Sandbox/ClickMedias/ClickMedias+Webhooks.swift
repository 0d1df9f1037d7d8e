import JSON

extension ClickMedias {
  static let webhookRoutes: [Route<ClickMedias>] = [.post("/webhooks", createWebhook)]

  private static let events = [
    "client.created", "client.updated", "crawl.started", "crawl.completed", "report.generated",
    "content.created", "audit.completed", "*",
  ]

  /// Nothing is ever posted to it: the sandbox reaches no one. The service has no way to list or
  /// remove webhooks either, so the answer is all there is of it.
  private static func createWebhook(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    body.require("url")
    let url = body.text("url", .anyURL)
    let events = body.value("events", .list(.choice(events)))?.array ?? ["*"]
    if events.isEmpty { body.report("events", .rule("events must name at least one event")) }
    try body.check()
    let number = service.webhookIDs.next()
    let (start, group) = (service.seed.hexadecimal(8, 80, number), number % 10_000)
    return success(
      [
        // A UUID of version 4 that ends in the webhook's number.
        "id": .string("\(start)-0000-4000-8000-00000000\(String(10_000 + group).dropFirst())"),
        "url": .optional(url),
        "events": .array(events),
        "secret": .string("whsec_" + service.seed.hexadecimal(32, 81, number)),
      ],
      status: 201
    )
  }
}
