import Analysis
import Exchange
import JSON
import Providers
import TestSupport
import Testing
import Tools

/// A sixth service, as an overlay adds it: one listing, whose paging and days a test chooses.
struct Warehouse: Sendable, CustomTestStringConvertible {
  var paging = PagingDescriptor.Kind.offset
  var tellsTotal = true
  var isNewestFirst = false
  var declaresOrder = true
  var pageSize = 10
  /// The most days that it takes at once.
  var cap: Int?
  var takesInstants = false
  var tellsInstants = true
  /// Whether days are written as the instants at which they begin.
  var writesMidnights = false
  /// Where its own days begin and end.
  var zone = KnownZone.utc
  /// By id; what it lists is sorted by time.
  var stock: [Item] = []
  var quirk = Quirk.none

  struct Item: Equatable, Sendable {
    let id: Int
    /// Since 1970, in UTC.
    let seconds: Int
    let kind: String
    let amount: Int
  }

  /// What it does wrong.
  enum Quirk: Equatable {
    case none
    /// Whatever page is asked for, it answers the first.
    case ignoresPage
    /// Its marks lead from the last page to the second.
    case loops
    /// It tells no mark after so many rows, not even that there is none.
    case forgetsMarks(after: Int)
    /// After so many requests the first item is gone.
    case shrinks(after: Int)
    /// Its pages are smaller than what is asked for.
    case hasPages(of: Int)
  }

  var testDescription: String {
    "\(paging) of \(pageSize), \(tellsTotal ? "total, " : "")"
      + "\(isNewestFirst ? "newest" : "oldest") first, cap \(cap ?? 0), "
      + "\(takesInstants ? "instants" : "days"), \(zone.name), \(stock.count) items"
  }

  /// The day of an item where the service is.
  func day(of item: Item) -> CalendarDate { zone.day(of: item.seconds) }

  /// What it lists of some items, in its order.
  func sorted(_ items: [Item]) -> [Item] {
    items.sorted { left, right in
      let (one, other) =
        tellsInstants
        ? (left.seconds, right.seconds)
        : (day(of: left).daysSince1970, day(of: right).daysSince1970)
      if one != other { return isNewestFirst ? one > other : one < other }
      return left.id < right.id
    }
  }

  func bench(mostRequests: Int = 500) throws -> QueryBench {
    try QueryBench(
      manifest(), over: WarehouseService(self), queries: QuerySettings(mostRequests: mostRequests))
  }

  /// The product's own tools, with nothing else beside this service.
  func manifest() throws -> Manifest {
    let base = try #require(try Self.product.get().object)
    let own: JSONObject = [
      "manifest_version": try #require(base["manifest_version"]), "providers": [],
      "parameters": try #require(base["parameters"]), "tools": try #require(base["tools"]),
    ]
    return try Manifest(
      ManifestSource(name: "product", document: .object(own)),
      overlays: [ManifestSource(name: "overlay", document: overlay)])
  }

  /// The tool, read.
  func tool() throws -> ToolDescriptor {
    let version: JSONObject = ["manifest_version": 1]
    let document = version.merging(overlay.object ?? [:])
    let manifest = try Manifest(.object(document), source: "warehouse")
    return try #require(manifest.providers.first?.tools.first)
  }

  private static let product = Result { try Repository.json("tools-manifest.json") }

  var overlay: JSONValue {
    [
      "providers": [
        [
          "id": "warehouse", "title": "Warehouse", "base_url": "https://warehouse.example/v1",
          "auth": ["header": "X-Key", "env": "WAREHOUSE_API_KEY"],
          "answers": ["error_message": "/error"], "tools": [.object(listing)],
        ]
      ]
    ]
  }

  private var listing: JSONObject {
    let day: JSONValue = [
      "in": "query", "required": true, "type": "string",
      "format": takesInstants ? "date-time" : "date", "description": "An end.",
    ]
    var tool: JSONObject = [
      "name": "list_stock", "title": "Stock", "description": "Lists stock.", "toolset": "stock",
      "effect": "read", "request": "GET /stock",
      "arguments": [
        "from": day, "to": day,
        "size": [
          "in": "query", "type": "integer", "minimum": 1, "maximum": .integer(pageSize),
          "default": .integer(min(2, pageSize)), "description": "Rows of a page.",
        ],
        "place": [
          "in": "query", "type": .string(paging == .cursor ? "string" : "integer"),
          "description": "Which page.",
        ],
      ],
      "rows": "/items",
      "period": .object(period), "paging": .object(pages),
    ]
    if let cap { tool["rules"] = [["max_days": .integer(cap), "from": "from", "to": "to"]] }
    return tool
  }

  private var period: JSONObject {
    var period: JSONObject = [
      "start": "from", "end": "to", "day": "/at", "time_zone": .string(zone.name),
    ]
    if declaresOrder { period["newest_first"] = .bool(isNewestFirst) }
    return period
  }

  private var pages: JSONObject {
    var pages: JSONObject = [
      "kind": .string(paging.rawValue), "argument": "place", "size": "size",
    ]
    if paging == .cursor { pages["next"] = "/next" }
    if tellsTotal { pages["total"] = "/total" }
    return pages
  }
}
