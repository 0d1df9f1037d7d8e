import Exchange
import Foundation
import HTTPTypes
import JSON
import Sandbox
import Synchronization
import TestSupport
import Testing

@testable import Host
@testable import clickport

/// B.12: `--sandbox-state`, a sandbox that outlives its process.
@Suite(.timeLimit(.minutes(10))) struct `A sandbox with a file` {
  private let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl").path

  private func remove() { try? FileManager.default.removeItem(atPath: path) }

  private var content: String {
    get throws { try String(contentsOfFile: path, encoding: .utf8) }
  }

  private func write(_ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private func append(_ text: String) throws { try write(content + text) }

  private var lineCount: Int { get throws { try content.count { $0 == "\n" } } }

  /// One process, one call.
  private func call(
    _ arguments: [String], _ environment: [String: String] = [:], options: [String]? = nil
  ) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(
      ["call"] + arguments + (options ?? ["--sandbox", "--sandbox-state", path]),
      environment: environment)
  }

  private func answer(_ arguments: [String]) async throws -> JSONValue {
    let outcome = try await call(arguments)
    #expect(outcome.errors == "")
    return try JSONValue(parsing: #require(outcome.lines.first, "\(outcome)"))
  }

  private func projects() async throws -> [String?] {
    let answer = try await answer(["list_projects", "search=tide"])
    return (answer["projects"]?.array ?? []).map { $0["name"]?.string }
  }

  @Test func `shows one call what an earlier one made`() async throws {
    defer { remove() }
    let first = try await answer(["create_project", "name=Tide 1"])
    let second = try await answer(["create_project", "name=Tide 2"])
    #expect(try second["id"]?.int == #require(first["id"]?.int) + 1)
    #expect(try await projects() == ["Tide 1", "Tide 2"])
    // Reading leaves nothing behind.
    #expect(try lineCount == 3)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    // Without the file there is nothing of it.
    let other = try await call(["list_projects", "search=tide"], options: ["--sandbox"])
    #expect(try JSONValue(parsing: #require(other.lines.first))["projects"] == [])
  }

  @Test func `goes on with a report that another call began`() async throws {
    defer { remove() }
    let begun = try await answer(["trigger_crawl", "client_id=1"])
    var states: [String?] = []
    for _ in 1...3 {
      let crawls = try await answer(["list_crawls", "client_id=1"])
      #expect(crawls["data"]?.array?.first?["crawl_id"] == begun["data"]?["crawl_id"])
      states.append(crawls["data"]?.array?.first?["status"]?.string)
    }
    #expect(states == ["pending", "processing", "completed"])
  }

  @Test func `is one for two processes at once`() async throws {
    defer { remove() }
    let clients = try (0..<2).map { _ in
      try ToolClient(["serve", "--sandbox", "--sandbox-state", path])
    }
    let ids = await withTaskGroup(of: Int?.self) { group in
      for number in 0..<100 {
        group.addTask {
          let answer = await clients[number % 2].call(
            "create_project", ["name": .string("Tide \(number)")])
          return answer?.isError == false ? answer?.answer["id"]?.int : nil
        }
      }
      return await group.reduce(into: [Int?]()) { $0.append($1) }.compactMap { $0 }
    }
    #expect(ids.count == 100)
    #expect(Set(ids).count == 100)
    for client in clients {
      let answer = await client.call("list_projects", ["search": "tide"])
      #expect(answer?.answer["projects"]?.array?.count == 100)
      client.process.closeInput()
      #expect(await client.process.exitStatus() == 0)
      #expect(client.process.errorOutput == "")
    }
    #expect(try lineCount == 101)
  }

  @Test func `keeps all that a killed process has told of`() async throws {
    defer { remove() }
    var told: [String] = []
    for round in 0..<5 {
      let client = try ToolClient(["serve", "--sandbox", "--sandbox-state", path])
      told += await withTaskGroup(of: String?.self) { group in
        for number in 0..<20 {
          let name = "Tide \(round) \(number)"
          group.addTask {
            let answer = await client.call("create_project", ["name": .string(name)])
            // In the middle of the others.
            if number == round * 4 { client.process.signal(SIGKILL) }
            return answer?.isError == false ? name : nil
          }
        }
        return await group.reduce(into: [String?]()) { $0.append($1) }.compactMap { $0 }
      }
      #expect(await client.process.exitStatus() == -SIGKILL)
    }
    #expect(!told.isEmpty)
    let kept = try await projects()
    #expect(Set(told).isSubset(of: Set(kept.compactMap { $0 })))
  }

  @Test(arguments: [1, 5, 6, 40]) func `cuts a torn line off, and says so`(length: Int) async throws
  {
    defer { remove() }
    _ = try await answer(["create_project", "name=Tide"])
    let whole = try content
    let line = try #require(whole.split(separator: "\n").last)
    try append(String(line.prefix(length)))
    let outcome = try await call(["list_projects", "search=tide"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("\(path): its last line was torn"), "\(outcome.errors)")
    #expect(try content == whole)
  }

  @Test func `takes a line as whole when only its line feed is missing`() async throws {
    defer { remove() }
    _ = try await answer(["create_project", "name=Tide"])
    let whole = try content
    try write(String(whole.dropLast()))
    #expect(try await projects() == ["Tide"])
    #expect(try content == whole)
  }

  @Test func `begins in an empty file, and again behind a torn beginning`() async throws {
    defer { remove() }
    for beginning in ["", #"{"clickport_sandbox":1,"se"#] {
      try write(beginning)
      #expect(try await call(["create_project", "name=Tide"]).status == 0)
      #expect(try await projects() == ["Tide"])
    }
  }

  @Test(arguments: [
    ("hello", "holds something else: name another file"),
    ("hello\n", "holds something else: name another file"), ("{", "holds something else"),
    ("\n", "holds something else"), ("[1]\n", "holds something else"),
    (#"{"seq":1,"event":"started"}"# + "\n", "holds something else"),
    (#"{"clickport_sandbox":2}"# + "\n", "was written by a newer clickport"),
    (#"{"clickport_sandbox":1,"seed":"x"}"# + "\n", "is damaged in line 1"),
    (Self.beginning + "hello\n", "is damaged in line 2"),
    (Self.beginning + "hello", "is damaged in line 2"),
    (Self.beginning + "\n", "is damaged in line 2"),
    (Self.beginning + Self.change(status: 201) + "\n", "line 2 was answered with 201"),
    (Self.beginning + Self.change() + "\n" + #"{"at":"x","# + "\n", "is damaged in line 3"),
  ])
  func `is no file that holds something else, and leaves it as it is`(
    text: String, reason: String
  ) async throws {
    defer { remove() }
    try write(text)
    let outcome = try await call(["list_projects"])
    #expect(outcome.status == 64)
    #expect(outcome.lines == [])
    #expect(outcome.errors.contains("the sandbox's state \(path)"), "\(outcome.errors)")
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(try content == text)
  }

  private static let beginning =
    #"{"clickport_sandbox":1,"seed":20260301,"start":"2026-04-15T12:00:00Z"}"# + "\n"

  private static func change(at instant: String = "2026-04-15T12:00:00Z", status: Int = 200)
    -> String
  {
    #"{"at":"\#(instant)","method":"POST","path":"/clickmagick/campaigns/projects","#
      + #""headers":{"Content-Type":"application/x-www-form-urlencoded","X-APIKEY":"admin"},"#
      + #""body":"name=Tide","status":\#(status)}"#
  }

  @Test(arguments: [
    ("/nowhere/state.jsonl", "can't be made: make its directory first"),
    ("/", "can't be opened: Is a directory"),
    ("/dev/null", "is not a plain file: name another one"),
  ])
  func `must have a place where it can be`(file: String, reason: String) async throws {
    let outcome = try await call(
      ["list_projects"], options: ["--sandbox", "--sandbox-state", file])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("the sandbox's state \(file) \(reason)"), "\(outcome.errors)")
  }

  @Test func `needs a sandbox, named by the option or by the variable`() async throws {
    defer { remove() }
    let optional = try await call(["list_projects"], options: ["--sandbox-state", path])
    #expect(optional.status == 64)
    #expect(optional.errors.contains("--sandbox-state needs --sandbox"))
    let variables = ["CLICKPORT_SANDBOX_STATE": path]
    let variable = try await call(["list_projects"], variables, options: [])
    #expect(variable.status == 64)
    #expect(variable.errors.contains("CLICKPORT_SANDBOX_STATE needs --sandbox"))
    let unnamed = try await call(["list_projects"], options: ["--sandbox", "--sandbox-state", ""])
    #expect(unnamed.errors.contains("--sandbox-state must name a file"))
    #expect(!FileManager.default.fileExists(atPath: path))
    let made = try await call(["create_project", "name=Tide"], variables, options: ["--sandbox"])
    #expect(made.status == 0)
    #expect(try await projects() == ["Tide"])
  }

  @Test func `has a time that goes on and never back`() async throws {
    defer { remove() }
    func list(_ time: String) async throws -> ServerProcess.Outcome {
      try await call(
        ["list_crawls", "client_id=1"],
        options: ["--sandbox", "--sandbox-state", path, "--sandbox-time", time])
    }
    try write(Self.beginning)
    let crawl = try await call(
      ["trigger_crawl", "client_id=1"],
      options: [
        "--sandbox", "--sandbox-state", path, "--sandbox-time", "2026-04-15T13:00:00Z",
      ])
    #expect(crawl.status == 0)
    // What was done keeps its instant, and what the clock makes due follows from it.
    let later = try await list("2026-04-16T00:00:00Z")
    let row = try JSONValue(parsing: #require(later.lines.first))["data"]?.array?.first
    #expect(row?["created_at"] == "2026-04-15 13:00:00")
    #expect(row?["completed_at"] == "2026-04-15 13:10:00")
    for earlier in ["2026-04-15T23:59:59Z", "2026-04-15T11:00:00Z"] {
      let refused = try await list(earlier)
      #expect(refused.status == 64)
      #expect(
        refused.errors.contains(
          "was last changed at 2026-04-16T00:00:00Z, and its time never goes back: "
            + "give --sandbox-time 2026-04-16T00:00:00Z or a later one"), "\(refused.errors)")
    }
    #expect(try await list("2026-04-16T00:00:00Z").status == 0)
  }

  @Test func `plays faults over what it keeps`() async throws {
    defer { remove() }
    let options = ["--sandbox", "--sandbox-state", path]
    let lost = try await call(
      ["create_project", "name=Tide"], options: options + ["--faults", "rate=1 kinds=reset_after"])
    #expect(lost.status == 5)
    #expect(try await projects() == ["Tide"])
  }

  @Test func `does nothing that it can't keep, where the disk is full`() async throws {
    defer { remove() }
    _ = try await answer(["create_project", "name=Tide"])
    let whole = try content
    let process = try ServerProcess(
      [
        "-c", #"ulimit -f 1; exec "$0" "$@""#, ServerProcess.binary.path, "call", "send_message",
        "mobile=919999999999", "message=\(String(repeating: "long ", count: 300))", "--sandbox",
        "--sandbox-state", path,
      ], program: URL(filePath: "/bin/sh"))
    let error = try JSONValue(parsing: #require(await process.nextLine()))
    #expect(await process.exitStatus() == 5)
    #expect(error["outcome"] == "not_sent")
    #expect(error["message"]?.string?.contains("the disk may be full") == true, "\(error)")
    #expect(try content == whole)
  }

  // MARK: Within a process

  private static let reading = request(.get, "/clickmagick/campaigns/projects?search=tide")
  private static let creation = request(
    .post, "/clickmagick/campaigns/projects", body: "name=Tide")

  private static func request(
    _ method: HTTPRequest.Method, _ path: String, body: String = ""
  ) -> ProviderRequest {
    var head = HTTPRequest(method: method, scheme: nil, authority: nil, path: path)
    head.headerFields[.contentType] = "application/x-www-form-urlencoded"
    head.headerFields[HTTPField.Name("X-APIKEY")!] = "any"
    return ProviderRequest(head: head, body: Array(body.utf8), timeLimit: .seconds(3))
  }

  private func file(_ time: TimeSource = .continuous()) throws -> SandboxStateFile {
    try SandboxStateFile(path, at: SandboxedTools.now, time: time) { _ in }
  }

  private func names(_ file: SandboxStateFile) async throws -> [String?] {
    let body = try await file.send(Self.reading).body
    return (try JSONValue(parsing: body)["projects"]?.array ?? []).map { $0["name"]?.string }
  }

  @Test func `follows a file that is put in its place, and begins again without one`() async throws
  {
    defer { remove() }
    let file = try file()
    _ = try await file.send(Self.creation)
    #expect(try await names(file) == ["Tide"])
    let kept = try content
    remove()
    #expect(try await names(file) == [])
    try write(kept.replacing("name=Tide", with: "name=Tides"))
    #expect(try await names(file) == ["Tides"])
  }

  @Test func `refuses while it is damaged, and goes on once it is put right`() async throws {
    defer { remove() }
    let file = try file()
    _ = try await file.send(Self.creation)
    let kept = try content
    try append("hello\n")
    let reason =
      "the sandbox's state \(path) is damaged in line 3: put a copy in its place, or name another file"
    for request in [Self.reading, Self.creation] {
      await #expect(throws: TransportError.misconfigured(reason: reason)) {
        try await file.send(request)
      }
    }
    try write(kept)
    #expect(try await names(file) == ["Tide"])
  }

  @Test func `waits for another process no longer than the request may take`() async throws {
    defer { remove() }
    let now = Mutex(Duration.zero)
    let time = TimeSource(
      now: { now.withLock { $0 } }, sleep: { pause in now.withLock { $0 += pause } })
    let file = try file(time)
    let other = open(path, O_RDWR | O_CLOEXEC)
    #expect(flock(other, LOCK_EX) == 0)
    let busy = TransportError.notConnected(
      reason: "another process keeps the sandbox's state locked")
    await #expect(throws: busy) { try await file.send(Self.creation) }
    #expect(now.withLock { $0 } >= .seconds(3))
    // It can be opened meanwhile.
    _ = try self.file()
    close(other)
    #expect(try await names(file) == [])
  }

  @Test func `does nothing for a cancelled task`() async throws {
    defer { remove() }
    let file = try file()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await file.send(Self.creation)
    }
    await #expect(throws: TransportError.cancelled) { try await task.value }
    #expect(try lineCount == 1)
  }
}
