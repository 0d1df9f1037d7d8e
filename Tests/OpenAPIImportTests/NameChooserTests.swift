import Testing

@testable import OpenAPIImport
@testable import Tools

@Suite struct `A name is chosen` {
  @Test(arguments: [
    ("listPets", "list_pets"), ("getHTTPStatus", "get_http_status"),
    ("pets/list-all", "pets_list_all"),
    ("X-Request-ID", "x_request_id"), ("filter[name]", "filter_name"), ("v2Users", "v2_users"),
    ("__a__", "a"), ("日本", ""), ("", ""),
    ("an id of which the last word would not fit at all", "an_id_of_which_the_last_word_would_all"),
    (
      "a" + String(repeating: "b", count: 90) + "c",
      "a" + String(repeating: "b", count: 19) + "_" + String(repeating: "b", count: 18) + "c"
    ),
    (
      "shop " + String(repeating: "a", count: 38) + "bc",
      "shop_" + String(repeating: "a", count: 33) + "bc"
    ),
  ])
  func `from the words of another`(text: String, identifier: String) {
    #expect(NameChooser.identifier(text) == identifier)
  }

  @Test func `once only, and never one that is reserved`() {
    var chooser = NameChooser(reserved: ["get"])
    let names = (0..<4).map { _ in chooser.choose("get", prefix: "shop") }
    #expect(names == ["shop_get", "shop_get_2", "shop_get_3", "shop_get_4"])
    #expect(chooser.choose("", "日本", prefix: "shop") == "shop")
    #expect(chooser.choose("", "日本", prefix: "shop") == "shop_2")
  }

  /// A number tells nothing: signs that tell names apart are put into words first.
  @Test func `apart by what is written differently`() {
    var chooser = NameChooser()
    let times = [
      "StartTime<", "StartTime", "StartTime>", "+1", "-1", "a.b", "a-b", "a_b", "日", "本",
    ]
    #expect(
      times.map { chooser.choose($0, "query \($0)", prefix: "query") } == [
        "start_time_less", "start_time", "start_time_greater", "plus_1", "minus_1", "a_b",
        "query_a_b", "a_underscore_b", "query", "u672c",
      ])
  }

  /// What stands at the end tells, as in `…[gte]` and `…[lte]`: what is too long loses its middle.
  @Test func `apart by its end, and by its capitals`() {
    var chooser = NameChooser()
    let filters = ["created_at", "updated_at"].flatMap { field in
      ["gt", "gte", "lte"].map { "filter[organization][subscription][\(field)][\($0)]" }
    }
    let names = ["createdBy", "created_by", "created-by", "CreatedBy"]
    #expect(
      (filters + names).map { chooser.choose($0, "query \($0)", prefix: "query") } == [
        "filter_organization_subscription_gt", "filter_organization_subscription_gte",
        "filter_organization_subscription_lte", "filter_organization_subscription_at_gt",
        "filter_organization_subscription_at_gte", "filter_organization_subscription_at_lte",
        "created_by", "query_created_by", "created_dash_by", "capital_created_capital_by",
      ])
  }
}
