import JSON
import JSONRPC
import MCP
import TestSupport
import Testing

@testable import Tools

/// What agent frameworks refuse, drop or show twice, over every tool.
@Suite struct `For picky clients` {
  /// Answers with the arguments it was given.
  private struct Echo: ToolHandler {
    func call(_ call: ToolCall) -> JSONObject { call.arguments.values }
  }

  private func surface(_ toolsets: String...) throws -> ExposedTools {
    try ToolSelection(toolsets: toolsets).surface(of: Repository.manifest(), configured: [])
  }

  private static let publications = [
    Publication(), Publication(outputSchemas: true), Publication(dialect: .openAIStrict),
  ]

  /// Every schema within a schema, itself first, with the place it stands at.
  private func parts(of schema: JSONValue, at place: String) -> [(place: String, JSONObject)] {
    guard let object = schema.object else { return [] }
    let inner = object.flatMap { keyword, value -> [(place: String, JSONObject)] in
      let place = place + "/" + keyword
      switch keyword {
      case "items", "additionalProperties": return parts(of: value, at: place)
      case "anyOf", "oneOf": return (value.array ?? []).flatMap { parts(of: $0, at: place) }
      case "properties":
        return (value.object ?? [:]).flatMap { parts(of: $0.value, at: "\(place)/\($0.key)") }
      default: return []
      }
    }
    return [(place, object)] + inner
  }

  // MARK: - Lists

  @Test func `what leads to all others comes first, and all are on the first page`() throws {
    for toolsets in ["default", "all"] {
      let tools = Publication().tools(of: try surface(toolsets))
      #expect(tools.prefix(2).map(\.name) == ["find_tools", "use_tool"])
      #expect(tools.count < 500)
    }
  }

  @Test(arguments: [["call_tool"], ["use_tool"]])
  func `a tool's former name is still a name of it`(names: [String]) async throws {
    let named = ToolSelection(toolsets: ["clicks"], tools: names)
    let surface = try named.surface(of: Repository.manifest(), configured: [])
    #expect(surface.listed.map(\.name) == ["use_tool", "get_clicks", "get_api_schema"])
    let without = ToolSelection(excludedTools: names)
    let rest = try without.surface(of: Repository.manifest(), configured: [])
    #expect(!rest.listed.contains { $0.name == "use_tool" })
    let catalog = ToolCatalog.stubbed(surface) { _ in Echo() }
    let result = try await catalog.call(
      names[0], arguments: ["name": "get_scores", "arguments": ["client_id": 1]],
      context: RequestContext(version: .july2026, requestID: "1"))
    #expect(result.answer == ["client_id": 1])
  }

  // MARK: - Schemas

  @Test func `every schema is one that all can read`() throws {
    for publication in [Publication(), Publication(outputSchemas: true)] {
      for tool in publication.tools(of: try surface("all")) {
        #expect(Set(tool.inputSchema.keys).isSubset(of: ["type", "properties", "required"]))
        #expect(tool.inputSchema["properties"]?.object != nil, "\(tool.name)")
        let schemas = [tool.inputSchema, tool.outputSchema].compactMap(\.self)
        for (place, part) in schemas.flatMap({ parts(of: .object($0), at: tool.name) }) {
          #expect(part["type"]?.array == nil, "\(place)")
          #expect(part["format"].map { ["date", "date-time"].contains($0) } != false, "\(place)")
          #expect(part["additionalProperties"] != false, "\(place)")
          if part["type"] == "object", part["properties"] == nil {
            #expect(part["additionalProperties"] != nil, "\(place)")
          }
        }
        for (place, part) in parts(of: .object(tool.inputSchema), at: tool.name).dropFirst()
        where !place.hasSuffix("/additionalProperties") {
          #expect(part["type"] != nil || part["anyOf"] != nil, "\(place)")
        }
      }
    }
  }

