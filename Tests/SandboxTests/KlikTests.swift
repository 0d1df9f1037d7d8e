import JSON
import Sandbox
import Testing

@Suite struct `klik` {
  let client = SandboxClient()
  static let official = "/klik/api/v1/official-device"
  static let hello = #"{"mobile":"919999999999","message":"Hello buddy"}"#

  @Test func `tells its health without a key`() {
    let answer = client.with(key: "").get("/klik/api/healthcheck")
    #expect(answer.status == 200)
    #expect(answer.body == ["status": true])
    #expect(answer.header("x-ratelimit-limit") == "60")
    #expect(answer.header("x-ratelimit-remaining") == "59")
  }

  @Test func `reports the official device`() {
    let answer = client.get(Self.official + "/status")
    #expect(answer["/data/is_connected"] == true)
    #expect(answer["/data/session/uuid"] == .string(SandboxClient.loggedIn))
    #expect(answer["/data/user/name"] == "Jane Doe")
  }

  @Test func `delivers and remembers messages`() throws {
    let sent = client.post(Self.official + "/send-message", json: Self.hello)
    #expect(sent.body == ["success": true, "data": nil, "message": "Message sent successfully."])
    let second = client.post(
      "/klik/api/v1/\(SandboxClient.loggedIn)/send-message",
      json: #"{"mobile":14155550199,"message":"Hi","image":"aGk="}"#)
    #expect(second["/success"] == true)
    let messages = client.world.messages
    #expect(messages.map(\.mobile) == ["919999999999", "14155550199"])
    #expect(messages.map(\.text) == ["Hello buddy", "Hi"])
    #expect(messages.map(\.image) == [nil, "aGk="])
    #expect(messages.first?.sentAt.description == SandboxClient.now)
  }

  @Test func `fails with 200 when the session is logged out`() {
    let answer = client.post(
      "/klik/api/v1/\(SandboxClient.loggedOut)/send-message", json: Self.hello)
    #expect(answer.status == 200)
    #expect(
      answer.body == ["success": false, "errors": [], "message": "Session is not logged in."])
    #expect(client.world.messages.isEmpty)
  }

  @Test func `does not know other sessions`() {
    let answer = client.post(
      "/klik/api/v1/00000000-0000-4000-8000-000000000000/send-message", json: Self.hello)
    #expect(answer.status == 404)
    #expect(answer.body == ["message": "Session not found."])
  }

  @Test func `answers a failed validation as Laravel does`() {
    let answer = client.post(Self.official + "/send-message", json: #"{"mobile":"+91 99"}"#)
    #expect(answer.status == 422)
    #expect(
      answer.body == [
        "message": "The message field is required. (and 1 more error)",
        "errors": [
          "message": ["The message field is required."],
          "mobile": ["The mobile field must be between 7 and 15 digits."],
        ],
      ])
  }

  @Test(arguments: [
    (#"{"mobile":"123456","message":"x"}"#, "mobile"),
    (#"{"mobile":"1234567890123456","message":"x"}"#, "mobile"),
    (#"{"mobile":"919999999999","message":""}"#, "message"),
    (#"{"mobile":"919999999999","message":7}"#, "message"),
    (#"{"mobile":"919999999999","message":"x","image":"data:image/png;base64,aGk="}"#, "image"),
    (#"{"mobile":"919999999999","message":"x","image":"aGk"}"#, "image"),
  ])
  func `names the field that is wrong`(body: String, field: String) {
    let answer = client.post(Self.official + "/send-message", json: body)
    #expect(answer.status == 422)
    #expect(answer["/errors"]?.object?.keys == [field])
  }

  @Test(arguments: ["", "invalid-token"]) func `wants a token`(key: String) {
    let answer = client.with(key: key).get(Self.official + "/status")
    #expect(answer.status == 401)
    #expect(answer.body == ["message": "Unauthenticated."])
  }

  @Test func `refuses other methods, paths and types`() {
    #expect(client.get(Self.official + "/send-message").status == 405)
    #expect(client.get("/klik/api/v2").status == 404)
    #expect(client.post(Self.official + "/send-message", form: "mobile=1").status == 415)
    #expect(client.post(Self.official + "/send-message", json: "nonsense").status == 400)
  }
}
