import Exchange
import JSON
import Providers
import TestSupport
import Testing
import Tools

@Suite struct `Reading answers` {
  @Test(arguments: [
    (200, #"{"data":[1.0]}"#, #"{"data":[1.0]}"#), (201, #"{"id":7}"#, #"{"id":7}"#),
    (202, #"{"id":7}"#, #"{"id":7}"#), (204, "", "{}"), (200, "", "{}"),
    (200, "[1,2]", #"{"result":[1,2]}"#), (200, "7", #"{"result":7}"#),
    (200, "null", #"{"result":null}"#), (200, " \r\n", "{}"), (200, "\u{FEFF} ", "{}"),
    (200, "\u{FEFF}[1]", #"{"result":[1]}"#),
    (200, #"{"a":NaN,"b":[-Infinity]}"#, #"{"a":null,"b":[null]}"#),
  ])
  func `gives an object`(status: Int, body: String, answer: String) throws {
    let object = try reader("hienergy").read(
      ClassifiedResponse(ProviderResponse(status, body)), effect: .read)
    #expect(JSONValue.object(object).description == answer)
  }

  @Test(arguments: [
    (400, ToolError.Code.rejected), (401, .unauthorized), (403, .forbidden), (404, .notFound),
    (405, .rejected), (409, .conflict), (410, .notFound), (418, .rejected), (422, .rejected),
    (429, .rateLimited), (499, .rejected), (500, .providerUnavailable),
    (502, .providerUnavailable), (503, .providerUnavailable), (599, .providerUnavailable),
    (304, .badAnswer), (100, .badAnswer),
  ])
  func `knows every class of status`(status: Int, code: ToolError.Code) throws {
    let body = #"{"error":{"code":"E7","message":"No luck today."}}"#
    for effect in [Effect.read, .write] {
      let error = try error(ProviderResponse(status, body), effect: effect)
      #expect(error.code == code)
      #expect(error.status == status)
      #expect(error.provider == "hienergy")
      #expect(error.providerCode == "E7")
      #expect(error.providerMessage == "No luck today.")
      #expect(error.message.contains("No luck today"))
      let outcome = code == .providerUnavailable ? ToolError.Outcome.unknown : .rejected
      #expect(error.outcome == (effect == .read ? nil : outcome))
    }
  }

  @Test func `names the variable of a key that is refused`() throws {
    #expect(
      try error(ProviderResponse(401)).message
        == "Hi Energy AI does not accept the key in HIENERGY_API_KEY. Check it.")
    #expect(
      try error(ProviderResponse(403, #"{"message":"Admins only."}"#)).message
        == "Hi Energy AI does not allow the key in HIENERGY_API_KEY to do this: Admins only.")
  }

  @Test(arguments: [
    (
      "klik", #"{"success":false,"message":"Device offline"}"#, "Device offline",
      "klik.social refused the call: Device offline."
    ),
    (
      "klik", #"{"success":false,"errors":{"mobile":["too short","no digits"]}}"#,
      "mobile: too short; no digits", "klik.social refused the call: mobile: too short; no digits."
    ),
    (
      "clickmagick", #"{"status":"ERROR","errors":["Bad slug","Bad mode."],"warnings":[]}"#,
      "Bad slug; Bad mode.", "ClickMagick refused the call: Bad slug; Bad mode."
    ),
    ("clickmedias", #"{"success":false}"#, nil, "Click Medias refused the call."),
    ("klik", #"{"success":"no"}"#, nil, "klik.social refused the call."),
  ])
  func `takes a service at its word when it answers 200 and says no`(
    provider: String, body: String, words: String?, message: String
  ) throws {
    let error = try error(ProviderResponse(200, body), from: provider, effect: .write)
    #expect(error.code == .rejected)
    #expect(error.status == 200)
    #expect(error.outcome == .rejected)
    #expect(error.providerMessage == words)
    #expect(error.message == message)
  }

  @Test func `takes an answer without the mark of success for one`() throws {
    let object = try reader("klik").read(
      ClassifiedResponse(ProviderResponse(200, #"{"data":{}}"#)), effect: .read)
    #expect(object == ["data": [:]])
  }

  @Test(arguments: [
    ("<html>It works!</html>", "It works!"), ("{\"data\":", "{\"data\":"), ("{} {}", "{} {}"),
    (
      "<!DOCTYPE html><head><style>p{}</style><title>Log  in</title></head><p>a&lt;b",
      "Log in a&lt;b"
    ),
    (
      "<b>Warning</b>: <i>x</i> < 3 in\n/a.php{\"data\":[]}",
      "Warning: x < 3 in /a.php{\"data\":[]}"
    ),
    (String(repeating: "é ", count: 70), String(repeating: "é ", count: 60) + "…"),
  ])
  func `refuses what is not JSON, in its first words`(body: String, words: String) throws {
    let response = ProviderResponse(200, body, ["Content-Type": "text/html; charset=utf-8"])
    let error = try error(response, effect: .write)
    #expect(error.code == .badAnswer)
    #expect(error.outcome == .unknown)
    #expect(
      error.message == """
        Hi Energy AI answered \(body.utf8.count) bytes that are not JSON (text/html; \
        charset=utf-8): "\(words)". Check HIENERGY_BASE_URL. It may have been done all the same: \
        look before you repeat it.
        """)
  }

  @Test(arguments: [[UInt8](repeating: 0, count: 9), [0x1F, 0x8B, 0x08], Array("<br/>".utf8)])
  func `quotes nothing of what has no words`(body: [UInt8]) throws {
    var response = ProviderResponse(200, "")
    response.body = body
    #expect(
      try error(response).message
        == "Hi Energy AI answered \(body.count) bytes that are not JSON (no content type). "
        + "Check HIENERGY_BASE_URL.")
  }

  @Test func `has the words of a page for the service's`() throws {
    let page = ProviderResponse(500, "<html><h1>Internal Server Error</h1></html>")
    let error = try error(page)
    #expect(
      error.message
        == "Hi Energy AI failed to answer: Internal Server Error. Try again in a while.")
    #expect(error.providerMessage == "Internal Server Error")
    #expect(error.isRetryable)
  }

  @Test(arguments: [
    ("7", 7), ("0", 0), ("-7", nil), ("soon", nil), ("Wed, 21 Oct 2026 07:28:00 GMT", nil),
    ("99999999999999999999", nil),
  ])
  func `reads how long to wait`(field: String, seconds: Int?) throws {
    let error = try error(ProviderResponse(429, "{}", ["Retry-After": field]))
    #expect(error.code == .rateLimited)
    #expect(error.retryAfterSeconds == seconds)
  }

  @Test(arguments: [(500, 500), (501, 500)])
  func `cuts a service's words to a length`(length: Int, kept: Int) throws {
    let words = String(repeating: "é", count: length)
    let error = try error(ProviderResponse(400, #"{"message":"\#(words)"}"#))
    #expect(error.providerMessage?.count == kept)
  }

  @Test(arguments: [
    (#"{"error":"plain"}"#, "plain"), (#"{"message":"m"}"#, "m"), (#"{"error":null}"#, nil),
    (#"{"error":{"message":""},"message":"second"}"#, "second"), ("[]", nil), ("", nil),
    (#"{"error":7}"#, "7"), (#"{"error":["a",null,"b"]}"#, "a; b"),
  ])
  func `finds a service's words in the first place that has some`(
    body: String, words: String?
  ) throws {
    #expect(try error(ProviderResponse(400, body)).providerMessage == words)
  }

  private func reader(_ provider: String) throws -> ResponseDecoder {
    let descriptor = try Repository.manifest().providers.first { $0.id == provider }
    return ResponseDecoder(try #require(descriptor))
  }

  private func error(
    _ response: ProviderResponse, from provider: String = "hienergy", effect: Effect = .read
  ) throws -> ToolError {
    let reader = try reader(provider)
    return try #require(
      #expect(throws: ToolError.self) {
        try reader.read(ClassifiedResponse(response), effect: effect)
      })
  }
}
