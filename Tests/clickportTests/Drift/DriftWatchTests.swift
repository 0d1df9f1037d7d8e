import Foundation
import JSON
import Logging
import Synchronization
import TestSupport
import Testing
import Tools

@testable import Host

/// What passes is counted in the state directory, by all processes together.
@Suite struct DriftWatchTests {
  let bench = StateBench()
  private static let day = CalendarDate(daysSince1970: 20_000)

  /// Keeps lines as `level message`.
  private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock(\.self) }

    var logger: Logger {
      var logger = Logger(label: "test") { _ in Handler(lines: self) }
      logger.logLevel = .debug
      return logger
    }

    struct Handler: LogHandler {
      let lines: Lines
      var metadata: Logger.Metadata = [:]
      var logLevel = Logger.Level.debug

      subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
      }

      func log(event: LogEvent) {
        lines.lines.withLock { $0.append("\(event.level) \(event.message)") }
      }
    }
  }

  private static func fields() throws -> Deferred<AnswerFields> {
    let tool = try SmallManifest.tool([
      (
        "/output",
        [
          "type": "object",
          "properties": [
            "data": [
              "type": "array",
              "items": [
                "type": "object",
                "properties": ["id": ["type": "integer"], "count": ["type": "integer"]],
              ],
            ]
          ],
        ]
      ),
      ("/rows", "/data"), ("/measures", ["clicks": "/count"]),
    ])
    return Deferred { AnswerFields(of: tool) }
  }

  private func watch(
    _ lines: Lines = Lines(), on day: CalendarDate = day
  ) -> DriftWatch {
    // Beside all other tests a lock may be waited for.
    DriftWatch(keptIn: SQLiteDrift(in: bench.directory, patience: 120), logger: lines.logger) {
      day
    }
  }

  private func all() async throws -> [DriftFinding] {
    try await SQLiteDrift(in: bench.directory).all().filter { $0.count.count > 0 }
      .sorted { $0.count.pointer.description < $1.count.pointer.description }
  }

  private static let right: JSONObject = ["data": [["id": 1, "count": 2]]]
  private static let fresh: JSONObject = ["data": [["id": 1, "count": 2, "fresh": 1]]]

  @Test func `what is as it should be differs in nothing`() async throws {
    let watch = watch()
    let fields = try Self.fields()
    for _ in 0..<3 {
      watch.passed(Self.right, comparedBy: fields, mayEnd: true)
      await watch.end()
    }
    #expect(try await all().isEmpty)
    // That a field was there is known, so that it can be missed.
    let known = try await SQLiteDrift(in: bench.directory).all().map(\.count)
    #expect(known.map(\.answers) == [3, 3, 3])
    #expect(known.map(\.kind) == [.missing, .missing, .missing])
  }

  @Test func `several processes add up`() async throws {
    let first = watch()
    let fields = try Self.fields()
    for _ in 0..<3 {
      first.passed(Self.fresh, comparedBy: fields, mayEnd: true)
      await first.end()
    }
    let second = watch(on: Self.day.adding(days: 2))
    let others = try Self.fields()
    for answer in [Self.right, ["data": [["id": 1, "count": 2, "fresh": "x"]]]] {
      second.passed(answer, comparedBy: others, mayEnd: true)
      await second.end()
    }
    let found = try await all()
    #expect(found.map(\.count.pointer.description) == ["/data/*/fresh"])
    let finding = try #require(found.first)
    #expect(finding.count.seen == [.integer, .string])
    #expect(finding.count.count == 4)
    #expect(finding.count.answers == 5)
    #expect(finding.firstDay == Self.day)
    #expect(finding.lastDay == Self.day.adding(days: 2))
  }

  @Test func `many at once lose nothing but answers`() async throws {
    await withTaskGroup { group in
      for _ in 0..<4 {
        let watch = watch()
        group.addTask {
          guard let fields = try? Self.fields() else { return }
          for _ in 0..<25 {
            watch.passed(Self.fresh, comparedBy: fields, mayEnd: true)
            await watch.end()
          }
        }
      }
    }
    #expect(try await all().map(\.count.count) == [100])
  }

  @Test func `of a long run of answers a part is looked at`() async throws {
    let clock = Mutex(ContinuousClock.now)
    let watch = DriftWatch(
      keptIn: SQLiteDrift(in: bench.directory, patience: 120), logger: Lines().logger
    ) {
      Self.day
    } now: {
      clock.withLock(\.self)
    }
    let fields = try Self.fields()
    func pass(_ count: Int) async throws -> Int? {
      for _ in 0..<count {
        watch.passed(Self.fresh, comparedBy: fields, mayEnd: true)
        await watch.end()
      }
      return try await all().first?.count.count
    }
    #expect(try await pass(70) == DriftWatch.most)
    clock.withLock { $0 += .seconds(1) }
    #expect(try await pass(70) == DriftWatch.most + 17)
    clock.withLock { $0 += .seconds(60) }
    #expect(try await pass(10) == DriftWatch.most + 27)
  }

  @Test func `how long a field has been gone is known beyond a process`() async throws {
    let without: JSONObject = ["data": [["count": 1]]]
    for (answers, run) in [([without, without], 2), ([without], 3), ([Self.right, without], 1)] {
      let watch = watch()
      let fields = try Self.fields()
      for answer in answers {
        watch.passed(answer, comparedBy: fields, mayEnd: true)
        await watch.end()
      }
      #expect(try await all().map(\.count.run) == [run])
    }
    let counts = try await all().map(\.count)
    #expect(counts.map(\.count) == [4])
    #expect(counts.map(\.answers) == [5])
  }

  @Test func `what the server needs is warned of at once, and once`() async throws {
    let lines = Lines()
    let watch = watch(lines)
    let fields = try Self.fields()
    for _ in 0..<3 {
      watch.passed(["data": [["id": 1]]], comparedBy: fields, mayEnd: true)
      watch.passed(["rows": []], comparedBy: fields, mayEnd: true)
      await watch.end()
    }
    let warnings = lines.all.filter { $0.hasPrefix("warning") }
    #expect(warnings.count == 2)
    #expect(
      warnings.contains {
        $0.contains("answers of get_things lack /data/*/count, its measure clicks")
      })
    #expect(warnings.contains { $0.contains("lack /data, its rows") })
  }

  @Test func `a state that can't be written to is no more than a line at debug`() async throws {
    #expect(FileManager.default.createFile(atPath: bench.directory.path, contents: Data()))
    let lines = Lines()
    let watch = watch(lines)
    watch.passed(Self.fresh, comparedBy: try Self.fields(), mayEnd: true)
    await watch.end()
    #expect(!lines.all.isEmpty)
    let isQuiet = lines.all.allSatisfy {
      $0.hasPrefix("debug what answers were found to be isn't kept")
    }
    #expect(isQuiet)
  }

  @Test func `forgets one tool or all`() async throws {
    let watch = watch()
    watch.passed(Self.fresh, comparedBy: try Self.fields(), mayEnd: true)
    await watch.end()
    let store = SQLiteDrift(in: bench.directory)
    #expect(try await store.forget("another") == 0)
    #expect(try await all().count == 1)
    #expect(try await store.forget("get_things") >= 1)
    #expect(try await all().isEmpty)
    #expect(try await store.forget(nil) == 0)
  }

  @Test func `keeps so many fields of a tool, and for so long`() async throws {
    let store = SQLiteDrift(in: bench.directory)
    func counted(_ names: Range<Int>, of tool: String) -> CountedFields {
      CountedFields(
        tool: tool, answers: 1,
        counts: names.map {
          FieldCount(
            kind: .new, pointer: JSONPointer(tokens: ["f\($0)"]), declared: [], seen: .string,
            count: 1, answers: 1)
        })
    }
    let limit = SQLiteDrift.fieldLimit
    try store.add([counted(0..<limit, of: "many")], on: Self.day)
    try store.add([counted(1..<limit + 20, of: "many")], on: Self.day)
    #expect(try await store.all().count == limit)
    let later = Self.day.adding(days: SQLiteDrift.retention + 1)
    try store.add([counted(0..<1, of: "one")], on: later)
    #expect(try await store.all().map(\.tool) == ["one"])
    #expect(try bench.mode(of: "/drift.sqlite") == 0o600 as Int)
  }
}
