import JSON
import MCP
import Providers
import Synchronization
import TestSupport
import Testing
import Tools

@Suite struct `The library of services` {
  static let uri = "clickport://providers/acme"
  static let variable = "ACME_API_KEY"

  @Test func `lists each service`() throws {
    let library = try library()
    #expect(library.resources.map(\.uri) == [Self.uri])
    #expect(library.resources.map(\.label.title) == ["Acme"])
    #expect(library.templates.map(\.uriTemplate) == ["clickport://providers/{id}"])
  }

  @Test func `tells address, limits, time zone and tools of one`() throws {
    let provider = try read(
      try library([
        ("/providers/0/limits", ["per_minute": 60, "per_day": 1000]),
        ("/providers/0/time_zone", "Europe/Berlin"),
      ]))
    #expect(
      provider.description == """
        {"id":"acme","title":"Acme","base_url":"http://127.0.0.1:8801/acme",\
        "base_url_variable":"ACME_BASE_URL","limits":{"per_minute":60,"per_day":1000},\
        "time_zone":"Europe/Berlin","key":{"from":"ACME_API_KEY, or the file that \
        ACME_API_KEY_FILE names, or clickport setup","state":"missing: ACME_API_KEY is not set"},\
        "tools":["get_things"]}
        """)
  }

  @Test(
    arguments: [
      ([variable: "s3cret"], "set"), ([:], "missing: ACME_API_KEY is not set"),
      ([variable: ""], "missing: ACME_API_KEY is empty"),
      ([variable: "YOUR_API_KEY"], "unusable: ACME_API_KEY holds a placeholder"),
      ([variable: "${s3cret}"], "missing: ACME_API_KEY is not set: it holds a reference"),
      ([variable: "s3cret\u{7}x"], "unusable: ACME_API_KEY holds characters"),
      (
        [variable + "_FILE": "/s3cret"],
        "unusable: ACME_API_KEY is to come from the file in ACME_API_KEY_FILE"
      ),
    ] as [([String: String], String)])
  func `tells the state of the key, never the key`(
    variables: [String: String], state: String
  ) throws {
    let provider = try read(try library(environment: Environment(variables)))
    #expect(provider["key"]?["state"]?.string?.hasPrefix(state) == true)
    #expect(!provider.description.contains("s3cret"))
  }

  /// A key that is there or not.
  final class Key: Sendable {
    private let value = Mutex<String?>(nil)

    var current: String? { value.withLock { $0 } }

    func set(_ key: String) { value.withLock { $0 = key } }
  }

  @Test func `looks at the key anew each time`() throws {
    let key = Key()
    let library = try library(
      environment: Environment { $0 == Self.variable ? key.current : nil })
    #expect(try read(library)["key"]?["state"] == "missing: ACME_API_KEY is not set")
    key.set("s3cret")
    #expect(try read(library)["key"]?["state"] == "set")
  }

  @Test func `tells the plans there are, and that a token stands in for the key`() throws {
    let token: JSONValue = [
      "request": "POST /login", "body": ["name": "ACME_USER", "word": "ACME_WORD"], "at": "/token",
      "header": "Authorization",
    ]
    let library = try library(
      [
        ("/providers/0/auth/token", token),
        ("/providers/0/plans", ["small": ["per_minute": 5], "large": ["per_minute": 50]]),
      ], environment: Environment(["ACME_USER": "jane", "ACME_WORD": "wordword"]))
    let provider = try read(library)
    #expect(provider["limits"] == ["per_minute": 5])
    #expect(provider["plans"] == ["small": ["per_minute": 5], "large": ["per_minute": 50]])
    #expect(provider["plan_variable"] == "ACME_PLAN")
    #expect(provider["key"]?["state"] == "token for ACME_USER and ACME_WORD")
  }

  @Test func `says nothing of a key where none is wanted`() throws {
    let provider = try read(try library([("/providers/0/auth", nil)]))
    #expect(provider["key"] == nil)
    #expect(provider["limits"] == [:])
  }

  @Test(arguments: [
    "clickport://providers", "clickport://providers/", "clickport://providers/acme/",
    "clickport://providers/ACME", "clickport://providers/../tools", "clickport://providers/other",
    "clickport://tools", "acme",
  ])
  func `has nothing at any other URI`(uri: String) throws {
    #expect(try library().read(uri) == nil)
  }

  @Test func `completes ids by how they begin`() throws {
    let library = try library()
    let template = "clickport://providers/{id}"
    #expect(library.completions(of: template, argument: "id", value: "a") == ["acme"])
    #expect(library.completions(of: template, argument: "id", value: "b") == [])
    #expect(library.completions(of: template, argument: "name", value: "a") == nil)
    #expect(library.completions(of: "clickport://tools/{name}", argument: "id", value: "") == nil)
  }

  private func library(
    _ changes: [(String, JSONValue?)] = [], environment: Environment = Environment([:])
  ) throws -> ProviderLibrary {
    let manifest = try SmallManifest.manifest(changes)
    return ProviderLibrary(
      manifest.providers.map { descriptor in
        Provider(
          descriptor,
          base: BaseURL(scheme: "http", authority: "127.0.0.1:8801", path: "/\(descriptor.id)"),
          environment: environment, transport: ScriptedTransport())
      }, ExposedTools(everythingOf: manifest))
  }

  private func read(_ library: ProviderLibrary) throws -> JSONValue {
    let contents = try #require(library.read(Self.uri)?.first)
    #expect(contents.uri == Self.uri)
    #expect(contents.mimeType == "application/json")
    guard case .text(let text) = contents.body else { return .null }
    return try JSONValue(parsing: text)
  }
}
