internal import JSON
package import MCP
internal import Tables

/// The rows that queries have kept, to be read as CSV or as a JSON array, by whoever has the account
/// they were read in.
package struct ResultLibrary: ResourceLibrary {
  private let results: KeptResults
  private let accounts: @Sendable () -> [String]

  private static let base = "clickport://results/"
  private static let template = base + "{handle}{?format}"

  /// How many bytes of rows a resource gives at most: 4 MiB.
  static let limit = 4 << 20

  fileprivate enum Format: String, CaseIterable {
    case csv
    case json
  }

  /// `accounts` names those that this process has keys for; others' results are not shown.
  package init(_ results: KeptResults, accounts: @escaping @Sendable () -> [String]) {
    self.results = results
    self.accounts = accounts
  }

  /// Where a result is read, as CSV.
  package static func uri(of handle: ResultHandle) -> String { base + handle.text }

  /// The link beside an answer whose rows are kept.
  static func link(to handle: String) -> Resource? {
    ResultHandle(parsing: handle).map { handle in
      Resource(
        uri: uri(of: handle),
        Resource.Label(
          name: handle.text, title: "Kept rows", description: "All rows, as CSV, for 24 hours.",
          mimeType: "text/csv"))
    }
  }

  package var resources: [Resource] { [] }

  package var templates: [ResourceTemplate] {
    [
      ResourceTemplate(
        uriTemplate: Self.template,
        Resource.Label(
          name: "result", title: "Kept rows",
          description: "The rows that a query kept under its handle, for 24 hours: as CSV, or with "
            + "format=json as a JSON array."))
    ]
  }

  /// The rows, as many as fit, and a text that says so where they are not all.
  package func read(_ uri: String) async -> [ResourceContents]? {
    guard let (handle, format) = Self.parts(of: uri),
      let opened = try? await results.open(handle, for: accounts()),
      let first = try? await RowsInFront(of: opened.pages, format, limit: Self.limit)
    else { return nil }
    let contents = ResourceContents(
      uri: uri, mimeType: format.mimeType, .text(String(decoding: first.text, as: UTF8.self)))
    guard first.count < opened.result.rows else { return [contents] }
    let note = Self.note(first.count, of: opened.result)
    return [contents, ResourceContents(uri: uri, mimeType: "text/plain", .text(note))]
  }

  package func completions(
    of template: String, argument: String, value: String
  ) async -> [String]? {
    guard template == Self.template else { return nil }
    switch argument {
    case "handle":
      let kept = try? await results.list(for: accounts())
      return (kept ?? []).map(\.handle.text).completing(value)
    case "format": return Format.allCases.map(\.rawValue).completing(value)
    default: return nil
    }
  }

  private static func parts(of uri: String) -> (handle: String, format: Format)? {
    guard uri.hasPrefix(base) else { return nil }
    let parts = uri.dropFirst(base.count).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return parts.first.map { (String($0), .csv) } }
    let name = "format="
    guard parts[1].hasPrefix(name),
      let format = Format(rawValue: String(parts[1].dropFirst(name.count)))
    else { return nil }
    return (String(parts[0]), format)
  }

  private static func note(_ count: Int, of result: KeptResult) -> String {
    "These are the first \(count) of \(result.rows) rows: a resource gives \(limit >> 20) MiB at "
      + "most. query_rows with handle \"\(result.handle)\" shapes all of them, and with save_to "
      + "writes all to a file, where the operator opened a directory with --save-dir."
  }
}

extension ResultLibrary.Format {
  fileprivate var mimeType: String {
    switch self {
    case .csv: "text/csv"
    case .json: "application/json"
    }
  }
}

/// As many of a result's first rows as a limit lets through. Pages behind them are not read.
private struct RowsInFront {
  private(set) var text: [UInt8] = []
  private(set) var count = 0

  /// How many rows are written before it is looked how long they have become.
  private static let step = 100

  init(
    of pages: ResultPages, _ format: ResultLibrary.Format, limit: Int
  ) async throws {
    var rows: [UInt8] = [UInt8(ascii: "[")]
    reading: for try await bytes in pages {
      let page = try RowText(chunk: bytes)
      for index in 0..<page.count {
        let row = page.chunk(index..<index + 1).dropFirst().dropLast()
        guard rows.count + row.count + 2 <= limit else { break reading }
        if count > 0 { rows.append(UInt8(ascii: ",")) }
        rows += row
        count += 1
      }
    }
    rows.append(UInt8(ascii: "]"))
    switch format {
    case .json: text = rows
    case .csv: try write(RowText(chunk: rows), limit: limit)
    }
  }

  /// CSV may be longer than what it is made of, where every row has columns of its own.
  private mutating func write(_ rows: RowText, limit: Int) throws {
    count = 0
    guard rows.count > 0 else { return }
    var columns = RowColumns()
    columns.add(rows)
    var export = RowExport(.csv, columns: columns, defusesFormulas: false)
    text = export.header
    while count < rows.count {
      let end = min(count + Self.step, rows.count)
      let lines = export.chunk(try RowText(chunk: rows.chunk(count..<end)))
      guard text.count + lines.count <= limit else { return }
      text += lines
      count = end
    }
  }
}
