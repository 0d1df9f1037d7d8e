import JSON
import Providers
import Synchronization
import Testing
import Tools

@testable import Host

/// Files of builds that kept their state with GRDB. The texts were recorded from such a build.
@Suite struct EarlierStateTests {
  let bench = StateBench()
  static let now = LedgerTests.now

  private static let migrations =
    "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)"

  /// The table `effect` as its first version had it.
  private static let firstEffect = """
    CREATE TABLE "effect" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, \
    "startedAt" INTEGER NOT NULL, "endedAt" INTEGER, "tool" TEXT NOT NULL, \
    "provider" TEXT NOT NULL, "account" TEXT NOT NULL, "effect" TEXT NOT NULL, "subject" TEXT, \
    "fingerprint" TEXT NOT NULL, "key" TEXT, "state" TEXT NOT NULL, "code" TEXT, "answer" TEXT, \
    "process" TEXT NOT NULL
    """

  private static let effect =
    firstEffect + #", "recipients" TEXT, "partTool" TEXT, "parts" INTEGER)"#

  private static let effectsBesides = [
    #"CREATE INDEX "effect_twin" ON "effect"("tool", "account", "fingerprint")"#,
    #"CREATE INDEX "effect_key" ON "effect"("tool", "account", "key")"#,
    #"CREATE INDEX "effect_time" ON "effect"("startedAt")"#,
    #"CREATE INDEX "effect_state" ON "effect"("state", "process")"#,
    """
    CREATE TABLE "allowance" ("account" TEXT PRIMARY KEY NOT NULL, \
    "writtenAt" INTEGER NOT NULL, "state" TEXT NOT NULL)
    """,
  ]

  private static let results = [
    """
    CREATE TABLE "result" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, \
    "turn" INTEGER NOT NULL UNIQUE, "handle" TEXT NOT NULL UNIQUE, "tool" TEXT NOT NULL, \
    "service" TEXT NOT NULL, "account" TEXT NOT NULL, "keptAt" INTEGER NOT NULL, \
    "writtenAt" INTEGER NOT NULL, "isFinished" BOOLEAN NOT NULL, "description" TEXT NOT NULL, \
    "rows" INTEGER NOT NULL, "bytes" INTEGER NOT NULL)
    """,
    #"CREATE INDEX "result_age" ON "result"("writtenAt")"#,
    """
    CREATE TABLE "resultPage" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, \
    "result" INTEGER NOT NULL REFERENCES "result"("id") ON DELETE CASCADE, \
    "window" INTEGER NOT NULL, "page" INTEGER NOT NULL, "content" BLOB NOT NULL)
    """,
    #"CREATE INDEX "resultPage_position" ON "resultPage"("result", "window", "page")"#,
  ]

  private static let effectNames = [
    "effects and allowances", "recipients of effects", "parts of effects",
  ]

  private func database(_ file: StateFile) throws -> SQLiteDatabase {
    let library = try SQLiteLibrary(named: SQLiteLibrary.name)
    return try SQLiteDatabase(try bench.directory.file(file.rawValue), library, patience: 5)
  }

  /// Makes a file as an earlier build left it, or a later one.
  private func make(
    _ file: StateFile, _ tables: [String], names: [String], rows: String
  ) throws {
    let database = try database(file)
    if file == .results { try database.execute("PRAGMA auto_vacuum = FULL") }
    try database.execute("PRAGMA journal_mode = WAL")
    for sql in [Self.migrations] + tables { try database.execute(sql) }
    for name in names {
      try database.run("INSERT INTO grdb_migrations (identifier) VALUES (?)", [name])
    }
    try database.execute(rows)
  }

  private static let entry = """
    INSERT INTO effect VALUES(1,1789999990,1789999991,'send_message','klik',\
    'klik http://sandbox.invalid/klik 38f40ba91fa682ca','write','919999999999 918888888888',\
    'dd4241df445ee45d74e269695f37c352','spring-sale-reminder','accepted',NULL,\
    '{"success":true}','1xbn1pasp41hv'
    """

  private func expectEntry(_ ledger: SQLiteLedger) async throws {
    let entries = try await ledger.entries(LedgerQuery(limit: 5), at: Self.now)
    let entry = try #require(entries.first)
    #expect(entries.count == 1)
    #expect(entry.id == 1)
    #expect(entry.intent.tool == "send_message")
    #expect(entry.intent.recipients == ["919999999999", "918888888888"])
    #expect(entry.intent.key == "spring-sale-reminder")
    #expect(entry.intent.parts == nil)
    #expect(entry.state == .accepted)
    #expect(entry.answer == ["success": true])
    #expect(entry.startedAt.secondsSince1970 == 1_789_999_990)
    #expect(try await ledger.begin(LedgerTests.intent(), at: Self.now) == .begun(2))
  }

  @Test func `goes on with their ledger`() async throws {
    let recipients = "char(10)||'919999999999'||char(10)||'918888888888'||char(10)"
    try make(
      .effects, [Self.effect] + Self.effectsBesides, names: Self.effectNames,
      rows: "\(Self.entry),\(recipients),NULL,NULL)")
    try await expectEntry(bench.ledger())
  }

