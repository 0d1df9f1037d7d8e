/// The databases of a state directory, with their tables. Times are seconds since 1970.
///
/// Results have one of their own: they are large, and writing them must not keep the ledger waiting.
/// So has what answers were found to be, which is nothing that a call waits for.
enum StateFile: String {
  case effects = "state.sqlite"
  case results = "results.sqlite"
  case drift = "drift.sqlite"

  /// What SQLite is to be told besides, before there is a table: results come and go, and their
  /// room is given back.
  var settings: String {
    switch self {
    case .effects, .drift: ""
    case .results: "PRAGMA auto_vacuum = FULL; PRAGMA journal_size_limit = 4194304"
    }
  }

  /// From the oldest to the newest; none ever changes. The first ones are GRDB's to the letter.
  var migrations: [Migration] {
    switch self {
    case .effects: Self.effectMigrations
    case .results: Self.resultMigrations
    case .drift: Self.driftMigrations
    }
  }

  private static let effectMigrations = [
    Migration(
      name: "effects and allowances",
      sql: """
        CREATE TABLE "effect" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, \
        "startedAt" INTEGER NOT NULL, "endedAt" INTEGER, "tool" TEXT NOT NULL, \
        "provider" TEXT NOT NULL, "account" TEXT NOT NULL, "effect" TEXT NOT NULL, \
        "subject" TEXT, "fingerprint" TEXT NOT NULL, "key" TEXT, "state" TEXT NOT NULL, \
        "code" TEXT, "answer" TEXT, "process" TEXT NOT NULL);
        CREATE INDEX "effect_twin" ON "effect"("tool", "account", "fingerprint");
        CREATE INDEX "effect_key" ON "effect"("tool", "account", "key");
        CREATE INDEX "effect_time" ON "effect"("startedAt");
        CREATE INDEX "effect_state" ON "effect"("state", "process");
        CREATE TABLE "allowance" ("account" TEXT PRIMARY KEY NOT NULL, \
        "writtenAt" INTEGER NOT NULL, "state" TEXT NOT NULL)
        """),
    // Older versions wrote a message's recipients as what it concerned, and nowhere else.
    Migration(
      name: "recipients of effects",
      sql: """
        ALTER TABLE "effect" ADD COLUMN "recipients" TEXT;
        UPDATE effect SET recipients = char(10) || replace(subject, ' ', char(10)) || char(10)
        WHERE effect = 'write' AND length(subject) >= 7 AND subject NOT GLOB '*[^0-9 ]*'
        """),
    Migration(
      name: "parts of effects",
      sql: """
        ALTER TABLE "effect" ADD COLUMN "partTool" TEXT;
        ALTER TABLE "effect" ADD COLUMN "parts" INTEGER
        """),
  ]

  private static let resultMigrations = [
    Migration(
      name: "results",
      sql: """
        CREATE TABLE "result" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, \
        "turn" INTEGER NOT NULL UNIQUE, "handle" TEXT NOT NULL UNIQUE, "tool" TEXT NOT NULL, \
        "service" TEXT NOT NULL, "account" TEXT NOT NULL, "keptAt" INTEGER NOT NULL, \
        "writtenAt" INTEGER NOT NULL, "isFinished" BOOLEAN NOT NULL, \
        "description" TEXT NOT NULL, "rows" INTEGER NOT NULL, "bytes" INTEGER NOT NULL);
        CREATE INDEX "result_age" ON "result"("writtenAt");
        CREATE TABLE "resultPage" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, \
        "result" INTEGER NOT NULL REFERENCES "result"("id") ON DELETE CASCADE, \
        "window" INTEGER NOT NULL, "page" INTEGER NOT NULL, "content" BLOB NOT NULL);
        CREATE INDEX "resultPage_position" ON "resultPage"("result", "window", "page")
        """)
  ]

  /// Days are those since 1970, types the bits of `JSONTypes`.
  private static let driftMigrations = [
    Migration(
      name: "fields of answers",
      sql: """
        CREATE TABLE "field" ("tool" TEXT NOT NULL, "pointer" TEXT NOT NULL, \
        "kind" TEXT NOT NULL, "declared" INTEGER NOT NULL, "seen" INTEGER NOT NULL, \
        "count" INTEGER NOT NULL, "answers" INTEGER NOT NULL, "run" INTEGER NOT NULL, \
        "isRequired" BOOLEAN NOT NULL, "firstDay" INTEGER NOT NULL, "lastDay" INTEGER NOT NULL, \
        PRIMARY KEY ("tool", "pointer", "kind"))
        """)
  ]
}

/// A change of a database's tables that is made once.
struct Migration {
  let name: String
  let sql: String
}

extension SQLiteDatabase {
  /// Keeps everything as it is where a newer version made changes that this one knows nothing of:
  /// what it would write could be wrong by then.
  func keepUnchanged(ifNewerThan migrations: [Migration]) throws {
    let isSetUp = "SELECT 1 AS found FROM sqlite_master WHERE name = 'grdb_migrations'"
    guard try !rows(isSetUp).isEmpty else { return }
    let made = try madeMigrations()
    guard made.contains(where: { name in !migrations.contains { $0.name == name } }) else { return }
    try execute("PRAGMA query_only = ON")
    writeFault =
      "a newer clickport has changed it to version \(made.count), and this one writes version "
      + "\(migrations.count): use the newer one, or another --state-dir"
  }

  private func madeMigrations() throws -> Set<String> {
    Set(try rows("SELECT identifier FROM grdb_migrations").map { try $0["identifier"] as String })
  }

  /// Makes the changes that were not made yet, each whole or not at all.
  ///
  /// They are remembered in a table of GRDB's, which earlier builds used: those and this one open
  /// each other's files.
  func migrate(_ migrations: [Migration]) throws {
    try execute(
      "CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    let made = try madeMigrations()
    for migration in migrations where !made.contains(migration.name) {
      try transaction {
        try execute(migration.sql)
        try run("INSERT INTO grdb_migrations (identifier) VALUES (?)", [migration.name])
      }
    }
  }
}
