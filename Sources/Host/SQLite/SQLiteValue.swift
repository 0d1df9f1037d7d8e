/// What a column holds.
enum SQLiteValue {
  case null
  case integer(Int)
  case text(String)
  case blob([UInt8])
}

/// A type whose values columns can hold.
protocol SQLiteStorable {
  /// Nil when the column holds something else.
  init?(_ value: SQLiteValue)

  var stored: SQLiteValue { get }
}

extension Int: SQLiteStorable {
  init?(_ value: SQLiteValue) {
    guard case .integer(let integer) = value else { return nil }
    self = integer
  }

  var stored: SQLiteValue { .integer(self) }
}

extension Bool: SQLiteStorable {
  init?(_ value: SQLiteValue) {
    guard let integer = Int(value) else { return nil }
    self = integer != 0
  }

  var stored: SQLiteValue { .integer(self ? 1 : 0) }
}

extension String: SQLiteStorable {
  init?(_ value: SQLiteValue) {
    guard case .text(let text) = value else { return nil }
    self = text
  }

  var stored: SQLiteValue { .text(self) }
}

extension [UInt8]: SQLiteStorable {
  init?(_ value: SQLiteValue) {
    guard case .blob(let bytes) = value else { return nil }
    self = bytes
  }

  var stored: SQLiteValue { .blob(self) }
}

struct SQLiteRow {
  fileprivate let columns: [String]
  fileprivate let values: [SQLiteValue]

  init(columns: [String], values: [SQLiteValue]) {
    self.columns = columns
    self.values = values
  }

  /// The value of a column; throws when there is none of that type.
  subscript<Value: SQLiteStorable>(column: String) -> Value {
    get throws(SQLiteFailure) {
      guard let value = try self[column] as Value? else { throw misfit(column) }
      return value
    }
  }

  /// The value of a column, nil for NULL; throws when it is of another type.
  subscript<Value: SQLiteStorable>(column: String) -> Value? {
    get throws(SQLiteFailure) {
      guard let index = columns.firstIndex(of: column) else { throw misfit(column) }
      if case .null = values[index] { return nil }
      guard let value = Value(values[index]) else { throw misfit(column) }
      return value
    }
  }

  private func misfit(_ column: String) -> SQLiteFailure {
    SQLiteFailure(description: "the column \(column) doesn't hold what it should")
  }
}
