import JSON
import TestSupport
import Testing
import Tools

/// A listing of a service that an overlay adds, asked about in every way; what is expected is added
/// up here.
struct WarehouseTests {
  private typealias Item = Warehouse.Item

  private static let all: JSONObject = ["limit": 100_000, "budget_tokens": 100_000]

  private func question(_ days: ClosedRange<CalendarDate>, _ more: JSONObject) -> JSONObject {
    let range = "\(days.lowerBound)..\(days.upperBound)"
    let question: JSONObject = ["tool": "list_stock", "range": .string(range)]
    return question.merging(Self.all).merging(more)
  }

  private func randomDays(_ generator: inout SeededGenerator) -> ClosedRange<CalendarDate> {
    let start = generator.index(below: Warehouse.days)
    let first = Warehouse.firstDay.adding(days: start - 2)
    return first...first.adding(days: generator.index(below: Warehouse.days - start + 3))
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `is read to its end, in the service's order`(seed: UInt64) async throws {
    let warehouse = Warehouse(seed: seed)
    var generator = SeededGenerator(seed: seed)
    let days = randomDays(&generator)
    let bench = try warehouse.bench()
    let answer = try await bench.ask(question(days, ["fields": ["id"]]))
    let wanted = warehouse.sorted(warehouse.stock.filter { days.contains(warehouse.day(of: $0)) })
    #expect(answer.firstCells.compactMap(\.int) == wanted.map(\.id), "\(warehouse)")
    #expect(answer.isComplete == true)
    #expect(answer.rowsRead == wanted.count)
    #expect(answer.requests == bench.transport.paths.count)
    #expect(bench.transport.mostRunning <= 4)
    let read = answer["read"]?.object
    let seen = wanted.map { warehouse.day(of: $0) }
    #expect(read?["first_day"]?.string == seen.min()?.description)
    #expect(read?["last_day"]?.string == seen.max()?.description)
  }

  @Test(arguments: 100..<140 as Range<UInt64>)
  func `is added up by group as its rows are`(seed: UInt64) async throws {
    let warehouse = Warehouse(seed: seed)
    var generator = SeededGenerator(seed: seed)
    let days = randomDays(&generator)
    let answer = try await warehouse.bench().ask(
      question(
        days,
        [
          "group_by": ["kind", "at:month"], "where": ["amount > 3"],
          "measures": ["sum(amount)", "count()", "max(amount)"],
        ]))
    var sums: [[String]: [Int]] = [:]
    for item in warehouse.stock where item.amount > 3 && days.contains(warehouse.day(of: item)) {
      let month = String(warehouse.day(of: item).description.prefix(7))
      let old = sums[[item.kind, month]] ?? [0, 0, 0]
      sums[[item.kind, month]] = [
        old[0] + item.amount, old[1] + 1, max(old[2], item.amount),
      ]
    }
    var answered: [[String]: [Int]] = [:]
    for row in answer.rows {
      answered[row.prefix(2).compactMap(\.string)] = row.dropFirst(2).compactMap(\.int)
    }
    #expect(answered == sums, "\(warehouse)")
    #expect(answer.rows.count == sums.count)
    let total = sums.values.map { $0[0] }.reduce(0, +)
    #expect(sums.isEmpty || answer["totals"]?["sum(amount)"]?.int == total)
  }

  private static let otherDays: [(KnownZone, KnownZone, UInt64)] = KnownZone.all.flatMap { asked in
    [KnownZone.utc, .newYork].flatMap { own in (0..<3).map { (asked, own, $0) } }
  }.filter { $0.0.name != $0.1.name }

  @Test(arguments: otherDays)
  func `of other days is cut to those that were asked for`(
    asked: KnownZone, own: KnownZone, seed: UInt64
  ) async throws {
    var warehouse = Warehouse(seed: seed * 31 + UInt64(asked.offset + 60_000))
    (warehouse.takesInstants, warehouse.tellsInstants, warehouse.zone) = (false, true, own)
    var generator = SeededGenerator(seed: seed)
    warehouse.stock = Warehouse.stock(90, &generator)
    let days = randomDays(&generator)
    try await check(warehouse, days, in: asked)
    let change = (Timestamp(parsing: asked.change) ?? SandboxedTools.now).secondsSince1970
    let changing = asked.day(of: change)
    try await check(warehouse, changing...changing, in: asked)
  }

  private func check(
    _ warehouse: Warehouse, _ days: ClosedRange<CalendarDate>, in zone: KnownZone
  ) async throws {
    let answer = try await warehouse.bench().ask(
      question(days, ["fields": ["id"], "time_zone": .string(zone.name)]))
    let wanted = warehouse.stock.filter { days.contains(zone.day(of: $0.seconds)) }
    #expect(
      answer.firstCells.compactMap(\.int) == warehouse.sorted(wanted).map(\.id),
      "\(warehouse) \(days)")
    #expect(answer.isComplete == true)
    #expect(answer.rowsRead == wanted.count)
  }

