package import JSON

/// klik.social, `https://klik.social`: messages through logged-in devices.
struct Klik: Service {
  static let name = "klik"
  static let router = Router<Klik>(deviceRoutes, messageRoutes, userRoutes)

  let seed: Seed
  let sessions = DeviceSession.all
  var messages: [SentMessage] = []
  /// By id.
  var users = [KlikUser.jane]
  private var allowance = RequestAllowance(limit: 60)

  init(seed: Seed) {
    self.seed = seed
  }

  static func key(in request: ServiceRequest) -> String? { request.bearerToken }

  static func reply(to refusal: Refusal) -> Reply {
    switch refusal {
    case .unauthorized: message(401, "Unauthenticated.")
    case .forbidden(let reason): message(403, reason)
    case .unknownRoute: message(404, "The route could not be found.")
    case .wrongMethod(let allowed):
      message(
        405,
        "The method is not supported for this route. Supported methods: "
          + allowed.joined(separator: ", ") + ".")
    case .wrongMediaType(let expected): message(415, "The Content-Type must be \(expected).")
    case .malformedBody(let expected): message(400, "The body must be \(expected).")
    case .notFound(let noun): message(404, "\(noun) not found.")
    case .invalid(let problems): invalid(problems)
    }
  }

  mutating func complete(_ reply: inout Reply, at now: Timestamp) {
    allowance.spend(at: now)
    reply.headers += [
      ("x-ratelimit-limit", String(allowance.limit)),
      ("x-ratelimit-remaining", String(allowance.remaining)),
    ]
  }

  private static func message(_ status: Int, _ text: String) -> Reply {
    Reply(status, ["message": .string(text)])
  }

  /// Laravel's response to a failed validation: the first sentence, and all by field.
  private static func invalid(_ problems: [FieldProblem]) -> Reply {
    var errors = JSONObject()
    for problem in problems {
      let earlier = errors[problem.field]?.array ?? []
      errors[problem.field] = .array(earlier + [.string(sentence(problem))])
    }
    var message = problems.first.map(sentence) ?? "The given data was invalid."
    if problems.count > 1 {
      message += " (and \(problems.count - 1) more error\(problems.count > 2 ? "s" : ""))"
    }
    return Reply(422, ["message": .string(message), "errors": .object(errors)])
  }

  private static func sentence(_ problem: FieldProblem) -> String {
    switch problem.fault {
    case .missing: "The \(problem.field) field is required."
    case .expected(let what): "The \(problem.field) field must be \(what)."
    case .rule(let sentence): sentence + "."
    }
  }

  private static let deviceRoutes: [Route<Klik>] = [
    .get("/api/healthcheck", isOpen: true) { _, _ in Reply(200, ["status": true]) },
    .get("/api/v1/official-device/status", getStatus),
  ]

  private func getStatus(_ call: Call) -> JSONValue {
    let (session, user) = (DeviceSession.official, KlikUser.jane)
    return [
      "success": true,
      "data": [
        "is_connected": .bool(session.isLoggedIn),
        "session": ["uuid": .string(session.uuid), "mobile": .string(session.mobile)],
        "user": [
          "id": .integer(user.id), "name": .string(user.name), "email": .string(user.email),
        ],
      ],
    ]
  }

  /// Open, because its key is another one in another header, which the handler checks.
  private static let userRoutes: [Route<Klik>] = [
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

  private static let messageRoutes: [Route<Klik>] = [
    .post("/api/v1/official-device/send-message", sendMessage),
    .post("/api/v1/official-device/send-file", sendFile),
    .post("/api/v1/{session_uuid}/send-message", sendMessage),
    .post("/api/v1/{session_uuid}/send-file", sendFile),
  ]

  private static let sendMessage = sending("Message", "message")
  private static let sendFile = sending("File", "file")

  /// Delivers what is in that field of the body; responses call it a `noun`.
  private static func sending(_ noun: String, _ field: String) -> Handler {
    { service, call throws(Refusal) in
      let session = try service.session(call)
      var body = try call.json()
      body.require("mobile")
      // The page marks nothing as optional; a picture speaks for itself.
      if field == "file" || !body.isSent("image") { body.require(field) }
      var message = SentMessage(
        sessionUUID: session.uuid, mobile: mobile(&body) ?? "", sentAt: call.now)
      if field == "file" {
        message.file = body.text(field, base64)
      } else {
        message.text = body.text(field)
        message.image = body.text("image", base64)
      }
      try body.check()
      guard session.isLoggedIn else {
        // A failure of logic: HTTP says 200, the body says no.
        return Reply(200, ["success": false, "errors": [], "message": "Session is not logged in."])
      }
      service.messages.append(message)
      return Reply(
        200, ["success": true, "data": nil, "message": .string("\(noun) sent successfully.")])
    }
  }

  /// The session in the path; the official device's where there is none.
  private func session(_ call: Call) throws(Refusal) -> DeviceSession {
    guard let uuid = call.text("session_uuid")?.lowercased() else { return .official }
    guard let session = sessions.first(where: { $0.uuid == uuid }) else {
      throw .notFound("Session")
    }
    return session
  }

  /// The documentation calls the type "numbers" and sends a string: both are taken.
  private static func mobile(_ body: inout FieldReader) -> String? {
    let kind = FieldKind.custom(expected: "between 7 and 15 digits") { text in
      (7...15).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isNumber }
    }
    return body.value("mobile", .numeral(kind))?.string
  }

  /// Base64 of RFC 4648 section 4 with its padding, and no `data:` in front.
  private static let base64 = FieldKind.custom(expected: "a valid base64 string") { text in
    let digits = text.utf8
    let body = digits.prefix { isBase64Digit($0) }
    let padding = digits.dropFirst(body.count)
    return digits.count % 4 == 0 && padding.count <= 2
      && padding.allSatisfy { $0 == UInt8(ascii: "=") }
  }

  private static func isBase64Digit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}

/// A device that was linked in the dashboard.
struct DeviceSession: Sendable {
  let uuid: String
  let mobile: String
  let isLoggedIn: Bool

  /// The one behind klik's shared official device.
  static let official = DeviceSession(
    uuid: "ffd7f83e-06c3-47c8-a6a1-dd943da13b5f", mobile: "919999999999", isLoggedIn: true)

  static let all = [
    official,
    DeviceSession(
      uuid: "0b6f3a52-8c1d-4e7a-9f20-5d3c7e9a1b44", mobile: "14155550123", isLoggedIn: false),
  ]
}

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

/// A message that klik has delivered.
package struct SentMessage: Hashable, Sendable {
  /// The session it left by.
  package let sessionUUID: String
  /// Country code and number, digits only.
  package let mobile: String
  /// Nil for a file, and where a picture is all.
  package var text: String?
  /// The picture sent along, as base64.
  package var image: String?
  /// The file, as base64; klik gives it no name.
  package var file: String?
  package let sentAt: Timestamp
}
