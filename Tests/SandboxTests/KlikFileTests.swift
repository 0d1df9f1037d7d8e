import Exchange
import HTTPTypes
import JSON
import Sandbox
import Testing

@Suite struct `klik files and users` {
  let client = SandboxClient()
  static let official = "/klik/api/v1/official-device"
  static let users = "/klik/api/v1/auth-by-email"
  static let file = #"{"mobile":"919999999999","file":"aGk="}"#
  static let sam =
    #"{"email":"sam@example.com","name":"Sam Hill","created_from":"external-project"}"#

  @Test(arguments: ["official-device", SandboxClient.loggedIn])
  func `delivers and remembers files`(session: String) {
    let sent = client.post("/klik/api/v1/\(session)/send-file", json: Self.file)
    #expect(sent.body == ["success": true, "data": nil, "message": "File sent successfully."])
    let message = client.world.messages.first
    #expect(message?.sessionUUID == SandboxClient.loggedIn)
    #expect(message?.mobile == "919999999999")
    #expect(message?.file == "aGk=")
    #expect(message?.text == nil)
    #expect(message?.sentAt.description == SandboxClient.now)
  }

  @Test func `sends no file when the session is logged out or unknown`() {
    let answer = client.post("/klik/api/v1/\(SandboxClient.loggedOut)/send-file", json: Self.file)
    #expect(answer.status == 200)
    #expect(
      answer.body == ["success": false, "errors": [], "message": "Session is not logged in."])
    #expect(client.post("/klik/api/v1/elsewhere/send-file", json: Self.file).status == 404)
    #expect(client.world.messages.isEmpty)
  }

  @Test(arguments: [
    (#"{"mobile":"919999999999"}"#, "file"),
    (#"{"file":"aGk="}"#, "mobile"),
    (#"{"mobile":"919999999999","file":"aGk"}"#, "file"),
    (#"{"mobile":"919999999999","file":"aGk= "}"#, "file"),
    (#"{"mobile":"919999999999","file":"data:text/plain;base64,aGk="}"#, "file"),
    (#"{"mobile":"+91 99","file":"aGk="}"#, "mobile"),
  ])
  func `names the field that is wrong`(body: String, field: String) {
    let answer = client.post(Self.official + "/send-file", json: body)
    #expect(answer.status == 422)
    #expect(answer["/errors"]?.object?.keys == [field])
    #expect(client.world.messages.isEmpty)
  }

  @Test func `lets in a user by email, and opens an account only once`() throws {
    let first = authenticate(Self.sam)
    #expect(first.status == 200)
    #expect(
      first["/data/user"] == [
        "id": 13, "name": "Sam Hill", "email": "sam@example.com",
        "created_from": "external-project",
      ])
    #expect(authenticate(Self.sam).body == first.body)
    let jane = authenticate(
      #"{"email":"JANE@example.com","name":"J","created_from":"elsewhere"}"#)
    #expect(jane["/data/user/id"] == 12)
    #expect(jane["/data/user/name"] == "Jane Doe")
    let token = try #require(first["/data/token"]?.string)
    #expect(client.with(key: token).get(Self.official + "/status").status == 200)
  }

  @Test(arguments: ["", "invalid-key"]) func `wants the internal key`(key: String) {
    let answer = authenticate(Self.sam, key: key)
    #expect(answer.status == 403)
    #expect(
      answer.body == [
        "success": false, "errors": ["Request validation failed"],
        "message": "Request validation failed",
      ])
  }

  @Test func `does not take the bearer token for the internal key`() {
    #expect(client.post(Self.users, json: Self.sam).status == 403)
  }

  @Test func `refuses a user without name or address`() {
    #expect(
      authenticate(#"{"email":"sam"}"#)["/errors"]?.object?.keys == [
        "name", "created_from", "email",
      ])
  }

  private func authenticate(_ body: String, key: String = "internal-key") -> Answer {
    var request = client.with(key: "").request(
      .post, Self.users, type: "application/json", body: body)
    HTTPField.Name("X-API-KEY").map { request.head.headerFields[$0] = key }
    return Answer(client.world.answer(request))
  }
}
