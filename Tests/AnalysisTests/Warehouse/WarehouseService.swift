import Exchange
import Foundation
import HTTPTypes
import JSON
import Synchronization
import TestSupport
import Tools

/// Answers as a `Warehouse` would.
final class WarehouseService: HTTPTransport {
  private let warehouse: Warehouse
  private let requests = Mutex(0)

  init(_ warehouse: Warehouse) {
    self.warehouse = warehouse
  }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    await Task.yield()
    let number = requests.withLock { requests in
      requests += 1
      return requests
    }
    let components = URLComponents(string: "http://host" + (request.head.path ?? ""))
    let items = components?.queryItems ?? []
    let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    guard components?.path == "/warehouse/stock",
      let answer = warehouse.answer(to: query, number: number)
    else { return response(400, ["error": "There is no such list, or these are too many days."]) }
    return response(200, answer)
  }

  private func response(_ status: Int, _ body: JSONObject) -> ProviderResponse {
    ProviderResponse(
      head: HTTPResponse(
        status: .init(code: status), headerFields: [.contentType: "application/json"]),
      body: Array(JSONValue.object(body).description.utf8))
  }
}

extension Warehouse {
  /// What it answers to a query; nil where that can't be done. `number` counts requests.
  func answer(to query: [String: String], number: Int = 1) -> JSONObject? {
    guard let asked = asked(query) else { return nil }
    var listed = sorted(asked)
    if case .shrinks(let count) = quirk, number > count { listed = Array(listed.dropFirst()) }
    return page(of: listed, query)
  }

  /// The items between the ends of a query.
  private func asked(_ query: [String: String]) -> [Item]? {
    guard let from = query["from"], let to = query["to"] else { return nil }
    let most = cap ?? 10_000
    if takesInstants {
      guard let first = Timestamp(parsing: from)?.secondsSince1970,
        let last = Timestamp(parsing: to)?.secondsSince1970, first <= last,
        last - first < most * 86_400 + 3600
      else { return nil }
      return stock.filter { (first...last).contains($0.seconds) }
    }
    guard let first = CalendarDate(parsing: from), let last = CalendarDate(parsing: to),
      first <= last, last.daysSince1970 - first.daysSince1970 < most
    else { return nil }
    return stock.filter { (first...last).contains(day(of: $0)) }
  }

  private func page(of listed: [Item], _ query: [String: String]) -> JSONObject {
    var size = query["size"].flatMap { Int($0) } ?? min(2, pageSize)
    if case .hasPages(let actual) = quirk { size = min(size, actual) }
    let place = query["place"].flatMap { Int($0) }
    var start = paging == .page ? ((place ?? 1) - 1) * size : place ?? 0
    if quirk == .ignoresPage { start = 0 }
    let rows = listed.dropFirst(start).prefix(size)
    var answer: JSONObject = ["items": .array(rows.map { .object(row($0)) })]
    if tellsTotal { answer["total"] = .integer(listed.count) }
    if paging == .cursor {
      let next = start + size < listed.count ? start + size : quirk == .loops ? size : nil
      answer["next"] = next.map { .string("\($0)") } ?? .null
      if case .forgetsMarks(let after) = quirk, start + size > after { answer["next"] = nil }
    }
    return answer
  }

  private func row(_ item: Item) -> JSONObject {
    let day = day(of: item)
    let at =
      tellsInstants
      ? Timestamp(secondsSince1970: item.seconds).description
      : writesMidnights ? day.description.filter(\.isNumber) + "000000" : day.description
    return [
      "id": .integer(item.id), "kind": .string(item.kind), "amount": .integer(item.amount),
      "at": .string(at),
    ]
  }
}