  /// https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
  @Test func `every schema of the strict dialect is strict`() throws {
    let supported: Set = [
      "type", "description", "properties", "required", "additionalProperties", "items", "enum",
      "anyOf", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
      "multipleOf", "minItems", "maxItems",
    ]
    for tool in Publication(dialect: .openAIStrict).tools(of: try surface("all")) {
      for (place, part) in parts(of: .object(tool.inputSchema), at: tool.name) {
        #expect(Set(part.keys).isSubset(of: supported), "\(place): \(part.keys)")
        #expect(part["type"]?.string != nil || part["anyOf"] != nil, "\(place)")
        if part["type"] == "object" {
          let names = part["properties"]?.object?.keys ?? ["?"]
          #expect(part["required"] == .array(names.map { .string($0) }), "\(place)")
          #expect(part["additionalProperties"] == false, "\(place)")
        }
        if part["type"] == "array" { #expect(part["items"] != nil, "\(place)") }
      }
    }
  }

  /// A value as a client gives it that keeps to a schema of the strict dialect.
  private func strict(_ value: JSONValue?, _ schema: JSONValue) -> JSONValue {
    guard let value else { return .null }
    let choices = (schema["anyOf"]?.array ?? [schema]).filter { $0["type"] != "null" }
    switch value {
    case .object(let object):
      guard let known = choices.first(where: { $0["type"] == "object" })?["properties"]?.object
      else { return .string(value.description) }
      return .object(JSONObject(known.map { ($0.key, strict(object[$0.key], $0.value)) }))
    case .array(let elements):
      guard let items = choices.first(where: { $0["type"] == "array" })?["items"] else {
        return .string(value.description)
      }
      return .array(elements.map { strict($0, items) })
    case .null, .bool, .number, .string: return value
    }
  }

  @Test func `what keeps to the strict dialect is read as what it means`() throws {
    let publication = Publication(dialect: .openAIStrict)
    for tool in try Repository.manifest().tools {
      let example = tool.example ?? [:]
      let schema = JSONValue.object(publication.tool(tool, withAdvanced: true).inputSchema)
      let given = strict(.object(example), schema)
      let schemaOfGiven = try JSONSchema(compiling: schema)
      #expect(schemaOfGiven.violations(in: given) == [], "\(tool.name): \(given)")
      let strict = ArgumentReader(tool, in: nil, .openAIStrict).read(given.object ?? [:])
      let free = ArgumentReader(tool).read(example)
      #expect(try strict.get().values == free.get().values, "\(tool.name): \(given)")
    }
  }

  // MARK: - Arguments

  /// The words of a text that stand in a sentence without `use_tool`.
  private func direct(_ text: String) -> Set<Substring> {
    let sentences = text.split(separator: ". ").filter { !$0.contains("hrough use_tool") }
    return Set(sentences.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } })
  }

  @Test func `descriptions speak of no argument that isn't listed`() throws {
    let surface = try surface("all")
    for (tool, shown) in zip(surface.listed, Publication().tools(of: surface)) {
      let properties = shown.inputSchema["properties"]?.object ?? [:]
      let texts = [shown.description] + properties.compactMap { $0.value["description"]?.string }
      let spoken = texts.map(direct).reduce(into: Set()) { $0.formUnion($1) }
      // What is no word of the language names nothing but the argument.
      let hidden = tool.arguments.map(\.name).filter { $0.contains("_") && properties[$0] == nil }
      #expect(spoken.isDisjoint(with: hidden.map { Substring($0) }), "\(tool.name)")
    }
  }

  @Test func `what continues a call is listed`() throws {
    for tool in try surface("all").listed {
      let listed = Set(tool.published().inputSchema["properties"]?.object?.keys ?? [])
      var needed = [tool.paging?.argument].compactMap(\.self)
      if case .wait(let wait, startedBy: _) = tool.handler {
        needed += wait.takes.map(\.name).filter { name in
          tool.arguments.contains { $0.name == name }
        }
      }
      if tool.ownHandler == .queryRows { needed.append("handle") }
      #expect(listed.isSuperset(of: needed), "\(tool.name) lists \(listed)")
    }
  }

  @Test func `all arguments are listed where nothing leads to them`() throws {
    let surface = try surface("datapoints", "rotators")
    #expect(!surface.hasRelay)
    for (tool, shown) in zip(surface.listed, Publication().tools(of: surface)) {
      let listed = shown.inputSchema["properties"]?.object?.keys ?? []
      #expect(listed == tool.arguments.filter { !$0.isTacit }.map(\.name))
      #expect(!shown.description.contains("use_tool"))
      #expect(!JSONValue.object(shown.inputSchema).description.contains("use_tool"))
    }
  }

  @Test(arguments: [
    #"{"name":"get_tag","arguments":{"tag_id":9}}"#,
    #"{"name":"get_tag","arguments":"{\"tag_id\":9}"}"#,
    #"{"name":"get_tag","arguments":{"name":"get_tag","arguments":{"tag_id":9}}}"#,
    #"{"name":"get_tag","arguments":{"name":"get_tag","arguments":"{\"tag_id\":9}"}}"#,
  ])
  func `what a framework lays around arguments is taken off`(given: String) async throws {
    let catalog = ToolCatalog.stubbed(try surface("default")) { _ in Echo() }
    let given = try #require(try JSONValue(parsing: given).object)
    let result = try await catalog.call(
      "use_tool", arguments: given,
      context: RequestContext(version: .july2026, requestID: "1"))
    #expect(result.answer == ["tag_id": 9])
  }

  @Test func `what repeats a call is no argument of another tool`() async throws {
    let catalog = ToolCatalog.stubbed(try surface("default")) { _ in Echo() }
    let echo: JSONObject = ["tool": "get_clicks", "range": "last_week"]
    for inner in [echo, echo.merging(["arguments": ["publisher_id": 4]])] {
      let result = try await catalog.call(
        "query_rows", arguments: echo.merging(["arguments": .object(inner)]),
        context: RequestContext(version: .july2026, requestID: "1"))
      #expect(result.answer?["arguments"] == inner["arguments"])
    }
  }

  /// A tag may be called like the tool that makes it.
  @Test(arguments: ["list_tags", "create_tag", "list_clients"])
  func `arguments that happen to repeat a call are arguments`(tool: String) async throws {
    let catalog = ToolCatalog.stubbed(try surface("default")) { _ in Echo() }
    let result = try await catalog.call(
      "use_tool", arguments: ["name": .string(tool), "arguments": ["name": .string(tool)]],
      context: RequestContext(version: .july2026, requestID: "1"))
    #expect(result.answer?.contains { $0.value == .string(tool) } == true)
  }

  /// Free objects, and what may be anything, beside other kinds.
  @Test(arguments: [
    (#"{"anyOf":[{"type":"string"},{"type":"object"}]}"#, #""{\"a\":1}""#, #"{"a":1}"#),
    (#"{"anyOf":[{"type":"string"},{"type":"object"}]}"#, #""7""#, #""7""#),
    (#"{"anyOf":[{"type":"array"},{"type":"object"}]}"#, #""{\"a\":1}""#, #"{"a":1}"#),
    (#"{"anyOf":[{"type":"array"},{"type":"object"}]}"#, #""[1]""#, "[1]"),
    (#"{"type":"array","items":{}}"#, #"["{\"x\":1}","7","a"]"#, #"[{"x":1},7,"a"]"#),
    (#"{"type":"array","items":{"type":"object"}}"#, #"["{\"x\":null}"]"#, #"[{"x":null}]"#),
  ])
  func `what is written down in the strict dialect is read as what it holds`(
    schema: String, given: String, meant: String
  ) throws {
    let argument = try #require(try JSONValue(parsing: schema).object).merging([
      "in": "body", "description": "A thing.",
    ])
    let tool = try SmallManifest.tool([
      ("/request", "POST /a"), ("/arguments", ["thing": .object(argument)]),
    ])
    let reader = ArgumentReader(tool, in: nil, .openAIStrict)
    let read = try reader.read(["thing": try JSONValue(parsing: given)]).get()
    #expect(try #require(read["thing"]) == (try JSONValue(parsing: meant)))
  }

  @Test func `a list of anything says so`() throws {
    let tool = try SmallManifest.tool([
      ("/arguments/size", ["in": "query", "type": "array", "description": "Sizes."])
    ])
    let schema = tool.published().inputSchema["properties"]?["size"]
    #expect(schema?["items"] == [:])
  }

  // MARK: - Answers

  @Test func `an answer goes out once, unless the client reads the structure`() async throws {
    let surface = try surface("default")
    let pages = ClientInteraction(
      capabilities: [
        "extensions": ["io.modelcontextprotocol/ui": ["mimeTypes": [.string(AppPages.mimeType)]]]
      ]
    ) { _ throws(Interruption) in
      throw .failed(ResponseError(.internalError, "not asked"))
    }
    for (publication, client, isTwice) in [
      (Publication(), ClientInteraction.none, false), (Publication(), pages, true),
      (Publication(structure: .always), .none, true),
      (Publication(outputSchemas: true), .none, true),
    ] {
      let catalog = ToolCatalog.stubbed(surface, publication: publication) { _ in
        Echo()
      }
      let result = try await catalog.call(
        "get_scores", arguments: ["client_id": 1],
        context: RequestContext(version: .july2026, requestID: "1", client: client))
      #expect(result.answer == ["client_id": 1])
      #expect(result.structured == (isTwice ? ["client_id": 1] : nil))
    }
  }
}

/// A structure that fits the schema it was published with.
@Suite struct `A fitted answer` {
  private static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "data": [
        "type": "array",
        "items": [
          "type": "object",
          "properties": ["id": ["type": "integer"], "name": ["type": "string"]],
        ],
      ],
      "meta": [
        "type": "object", "required": ["page"], "properties": ["page": ["type": "integer"]],
      ],
    ],
  ]

  @Test(arguments: [
    (#"{"data":[{"id":1,"name":"a"}]}"#, #"{"data":[{"id":1,"name":"a"}]}"#, []),
    (#"{"data":[{"id":"1","name":null}]}"#, #"{"data":[{}]}"#, ["/data/0/id", "/data/0/name"]),
    (#"{"data":{},"more":true}"#, #"{"more":true}"#, ["/data"]),
    (
      #"{"data":[7,{"id":2},[],{"id":null}]}"#, #"{"data":[{"id":2},{}]}"#,
      ["/data/0", "/data/2", "/data/3/id"]
    ),
    // Without what it must have, what holds it goes too.
    (#"{"meta":{"page":"2","of":3}}"#, "{}", ["/meta/page", "/meta"]),
  ])
  func `leaves out what breaks the schema, and says where`(
    answer: String, fitted: String, places: [String]
  ) throws {
    let schema = try JSONSchema(compiling: Self.schema)
    let answer = try #require(try JSONValue(parsing: answer).object)
    let result = FittedAnswer(answer, to: schema)
    #expect(JSONValue.object(result.content).description == fitted)
    #expect(result.drift.map(\.description).sorted() == places.sorted())
  }

  @Test func `names some places of many, and their count`() throws {
    let rows = (1...300).map { JSONValue.object(["id": .string("\($0)"), "name": "a"]) }
    let result = FittedAnswer(["data": .array(rows)], to: try JSONSchema(compiling: Self.schema))
    #expect(result.content["data"]?.array?.count == 300)
    #expect(result.driftJSON?["count"] == 300)
    #expect(result.driftJSON?["left_out"]?.array?.count == 20)
  }
}
