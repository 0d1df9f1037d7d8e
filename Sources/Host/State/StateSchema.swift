#if Ledger
internal import GRDB

/// The tables of the state database. Times of effects are seconds since 1970.
enum StateSchema {
  static func migrate(_ queue: DatabaseQueue) throws {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("effects and allowances") { database in
      try database.create(table: "effect") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("startedAt", .integer).notNull()
        table.column("endedAt", .integer)
        table.column("tool", .text).notNull()
        table.column("provider", .text).notNull()
        table.column("account", .text).notNull()
        table.column("effect", .text).notNull()
        table.column("subject", .text)
        table.column("fingerprint", .text).notNull()
        table.column("key", .text)
        table.column("state", .text).notNull()
        table.column("code", .text)
        table.column("answer", .text)
        table.column("process", .text).notNull()
      }
      try database.create(
        index: "effect_twin", on: "effect", columns: ["tool", "account", "fingerprint"])
      try database.create(index: "effect_key", on: "effect", columns: ["tool", "account", "key"])
      try database.create(index: "effect_time", on: "effect", columns: ["startedAt"])
      try database.create(index: "effect_state", on: "effect", columns: ["state", "process"])
      try database.create(table: "allowance") { table in
        table.primaryKey("account", .text)
        table.column("writtenAt", .integer).notNull()
        table.column("state", .text).notNull()
      }
    }
    try migrator.migrate(queue)
  }
}
#endif
