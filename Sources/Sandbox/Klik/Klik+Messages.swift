package import JSON

/// A message that klik has delivered.
package struct SentMessage: Hashable, Sendable {
  /// The session it left by.
  package let sessionUUID: String
  /// Country code and number, digits only.
  package let mobile: String
  /// Nil for a file.
  package var text: String?
  /// The picture sent along, as base64.
  package var image: String?
  /// The file, as base64; klik gives it no name.
  package var file: String?
  package let sentAt: Timestamp
}

extension Klik {
  static let messageRoutes: [Route<Klik>] = [
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
      body.require("mobile", field)
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
