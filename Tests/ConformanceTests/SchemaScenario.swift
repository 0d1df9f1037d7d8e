import JSON

/// What the suite runs but does not score: that an input schema reaches the wire unmodified
/// (SEP-1613, SEP-2106).
enum SchemaScenario {
  static let all = [
    Scenario("json-schema-2020-12") { client in
      let tools = try await client.result("tools/list")["tools"]?.array ?? []
      let schema = tools.first { $0["name"] == "json_schema_2020_12_tool" }?["inputSchema"]
      client.expect(
        schema?["$schema"] == "https://json-schema.org/draft/2020-12/schema",
        "the dialect must be named")
      client.expect(
        schema?["$defs"]?["address"]?["$anchor"] == "addressDef", "definitions must survive")
      client.expect(
        schema?["properties"]?["address"]?["$ref"] == "#/$defs/address", "references must survive")
      client.expect(schema?["additionalProperties"] == false, "additionalProperties must survive")
      client.expect(
        schema?["allOf"]?.array?.first?["anyOf"]?.array?.count == 2, "compositions must survive")
      for keyword in ["if", "then", "else"] {
        client.expect(schema?[keyword]?.object != nil, "\(keyword) must survive")
      }
    }
  ]
}
