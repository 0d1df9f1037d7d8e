import Exchange
import JSON
import TestSupport
import Testing
import Tools

@Suite struct `A tool that waits` {
  private static let started = ProviderResponse(201, #"{"job":{"id":7,"state":"new"}}"#)

  private static func job(_ state: String, _ more: String = "") -> ProviderResponse {
    ProviderResponse(200, #"{"job":{"id":7,"state":"\#(state)"\#(more)}}"#)
  }

  @Test func `answers at once unless it is told to wait`() async throws {
    let workshop = try Workshop(Self.started)
    let answer = try await workshop.call("start_job", ["kind": "big"])
    #expect(answer == ["job": ["id": 7, "state": "new"]])
    #expect(workshop.lines == ["POST /v1/jobs"])
  }

  @Test(arguments: ["done", "done_with_warnings"])
  func `asks until a state ends it well`(state: String) async throws {
    let workshop = try Workshop(Self.started, Self.job("new"), Self.job("busy"), Self.job(state))
    let answer = try await workshop.call("start_job", ["wait_seconds": 60])
    #expect(answer == ["job": ["id": 7, "state": .string(state)]])
    #expect(workshop.lines == ["POST /v1/jobs"] + Array(repeating: "GET /v1/jobs/7", count: 3))
    #expect(workshop.time.slept == [.milliseconds(250), .milliseconds(375)])
  }

  @Test func `fails when a state ends it badly, and says that it was started`() async throws {
    let workshop = try Workshop(Self.started, Self.job("broken", #","why":"No paper.""#))
    let error = await workshop.failure("start_job", ["wait_seconds": 60])
    #expect(error?.code == .rejected)
    #expect(error?.outcome == .accepted)
    #expect(
      error?.message == "Workshop started it (job_id 7), but it ended as broken. No paper.")
  }

  @Test func `answers with the id and how to go on when the wait ends first`() async throws {
    let workshop = try Workshop(Self.started, Self.job("busy"), Self.job("busy"))
    let answer = try await workshop.call("start_job", ["wait_seconds": 0])
    #expect(answer["job"]?["id"] == 7)
    #expect(answer["state"] == "busy")
    #expect(
      answer["message"] == "The job is not done yet. Call start_job again with job_id 7 to get it.")
  }

  @Test func `goes on with what was started before, which is no effect`() async throws {
    let ledger = MemoryLedger()
    let workshop = try Workshop(Self.job("busy"), Self.job("done"), in: .init(ledger: ledger))
    let answer = try await workshop.call("start_job", ["job_id": 7, "wait_seconds": 9])
    #expect(answer["job"]?["state"] == "done")
    #expect(workshop.lines == ["GET /v1/jobs/7", "GET /v1/jobs/7"])
    #expect(ledger.entries.isEmpty)
  }

  @Test func `finds what it waits for in a list, with what the start gave it`() async throws {
    let workshop = try Workshop(
      ProviderResponse(201, #"{"id":3,"token":"t 1"}"#), ProviderResponse(404, #"{"error":"No."}"#),
      ProviderResponse(200, #"{"prints":[{"id":2}]}"#),
      ProviderResponse(200, #"{"prints":[{"id":2},{"id":"3","pages":4}]}"#))
    let answer = try await workshop.call("order_print", ["shelf": "a/b", "wait_seconds": 9])
    #expect(answer == ["prints": ["id": "3", "pages": 4]])
    #expect(workshop.lines.last == "GET /v1/shelves/a%2Fb/prints?token=t%201")
  }

  @Test func `says in the manifest's words how to go on`() async throws {
    let workshop = try Workshop(
      ProviderResponse(201, #"{"id":3,"token":"t"}"#), ProviderResponse(200, #"{"prints":[]}"#))
    let answer = try await workshop.call("order_print", ["shelf": "top", "wait_seconds": 0])
    #expect(answer["print_id"] == 3)
    #expect(answer["message"] == "The print is not ready yet. Look at top for 3.")
  }

  @Test func `is the same effect however long it waits`() async throws {
    let ledger = MemoryLedger()
    let workshop = try Workshop(Self.started, in: .init(ledger: ledger))
    _ = try await workshop.call("start_job", ["kind": "big"])
    let error = await workshop.failure("start_job", ["kind": "big", "wait_seconds": 60])
    #expect(error?.code == .conflict)
    #expect(workshop.lines == ["POST /v1/jobs"])
    #expect(ledger.entries.count == 1)
  }

  @Test func `waits for a crawl of the sandbox`() async throws {
    let tool = try #require(try Repository.tool("trigger_crawl"))
    let bench = try ToolBench(tool)
    let begun = try await bench.call(["client_id": 1]).get()
    #expect(begun["data"]?["status"] == "pending")
    let answer = try await bench.call(["client_id": 2, "wait_seconds": 60]).get()
    #expect(answer["data"]?["status"] == "completed")
    #expect(answer["data"]?["client_id"] == 2)
    #expect(
      answer["data"]?["crawl_id"] == begun["data"]?["crawl_id"]?.int.map { .number(.init($0 + 1)) })
  }

  @Test(
    arguments: [
      ("request_audit", ["email": "a@b.example", "website_url": "https://b.example"]),
      ("generate_report", ["client_id": 1]),
    ] as [(String, JSONObject)])
  func `waits for an audit and a report of the sandbox`(
    name: String, arguments: JSONObject
  ) async throws {
    let bench = try ToolBench(try #require(try Repository.tool(name)))
    let answer = try await bench.call(arguments.merging(["wait_seconds": 60])).get()
    #expect(answer["message"] == nil)
    #expect(answer["data"]?["results"] != nil || answer["data"]?["pdf_url"] != nil)
  }
}
