import Exchange
import HTTPTypes
import JSON
import Sandbox
import TestSupport

/// The rows of the sandbox's services as these give them, page by page. Nothing of the server's is
/// between, so that its figures can be held against them.
struct RawRows {
  private let world = SandboxWorld { SandboxedTools.now }

  struct Refused: Error {
    let path: String
    let status: Int
  }

  /// Clicks by advertiser and day, of which the service gives 90 days at once.
  func clicks(_ first: String, _ last: String) throws -> [JSONValue] {
    var rows: [JSONValue] = []
    var start = CalendarDate(parsing: first)
    while let from = start, let last = CalendarDate(parsing: last), from <= last {
      let to = min(from.adding(days: 89), last)
      rows += try clicks(window: "start_date=\(from)&end_date=\(to)")
      start = to.adding(days: 1)
    }
    return rows
  }

  private func clicks(window: String) throws -> [JSONValue] {
    var rows: [JSONValue] = []
    var page: Int? = 1
    while let number = page {
      let answer = try get("hienergy/api/v1/clicks?\(window)&per_page=500&page=\(number)")
      rows += answer["data"]?.array ?? []
      page = answer["meta"]?["next_page"]?.int
    }
    return rows
  }

  /// Hits of the account, or of what the path names, between two days as `20260401`.
  func hits(of path: String = "", _ first: String, _ last: String) throws -> [JSONValue] {
    var rows: [JSONValue] = []
    var key: String? = ""
    while let offset = key {
      let after = offset.isEmpty ? "" : "&offset=\(offset)"
      let answer = try get(
        "clickmeter\(path)/hits?timeframe=custom&fromDay=\(first)&toDay=\(last)&limit=100\(after)")
      rows += answer["hits"]?.array ?? []
      key = answer["lastKey"]?.string
    }
    return rows
  }

  func scores(ofClient id: Int) throws -> [JSONValue] {
    let answer = try get("clickmedias/clients/\(id)/scores/history?months=12")
    return answer["data"]?["history"]?.array ?? []
  }

  private func get(_ path: String) throws -> JSONValue {
    var head = HTTPRequest(
      method: .get, scheme: "https", authority: "sandbox.invalid", path: "/" + path)
    for name in ["X-Api-Key", "X-Clickmeter-AuthKey"] {
      guard let field = HTTPField.Name(name) else { continue }
      head.headerFields[field] = SandboxWorld.key
    }
    let response = world.answer(ProviderRequest(head: head, body: []))
    guard response.head.status.code == 200 else {
      throw Refused(path: path, status: response.head.status.code)
    }
    return try JSONValue(parsing: response.body)
  }
}
