import JSON

extension Klik {
  static let messageRoutes: [Route<Klik>] = [
    .post("/api/v1/official-device/send-message", sendMessage),
    .post("/api/v1/official-device/send-file", sendFile),
    .post("/api/v1/{session_uuid}/send-message", sendMessage),
    .post("/api/v1/{session_uuid}/send-file", sendFile),
  ]

  private static func sendMessage(
    _ service: inout Klik, _ call: Call
  ) throws(Refusal) -> Reply {
    try service.send(call, "Message", requiring: "message") { body, message in
      message.text = body.text("message")
      message.image = body.text("image", base64)
    }
  }

  private static func sendFile(
    _ service: inout Klik, _ call: Call
  ) throws(Refusal) -> Reply {
    try service.send(call, "File", requiring: "file") { body, message in
      message.file = body.text("file", base64)
    }
  }

  /// `read` takes what is sent from the body; answers call it a `noun`.
  private mutating func send(
    _ call: Call, _ noun: String, requiring field: String,
    _ read: (inout FieldReader, inout SentMessage) -> Void
  ) throws(Refusal) -> Reply {
    let session = try session(call)
    var body = try call.json()
    body.require("mobile", field)
    var message = SentMessage(
      sessionUUID: session.uuid, mobile: Self.mobile(&body) ?? "", sentAt: call.now)
    read(&body, &message)
    try body.check()
    guard session.isLoggedIn else { return Self.failure("Session is not logged in.") }
    messages.append(message)
    return Reply(
      200, ["success": true, "data": nil, "message": .string("\(noun) sent successfully.")])
  }

  /// The session in the path; the official device's where there is none.
  private func session(_ call: Call) throws(Refusal) -> DeviceSession {
    guard let uuid = call.parameters["session_uuid"]?.lowercased() else {
      return DeviceSession.official
    }
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
  static let base64 = FieldKind.custom(expected: "a valid base64 string") { text in
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
