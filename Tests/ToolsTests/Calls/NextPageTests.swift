import JSON
import TestSupport
import Testing
import Tools

/// What follows an answer, by all the ways services have to say so.
@Suite("The next page") struct NextPageTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let paging: JSONObject
    let arguments: JSONObject
    let answer: JSONObject
    let rows: Int
    /// What is said in `_meta`; nil at the end.
    let said: JSONValue?

    init(
      _ paging: JSONObject, _ arguments: JSONObject = [:], _ answer: JSONObject = [:],
      rows: Int = 20, _ said: JSONValue?
    ) {
      self.paging = paging
      self.arguments = arguments
      self.answer = answer
      self.rows = rows
      self.said = said
    }

    var testDescription: String {
      "\(JSONValue.object(paging)) \(JSONValue.object(arguments)) \(JSONValue.object(answer)) \(rows)"
    }
  }

  static let page: JSONObject = ["kind": "page", "argument": "page", "size": "size"]
  static let offset: JSONObject = ["kind": "offset", "argument": "offset", "size": "size"]
  static let cursor: JSONObject = [
    "kind": "cursor", "argument": "cursor", "next": "/meta/next", "size": "size",
  ]
  static let limit: JSONObject = ["kind": "limit", "argument": "size"]

  static func said(_ shown: JSONValue, _ total: JSONValue, _ next: JSONValue) -> JSONValue {
    ["shown": shown, "total": total, "next": next]
  }

  static let counted = [
    Case(offset, rows: 20, said(20, nil, ["offset": 20])),
    Case(offset, ["offset": 40], rows: 20, said(20, nil, ["offset": 60])),
    Case(offset, ["size": 5], rows: 5, said(5, nil, ["offset": 5])),
    Case(offset, ["size": 50], rows: 20, nil),
    Case(offset, rows: 19, nil),
    Case(offset, rows: 0, nil),
    Case(page, rows: 20, said(20, nil, ["page": 2])),
    Case(page, ["page": 3, "size": 7], rows: 7, said(7, nil, ["page": 4])),
    Case(page, ["page": 3], rows: 3, nil),
    Case(["kind": "page", "argument": "page"], rows: 20, nil),
    Case(limit, ["size": 12], rows: 12, said(12, nil, nil)),
    Case(limit, rows: 20, said(20, nil, nil)),
    Case(limit, rows: 3, nil),
  ]

  static let told = [
    Case(
      offset.merging(["total": "/count"]), [:], ["count": 23], said(20, 23, ["offset": 20])),
    Case(offset.merging(["total": "/count"]), ["offset": 20], ["count": 23], rows: 3, nil),
    Case(offset.merging(["total": "/count"]), [:], ["count": 20], nil),
    Case(
      page.merging(["total": "/count"]), ["page": 2], ["count": 41], said(20, 41, ["page": 3])),
    Case(page.merging(["total": "/count"]), ["page": 2], ["count": 40], nil),
    Case(page.merging(["total": "/count"]), ["page": 9], ["count": 40], rows: 0, nil),
    Case(page.merging(["total": "/count"]), [:], [:], said(20, nil, ["page": 2])),
    Case(
      page.merging(["next": "/meta/next", "total": "/count"]), [:],
      ["meta": ["next": 2], "count": 41], said(20, 41, ["page": 2])),
    Case(page.merging(["next": "/meta/next"]), [:], ["meta": ["next": nil]], nil),
    Case(page.merging(["more": "/more"]), [:], ["more": true], rows: 3, said(3, nil, ["page": 2])),
    Case(page.merging(["more": "/more"]), [:], ["more": false], nil),
    Case(cursor, [:], ["meta": ["next": "a2"]], rows: 3, said(3, nil, ["cursor": "a2"])),
    Case(cursor, [:], ["meta": ["next": nil]], nil),
    Case(cursor, [:], ["meta": ["next": ""]], nil),
    Case(cursor, [:], ["meta": [:]], nil),
  ]

  static func paging(_ paging: JSONObject) throws -> PagingDescriptor? {
    let whole: JSONValue = ["in": "query", "type": "integer", "description": "A number."]
    return try SmallManifest.tool([
      ("/rows", "/data"), ("/paging", .object(paging)), ("/arguments/page", whole),
      ("/arguments/offset", whole),
      ("/arguments/cursor", ["in": "query", "type": "string", "description": "A mark."]),
      ("/arguments/size/default", 20), ("/arguments/size/maximum", 100),
    ]).paging
  }

  /// Nothing may overflow that is computed with these.
  static let beyondBelief = [
    Case(page, ["page": .number(JSONNumber(Int.max)), "size": 20], rows: 20, said(20, nil, nil)),
    Case(
      offset, ["offset": .number(JSONNumber(Int.max)), "size": .number(JSONNumber(Int.max))],
      rows: Int.max, said(.number(JSONNumber(Int.max)), nil, nil)),
    Case(
      page.merging(["total": "/total"]), ["page": 2, "size": .number(JSONNumber(Int.max))],
      ["total": .number(JSONNumber(Int.max))], nil),
  ]

  @Test(arguments: counted + told + beyondBelief)
  func `is told until the end`(example: Case) throws {
    let paging = try #require(try Self.paging(example.paging))
    let next = paging.next(
      after: Arguments(example.arguments), told: paging.told(by: example.answer),
      rows: example.rows)
    #expect(next.map { .object($0.json) } == example.said)
  }

  @Test func `is certain only where the service says so`() throws {
    let offset = try #require(try Self.paging(Self.offset))
    let full = offset.next(after: Arguments([:]), told: offset.told(by: [:]), rows: 20)
    #expect(full?.isCertain == false)
    let counted = Self.offset.merging(["total": "/count"])
    let total = try #require(try Self.paging(counted))
    let told = total.next(after: Arguments([:]), told: total.told(by: ["count": 21]), rows: 20)
    #expect(told?.isCertain == true)
  }

  @Test func `knows the most that may be asked for`() throws {
    let sizes = try #require(try Self.paging(Self.page)).sizes
    #expect(sizes.map(\.argument) == ["size"])
    #expect(sizes.first?.usual == 20)
    #expect(sizes.first?.largest == 100)
  }
}