  @Test func `brings the oldest ledger up to date`() async throws {
    try make(
      .effects, ["\(Self.firstEffect))"] + Self.effectsBesides,
      names: Array(Self.effectNames.prefix(1)), rows: "\(Self.entry))")
    try await expectEntry(bench.ledger())
    #expect(try names(.effects) == Self.effectNames)
    #expect(
      try tables(.effects) == ([Self.migrations, Self.effect] + Self.effectsBesides).sorted())
  }

  @Test func `reads the ledger of a later build, and changes nothing in it`() async throws {
    let later = [Self.effect.dropLast() + #", "later" TEXT)"#] + Self.effectsBesides
    let recipients = "char(10)||'919999999999'||char(10)||'918888888888'||char(10)"
    let names = Self.effectNames + ["something later"]
    try make(
      .effects, later, names: names, rows: "\(Self.entry),\(recipients),NULL,NULL,'x')")
    let ledger = bench.ledger()
    // One that was begun by a process that is gone stays as it is, too.
    let entries = try await ledger.entries(LedgerQuery(limit: 5), at: Self.now)
    #expect(entries.map(\.intent.tool) == ["send_message"])
    let failure = await #expect(throws: LedgerFailure.self) {
      try await ledger.begin(LedgerTests.intent(), at: Self.now)
    }
    let reason = try #require(failure?.reason)
    #expect(reason.contains("version 4, and this one writes version 3"), "\(reason)")
    await #expect(throws: LedgerFailure.self) {
      try await ledger.end(1, EffectEnd(.rejected), at: Self.now)
    }
    #expect(try self.names(.effects) == names)
    #expect(try database(.effects).rows("SELECT id FROM effect").count == 1)
    #expect(try database(.effects).rows("SELECT account FROM allowance").isEmpty)
  }

  @Test func `keeps limits for itself where a later build has the state`() async throws {
    try make(
      .effects, [Self.effect] + Self.effectsBesides, names: Self.effectNames + ["later"], rows: "")
    let told = Mutex<[String]>([])
    let allowances = bench.allowances { failure in told.withLock { $0.append(failure.reason) } }
    let limits = ProviderDescriptor.Limits(perHour: 1)
    for isFirst in [true, false] {
      let admission = await allowances.change("one", limits, at: .seconds(9)) {
        $0.reserve(at: .seconds(9), within: .seconds(5))
      }
      #expect((admission == .granted(after: .zero)) == isFirst)
    }
    #expect(told.withLock(\.self).allSatisfy { $0.contains("version 4, and this one writes") })
    #expect(try database(.effects).rows("SELECT account FROM allowance").isEmpty)
  }

  /// A state in which one result is kept, of two rows on a page.
  private func makeResult(names: [String]) throws -> ResultHandle {
    let handle = ResultHandle()
    try make(
      .results, Self.results, names: names,
      rows: """
        INSERT INTO result VALUES(1,5,'\(handle.text)','get_clicks','hienergy','one',1789999990,\
        1789999990,1,'{"columns":["a"]}',2,5);
        INSERT INTO resultPage VALUES(1,1,0,0,x'5B312C325D')
        """)
    return handle
  }

  @Test func `reads the results of a later build, and keeps none there`() async throws {
    let handle = try makeResult(names: ["results", "later"])
    let store = bench.results(limit: 1 << 20) { Self.now }
    let result = try #require(try await store.result(handle, at: Self.now))
    #expect(result.rows == 2)
    let page = try #require(try await store.pages(of: handle).first)
    #expect(try await store.page(page, of: handle) == Array("[1,2]".utf8))
    await #expect(throws: ResultFailure.self) {
      try await store.begin(ResultStoreTests.origin(), at: Self.now)
    }
    // Nor is anything dropped for its age.
    let later = bench.results(limit: 1 << 20) { Self.now.adding(seconds: 400_000) }
    #expect(try await later.result(handle, at: Self.now.adding(seconds: 400_000)) == nil)
    #expect(try database(.results).rows("SELECT id FROM result").count == 1)
  }

  @Test func `goes on with their results`() async throws {
    let handle = try makeResult(names: ["results"])
    let store = bench.results(limit: 1 << 20) { Self.now }
    let result = try #require(try await store.result(handle, at: Self.now))
    #expect(result.rows == 2)
    #expect(result.description == ["columns": ["a"]])
    let pages = try await store.pages(of: handle)
    let page = try #require(pages.first)
    #expect(try await store.page(page, of: handle) == Array("[1,2]".utf8))
    // A result's pages go with it.
    await store.discard(handle)
    #expect(try database(.results).rows("SELECT id FROM resultPage").isEmpty)
  }

  /// What earlier builds look for in the files of this one.
  @Test func `makes the files that they made`() async throws {
    _ = try await bench.ledger().begin(LedgerTests.intent(), at: Self.now)
    _ = try await bench.results(limit: 1000) { Self.now }
      .begin(ResultStoreTests.origin(), at: Self.now)
    #expect(try names(.effects) == Self.effectNames)
    #expect(try names(.results) == ["results"])
    #expect(
      try tables(.effects) == ([Self.migrations, Self.effect] + Self.effectsBesides).sorted())
    #expect(try tables(.results) == ([Self.migrations] + Self.results).sorted())
    let vacuum = try database(.results).rows("PRAGMA auto_vacuum").first
    #expect(try vacuum?["auto_vacuum"] as Int? == 1)
  }

  private func names(_ file: StateFile) throws -> [String] {
    try database(file).rows("SELECT identifier FROM grdb_migrations ORDER BY rowid")
      .map { try $0["identifier"] }
  }

  private func tables(_ file: StateFile) throws -> [String] {
    let rows = try database(file).rows(
      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'")
    return try rows.map { try $0["sql"] as String }.sorted()
  }
}
