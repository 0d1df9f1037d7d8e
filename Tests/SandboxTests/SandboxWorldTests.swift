import Exchange
import HTTPTypes
import JSON
import Sandbox
import Testing

@Suite struct `The sandbox` {
  static let paths = [
    "/hienergy/api/v1/clicks?start_date=2026-01-01&end_date=2026-03-31&per_page=1000",
    "/clickmedias/clients", "/clickmedias/clients/3/scores/history?months=24",
    "/clickmedias/crawls", "/clickmagick/campaigns/projects", "/clickmagick/rotators",
    "/clickmagick/rotators/128364/urls", "/klik/api/v1/official-device/status",
    "/clickmeter/datapoints?limit=100", "/clickmeter/datapoints/12345678",
  ]

  @Test(arguments: paths) func `gives the same bytes for the same seed`(path: String) {
    #expect(SandboxClient().get(path).bytes == SandboxClient().get(path).bytes)
  }

  @Test(arguments: [
    "/hienergy/api/v1/clicks?start_date=2026-03-01&end_date=2026-03-31",
    "/clickmedias/clients/3/scores/history", "/clickmagick/rotators/128364/urls",
    "/clickmeter/aggregated?timeFrame=last7",
  ])
  func `gives other figures for another seed`(path: String) {
    #expect(SandboxClient(seed: 1).get(path).bytes != SandboxClient(seed: 2).get(path).bytes)
  }

  @Test func `names the services when none is meant`() {
    #expect(
      SandboxWorld.services == ["hienergy", "clickmedias", "clickmagick", "klik", "clickmeter"])
    for path in ["/", "/elsewhere/clients", "/hienergyx"] {
      let answer = SandboxClient().get(path)
      #expect(answer.status == 404)
      #expect(answer["/services"]?.array?.compactMap(\.string) == SandboxWorld.services)
    }
  }

  @Test func `answers a wrong method in each service's shape`() {
    let client = SandboxClient()
    let answers = [
      client.delete("/hienergy/api/v1/clicks"), client.delete("/clickmedias/clients"),
      client.delete("/clickmagick/campaigns/projects"), client.delete("/klik/api/healthcheck"),
      client.delete("/clickmeter/account/plan"),
    ]
    #expect(answers.map(\.status) == [405, 404, 405, 405, 405])
    #expect(answers.map { $0.header("Allow") } == ["GET", nil, "GET, POST", "GET", "GET"])
    #expect(
      answers.map { $0.body.object?.keys } == [
        ["error"], ["success", "error", "code"], ["status", "errors", "warnings"], ["message"],
        ["errorCode", "httpErrorCode", "Message"],
      ])
  }

  @Test func `is believable on its own clock's first day`() {
    let client = SandboxClient(now: "1969-12-28T12:00:00Z")
    let path = "/hienergy/api/v1/clicks?start_date=1969-12-01&end_date=1969-12-28"
    #expect(client.get(path).rows("/data").count > 50)
    #expect(client.get("/clickmedias/clients/1/scores").status == 200)
  }

  @Test func `stands in for the network`() async throws {
    let client = SandboxClient()
    let transport = SandboxTransport(world: client.world)
    var request = client.request(.get, "/clickmeter/datapoints/count")
    let answer = Answer(try await transport.send(request))
    #expect(answer["/count"] == 29)
    request.maximumAnswer = 3
    await #expect(throws: TransportError.answerTooLarge(limit: 3)) {
      try await transport.send(request)
    }
  }

  @Test func `sends nothing for a cancelled task`() async {
    let client = SandboxClient()
    let transport = SandboxTransport(world: client.world)
    let request = client.request(
      .post, "/klik/api/v1/official-device/send-message", type: "application/json",
      body: #"{"mobile":"919999999999","message":"Hello"}"#)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await transport.send(request)
    }
    await #expect(throws: TransportError.cancelled) { try await task.value }
    #expect(client.world.messages.isEmpty)
  }
}
