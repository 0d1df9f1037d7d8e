import Exchange
import HTTPTypes
import JSON
import Testing

@testable import Sandbox

/// B.12: what a file keeps of the sandbox.
@Suite struct `A recorded sandbox` {
  private static let start = Timestamp(parsing: SandboxClient.now)!

  /// What changes something in four services, over an hour: things made, changed, removed and read on.
  private static let changes: [ProviderRequest] = {
    let client = SandboxClient()
    func form(_ method: HTTPRequest.Method, _ path: String, _ body: String) -> ProviderRequest {
      client.request(
        method, path, type: "application/x-www-form-urlencoded", body: body)
    }
    func json(_ path: String, _ body: String) -> ProviderRequest {
      client.request(.post, path, type: "application/json", body: body)
    }
    return [
      form(.post, "/clickmagick/campaigns/projects", "name=Łódź+Tides"),
      form(.post, "/clickmagick/campaigns/projects", "name=Gone"),
      client.request(.delete, "/clickmagick/campaigns/projects/29813"),
      form(.post, "/clickmagick/campaigns/projects", "name=Later"),
      form(.post, "/clickmagick/links/stats", "id=1"),
      json(
        "/clickmedias/clients", #"{"company_name":"Nul\u0000","website_url":"https://a.example"}"#),
      json("/clickmedias/crawls", #"{"client_id":1}"#),
      client.request(.get, "/clickmedias/crawls?client_id=1"),
      client.request(.get, "/clickmedias/crawls?client_id=1"),
      json("/clickmedias/clients/1/content", #"{"type":"blog"}"#),
      json("/clickmedias/audits", #"{"email":"a@b.example","website_url":"https://a.example"}"#),
      json("/clickmedias/webhooks", #"{"url":"https://hooks.example"}"#),
      json("/clickmedias/clients/1/reports/generate", "{}"),
      json(
        "/klik/api/v1/official-device/send-message",
        #"{"mobile":"919999999999","message":"Hello"}"#),
      json("/clickmeter/tags", #"{"name":"spring"}"#),
      json("/clickmeter/groups", #"{"name":"Spring"}"#),
      // Refused, each in its own way.
      form(.post, "/clickmagick/campaigns/projects", ""),
      json("/clickmeter/tags", "no JSON"),
    ]
  }()

  private static let readings =
    `The sandbox`.paths.filter { $0 != "/clickmedias/crawls" } + [
      "/clickmedias/clients/1/content", "/clickmagick/campaigns/projects/29812", "/clickmeter/tags",
      "/clickmedias/crawls",
    ]

  /// A world after all changes, a minute or a few between them, and the lines that tell of it.
  private func told() throws -> (world: RecordedWorld, lines: [[UInt8]], bodies: [[UInt8]]) {
    var (world, first) = RecordedWorld.begin(at: Self.start)
    var (lines, bodies) = ([first.serialized()], [[UInt8]]())
    for (index, request) in Self.changes.enumerated() {
      let (response, line) = world.answer(request, at: Self.start.adding(seconds: index * 200))
      lines.append(try #require(line, "\(request)").serialized())
      bodies.append(response.body)
    }
    return (world, lines, bodies)
  }

  private func retold(_ lines: [[UInt8]]) throws -> RecordedWorld {
    var world = try RecordedWorld(parsing: #require(lines.first))
    for line in lines.dropFirst() { try world.replay(line) }
    return world
  }

  @Test func `is told again with the same ids and the same answers`() throws {
    var (world, lines, _) = try told()
    var again = try retold(lines)
    #expect(again.latest == world.latest)
    let now = world.latest.adding(seconds: 40)
    for path in Self.readings {
      let request = SandboxClient().request(.get, path)
      let (first, second) = (world.answer(request, at: now), again.answer(request, at: now))
      #expect(first.response.body == second.response.body, "\(path)")
      #expect(first.response.head == second.response.head, "\(path)")
    }
    // What is made from here on gets the same ids too.
    for request in Self.changes {
      #expect(
        world.answer(request, at: now).response.body
          == again.answer(request, at: now).response.body)
    }
  }

  @Test func `answers as one that nobody records`() throws {
    let clock = TestClock()
    let plain = SandboxClient(clock: clock).world
    let bodies = try told().bodies
    for (request, body) in zip(Self.changes, bodies) {
      #expect(plain.answer(request).body == body, "\(request)")
      clock.advance(seconds: 200)
    }
  }

  @Test func `has no line for what changes nothing`() {
    var (world, _) = RecordedWorld.begin(at: Self.start)
    let client = SandboxClient()
    let requests =
      `The sandbox`.paths.filter { $0 != "/clickmedias/crawls" }.map { client.request(.get, $0) }
      + [
        client.request(.get, "/elsewhere"), client.request(.delete, "/hienergy/api/v1/clicks"),
        client.with(key: "invalid").request(.post, "/clickmeter/tags"),
        client.with(key: "").request(.post, "/clickmeter/tags"),
      ]
    for request in requests { #expect(world.answer(request, at: Self.start).line == nil) }
    #expect(world.latest == Self.start)
  }

  /// In a file each process can be read at any time, so a reading must not count.
  @Test func `doesn't depend on when it is read`() throws {
    var (world, lines, _) = try told()
    let reading = SandboxClient().request(.get, "/clickmedias/clients/1/reports")
    _ = world.answer(reading, at: world.latest.adding(seconds: 100 * 86_400))
    var again = try retold(lines)
    let crawls = SandboxClient().request(.get, "/clickmedias/crawls")
    #expect(
      world.answer(crawls, at: world.latest).response.body
        == again.answer(crawls, at: again.latest).response.body)
  }

  @Test func `never goes back in time`() throws {
    var (world, _, _) = try told()
    let request = SandboxClient().request(
      .post, "/clickmedias/crawls", type: "application/json", body: #"{"client_id":2}"#)
    let latest = world.latest
    let line = try #require(world.answer(request, at: latest.adding(seconds: -500)).line)
    #expect(line["at"]?.string == latest.description)
  }

  private static let keys = ["ordinary-s3cr3t", "my-admin-s3cr3t", "invalid-s3cr3t", ""]

  @Test(arguments: keys) func `holds no key, and lets the same callers do the same`(key: String) {
    let (plain, start) = (SandboxClient().world, Self.start)
    var (world, _) = RecordedWorld.begin(at: start)
    let client = SandboxClient().with(key: key)
    var requests = ["clickmagick/campaigns/projects", "klik/api/v1/official-device/send-message"]
      .map { client.request(.post, "/" + $0, type: "application/json", body: "{}") }
    requests += [
      client.with(key: "").request(
        .post, "/clickmeter/tags?x=1&authKey=\(key)&%61uthKey=\(key)", type: "application/json",
        body: #"{"name":"spring"}"#),
      client.request(.post, "/clickmedias/crawls?api_key=\(key)", type: "application/json"),
    ]
    // The one operation with a key of its own, in another field.
    var other = client.with(key: "").request(
      .post, "/klik/api/v1/auth-by-email", type: "application/json",
      body: #"{"email":"a@b.example","name":"A","created_from":"x"}"#)
    for name in ["X-API-KEY", "Cookie", "X-Other"] {
      other.head.headerFields[HTTPField.Name(name)!] = key
    }
    requests.append(other)
    // A listing that only administrators have.
    requests.append(
      client.request(
        .get, "/hienergy/api/v1/clicks?start_date=2026-03-01&end_date=2026-03-01&publisher_id=2"))
    for request in requests {
      let (response, line) = world.answer(request, at: start)
      #expect(response.body == plain.answer(request).body, "\(request)")
      #expect(line?.description.contains("s3cr3t") != true, "\(request)")
    }
  }

  @Test func `holds no password that a token is asked for with`() {
    var (world, _) = RecordedWorld.begin(at: Self.start)
    let (response, line) = world.answer(
      SandboxClient().request(
        .post, "/clickmedias/auth/token", type: "application/json",
        body: #"{"username":"jane","password":"hunter22"}"#), at: Self.start)
    #expect(response.head.status == .ok)
    #expect(line == nil)
  }

  @Test(
    arguments: [
      [0xFF, 0x00, 0x0A], [], Array("{\"name\":\"a\u{2028}\u{0}\n\u{1F600}\"}".utf8),
      Array(#"{"name":"\ud83d"}"#.utf8),
    ] as [[UInt8]])
  func `keeps any body`(body: [UInt8]) throws {
    var (world, first) = RecordedWorld.begin(at: Self.start)
    var request = SandboxClient().request(.post, "/clickmeter/tags", type: "application/json")
    request.body = body
    let line = try #require(world.answer(request, at: Self.start).line).serialized()
    #expect(!line.contains(UInt8(ascii: "\n")))
    var again = try retold([first.serialized(), line])
    let reading = SandboxClient().request(.get, "/clickmeter/tags?_expand=true")
    #expect(
      world.answer(reading, at: Self.start).response.body
        == again.answer(reading, at: Self.start).response.body)
  }

  @Test(
    arguments: [
      ("hello", .foreign), ("", .foreign), ("{}", .foreign),
      (#"{"clickport_sandbox":"1"}"#, .foreign),
      (#"{"clickport_sandbox":2,"more":1}"#, .newer(format: 2)),
      (#"{"clickport_sandbox":0}"#, .damaged),
      (#"{"clickport_sandbox":1,"seed":-1,"start":"2026-01-01T00:00:00Z"}"#, .damaged),
      (#"{"clickport_sandbox":1,"seed":1,"start":"yesterday"}"#, .damaged),
    ] as [(String, RecordedWorld.Fault)])
  func `begins with its own first line only`(line: String, fault: RecordedWorld.Fault) {
    #expect(throws: fault) { try RecordedWorld(parsing: Array(line.utf8)) }
  }

  @Test func `refuses a line that is damaged, out of turn or answered otherwise`() throws {
    let (_, lines, _) = try told()
    let second = String(decoding: lines[1], as: UTF8.self)
    func fault(_ line: String, after count: Int = 1) -> RecordedWorld.Fault? {
      do throws(RecordedWorld.Fault) {
        var world = try RecordedWorld(parsing: lines[0])
        for line in lines[1..<count] { try world.replay(line) }
        try world.replay(Array(line.utf8))
        return nil
      } catch {
        return error
      }
    }
    #expect(fault(second) == nil)
    for (old, new) in [
      (#""at""#, #""on""#), ("POST", "PO ST"), (#""status":200"#, #""status":"200""#),
      (#""body""#, #""text""#), (#""body":""#, #""bytes":[256],"x":""#),
      ("X-Api-Key", "X Api Key"), ("x-apikey", "x apikey"),
    ] where second.contains(old) {
      #expect(fault(second.replacing(old, with: new)) == .damaged, "\(old)")
    }
    #expect(fault(String(second.dropLast())) == .damaged)
    #expect(fault(second, after: 3) == .damaged, "time never goes back")
    let otherwise = second.replacing(#""status":200"#, with: #""status":201"#)
    #expect(fault(otherwise) == .otherwise(was: 201, now: 200))
  }

  @Test func `tells a torn line from a whole one and from something else`() throws {
    let (_, lines, _) = try told()
    for (index, line) in lines.prefix(2).enumerated() {
      let isFirst = index == 0
      #expect(!RecordedWorld.isTorn(line, isFirst: isFirst))
      for count in (isFirst ? 21 : 1)..<line.count {
        #expect(RecordedWorld.isTorn(Array(line.prefix(count)), isFirst: isFirst))
      }
      #expect(!RecordedWorld.isTorn(Array("hello".utf8), isFirst: isFirst))
    }
    // So little could be anybody's.
    #expect(!RecordedWorld.isTorn(Array("{".utf8), isFirst: true))
  }
}
