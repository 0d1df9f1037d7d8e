import JSON
import TestSupport
import Testing
import Tools

/// How far a question may go, and how it is ended.
struct QueryLimitTests {
  private func warehouse(
    _ paging: PagingDescriptor.Kind = .offset, cap: Int? = nil
  ) -> Warehouse {
    var generator = SeededGenerator(seed: 4)
    var warehouse = Warehouse()
    (warehouse.paging, warehouse.cap) = (paging, cap)
    warehouse.stock = Warehouse.stock(200, &generator)
    return warehouse
  }

  private let question: JSONObject = [
    "tool": "list_stock", "range": "2026-02-20..2026-04-16", "measures": ["count()"],
  ]

  @Test func `says how many requests it takes before a second one is made`() async throws {
    let bench = try warehouse().bench()
    let failure = await bench.failure(question.merging(["max_requests": 19]))
    #expect(bench.transport.paths.count == 1)
    #expect(failure?.problems.map(\.argument) == ["max_requests"])
    #expect(failure?.problems.first?.problem.contains("about 20 requests, and 19") == true)
    let answer = try await bench.ask(question.merging(["max_requests": 20]))
    #expect(answer.rows == [[200]])
    #expect(answer.isComplete == true)
  }

  @Test func `is bounded by what the operator says, until more is asked for`() async throws {
    let bench = try warehouse(cap: 7).bench(mostRequests: 12)
    let failure = await bench.failure(question)
    #expect(bench.transport.paths.count == 1)
    #expect(failure?.problems.map(\.argument) == ["max_requests"])
    let answer = try await bench.ask(question.merging(["max_requests": 60]))
    #expect(answer.rows == [[200]])
  }

  @Test func `counts a request for each span of days`() async throws {
    let bench = try warehouse(cap: 1).bench()
    let failure = await bench.failure(
      question.merging(["max_requests": 30, "max_rows": 20]))
    #expect(failure?.problems.first?.problem.contains("about 56 requests, and 30") == true)
  }

  @Test func `names spans that are missing one after the other as one`() async throws {
    let bench = try warehouse(cap: 1).bench()
    let answer = try await bench.ask(question.merging(["max_requests": 60, "max_rows": 20]))
    #expect(answer.isComplete == false)
    #expect(answer.missing.count <= 6)
  }

  @Test func `stops where nobody could tell how many it takes`() async throws {
    var warehouse = warehouse(.cursor)
    warehouse.tellsTotal = false
    let bench = try warehouse.bench()
    let answer = try await bench.ask(question.merging(["max_requests": 5]))
    #expect(bench.transport.paths.count == 5)
    #expect(answer.rows == [[50]])
    #expect(answer.isComplete == false)
    #expect(answer["error"]?["message"]?.string?.contains("max_requests") == true)
    #expect(answer.missing.first?["page"] == 6)
    #expect(answer.missing.first?["and_after"] == true)
  }

  @Test(arguments: [1, 15, 30, 199])
  func `reads no more rows than it may`(rows: Int) async throws {
    let bench = try warehouse().bench()
    let answer = try await bench.ask(question.merging(["max_rows": .integer(rows)]))
    #expect(answer.rowsRead == rows)
    #expect(answer.isComplete == false)
    #expect(answer["error"]?["message"]?.string?.contains("max_rows") == true)
    #expect(bench.transport.paths.count <= rows / 10 + 4)
  }

  @Test func `needs no more requests than it may read rows`() async throws {
    let bench = try warehouse().bench()
    let answer = try await bench.ask(question.merging(["max_rows": 40, "max_requests": 8]))
    #expect(answer.rowsRead == 40)
    #expect(bench.transport.paths.count <= 8)
  }

  @Test func `cuts the days that it reads beside those asked for, few as its rows may be`()
    async throws
  {
    var warehouse = warehouse()
    warehouse.pageSize = 500
    let answer = try await warehouse.bench().ask(
      question.merging([
        "range": "2026-03-08", "time_zone": "America/New_York", "max_rows": 3, "measures": [],
        "fields": ["id"],
      ]))
    let days = try #require(CalendarDate(parsing: "2026-03-08"))
    for id in answer.firstCells.compactMap(\.int) {
      #expect(KnownZone.newYork.day(of: warehouse.stock[id].seconds) == days)
    }
  }

  /// The first page comes, the four after it never do.
  @Test(arguments: [0, 1, 3])
  func `ends at once when it is cancelled`(answers: Int) async throws {
    let stalling = StallingTransport(WarehouseService(warehouse()), after: answers)
    let bench = try QueryBench(warehouse().manifest(), over: stalling)
    let question = question
    let call = Task { try await bench.outcome(question) }
    let waiting = answers == 0 ? 1 : 4
    await stalling.gate.waitForArrivals(waiting)
    #expect(bench.transport.running == waiting)
    call.cancel()
    if case .success = try? await call.value { Issue.record("It was answered.") }
    #expect(bench.transport.running == 0)
    #expect(bench.transport.paths.count == answers + waiting)
  }

  @Test func `ends a pause when it is cancelled`() async throws {
    let time = ManualTime(isCancelled: true)
    let stalling = FailingTransport()
    let bench = try QueryBench(warehouse().manifest(), over: stalling, time: time)
    let outcome = try await bench.outcome(question)
    guard case .failure(let error) = outcome else {
      Issue.record("It was answered.")
      return
    }
    #expect(error.code == .cancelled)
    #expect(bench.transport.paths.count == 1)
  }

  @Test(arguments: [PagingDescriptor.Kind.page, .offset, .cursor])
  func `refuses to be told which page`(kind: PagingDescriptor.Kind) async throws {
    let bench = try warehouse(kind).bench()
    let place: JSONValue = kind == .cursor ? "3" : 3
    let failure = await bench.failure(question.merging(["arguments": ["place": place]]))
    #expect(failure?.problems.map(\.argument) == ["arguments/place"])
    #expect(bench.transport.paths == [])
  }

  @Test(arguments: [Warehouse.Quirk.ignoresPage, .shrinks(after: 3)])
  func `says what a service does wrong`(quirk: Warehouse.Quirk) async throws {
    var warehouse = warehouse()
    warehouse.quirk = quirk
    let bench = try warehouse.bench()
    let answer = try await bench.ask(question)
    #expect(answer.isComplete == false)
    #expect(answer["error"]?["code"] == "bad_answer")
    #expect(bench.transport.paths.count <= 20)
    if quirk == .ignoresPage {
      #expect(answer.rows == [[10]])
      #expect(bench.transport.paths.count <= 5)
    }
  }
}