  /// One item, in the question's day and in each of the service's days that touch it.
  @Test(arguments: [-13, -2, 5, 13], [true, false])
  func `of other days is found where the service's own day is empty`(
    hour: Int, isNewestFirst: Bool
  ) async throws {
    let day = Warehouse.firstDay.adding(days: 10)
    let zone: KnownZone = hour < 0 ? .auckland : .pagoPago
    var warehouse = Warehouse()
    warehouse.isNewestFirst = isNewestFirst
    let start = day.daysSince1970 * 86_400 - zone.offset
    warehouse.stock = [
      Item(id: 0, seconds: start + (hour + 24) % 24 * 3600 + 1, kind: "a", amount: 1)
    ]
    try await check(warehouse, day...day, in: zone)
    try await check(warehouse, day.adding(days: 1)...day.adding(days: 3), in: zone)
  }

  @Test(arguments: [true, false])
  func `that tells only its own days is not cut`(writesMidnights: Bool) async throws {
    var generator = SeededGenerator(seed: 3)
    var warehouse = Warehouse()
    (warehouse.tellsInstants, warehouse.writesMidnights) = (false, writesMidnights)
    warehouse.stock = Warehouse.stock(80, &generator)
    let days = Warehouse.firstDay.adding(days: 5)...Warehouse.firstDay.adding(days: 25)
    let answer = try await warehouse.bench().ask(
      question(days, ["fields": ["id"], "time_zone": "America/New_York"]))
    let wanted = warehouse.stock.filter { days.contains(warehouse.day(of: $0)) }
    #expect(answer.firstCells.compactMap(\.int) == warehouse.sorted(wanted).map(\.id))
    #expect(answer["_notes"]?.array?.contains("The days of list_stock are those of UTC.") == true)
  }

  @Test(arguments: [true, false], [1, 2, 9])
  func `keeps an order that nobody declared`(isNewestFirst: Bool, pageSize: Int) async throws {
    var generator = SeededGenerator(seed: 9)
    var warehouse = Warehouse()
    (warehouse.isNewestFirst, warehouse.declaresOrder) = (isNewestFirst, false)
    (warehouse.pageSize, warehouse.cap) = (pageSize, 9)
    warehouse.stock = Warehouse.stock(60, &generator)
    let days = Warehouse.firstDay...Warehouse.firstDay.adding(days: Warehouse.days)
    let answer = try await warehouse.bench().ask(question(days, ["fields": ["id"]]))
    #expect(
      answer.firstCells.compactMap(\.int) == warehouse.sorted(warehouse.stock).map(\.id))
  }

  @Test func `is one of the product's tools with the overlay alone`() async throws {
    var generator = SeededGenerator(seed: 5)
    var warehouse = Warehouse()
    warehouse.cap = 10
    warehouse.stock = Warehouse.stock(50, &generator)
    let product = try Repository.json("tools-manifest.json")
    let manifest = try Manifest(
      ManifestSource(name: "tools-manifest.json", document: product),
      overlays: [ManifestSource(name: "overlay.json", document: warehouse.overlay)])
    let bench = try QueryBench(manifest, over: WarehouseService(warehouse))
    let days = Warehouse.firstDay...Warehouse.firstDay.adding(days: Warehouse.days)
    let answer = try await bench.ask(question(days, ["measures": ["sum(amount)", "count()"]]))
    let sum = warehouse.stock.map(\.amount).reduce(0, +)
    #expect(answer.rows == [[.integer(sum), 50]])
  }
}
