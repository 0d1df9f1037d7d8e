import JSON

/// Resources and their templates.
enum ResourceScenarios {
  static let shared = [
    Scenario("resources-list") { client in
      let resources = try await client.result("resources/list")["resources"]?.array ?? []
      client.expect(!resources.isEmpty, "there must be resources")
      for resource in resources {
        for field in ["uri", "name", "description", "mimeType"] {
          client.expect(
            resource[field]?.string?.isEmpty == false, "\(resource) must have \(field)")
        }
      }
    },
    Scenario("resources-read-text") { client in
      let contents = try await client.read("test://static-text")
      client.expect(contents?["mimeType"] != nil, "the MIME type must be there")
      client.expect(contents?["text"]?.string?.isEmpty == false, "the text must be there")
    },
    Scenario("resources-read-binary") { client in
      let contents = try await client.read("test://static-binary")
      client.expect(contents?["mimeType"] == "image/png", "the MIME type must be image/png")
      client.expect(contents?["blob"]?.string?.isEmpty == false, "the bytes must be there")
    },
    Scenario("resources-templates-read") { client in
      let templates = try await client.result("resources/templates/list")["resourceTemplates"]
      client.expect(
        templates?.array?.first?["uriTemplate"] == "test://template/{id}/data",
        "the template must be listed")
      let contents = try await client.read("test://template/123/data")
      client.expect(
        contents?["text"]?.string?.contains("123") == true, "the place must be filled")
    },
  ]

  static let modern = [
    Scenario("sep-2164-resource-not-found") { client in
      let uri: JSONValue = "test://nonexistent-resource-for-conformance-testing"
      let answer = try await client.request("resources/read", ["uri": uri])
      client.expect(answer, fails: -32602, "reading what is not there")
      client.expect(answer["error"]?["data"]?["uri"] == uri, "the error must name the URI")
    }
  ]
}

extension ScenarioClient {
  /// The one content of a resource, whose URI must be the one asked for.
  fileprivate func read(_ uri: String) async throws -> JSONValue? {
    let result = try await result("resources/read", ["uri": .string(uri)])
    expect(result["contents"]?.array?.count == 1, "there must be one content at \(uri)")
    let contents = result["contents"]?.array?.first
    expect(contents?["uri"]?.string == uri, "the content must name its URI \(uri)")
    return contents
  }
}
