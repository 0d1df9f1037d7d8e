import JSON
import TestSupport
import Testing
import Tools

@Suite struct `The manifest` {
  @Test func `is read from its file`() throws {
    let manifest = try Repository.manifest()
    #expect(
      manifest.providers.map { "\($0.id) \($0.tools.count)" } == [
        "hienergy 2", "clickmedias 20", "clickmagick 42", "klik 5", "clickmeter 108",
      ])
    #expect(
      manifest.ownTools.map(\.name) == [
        "find_tools", "use_tool", "api_request", "query_rows", "compare_periods",
        "rotator_verdict", "find_anomalies", "traffic_quality", "idle_links", "reconcile",
        "list_effects",
      ])
    #expect(manifest.providers.allSatisfy { $0.authentication != nil })
    #expect(manifest.providers.map(\.baseURLVariable).first == "HIENERGY_BASE_URL")
  }

  @Test func `lets every date range be given as from and to`() throws {
    var ranges = 0
    for tool in try Repository.manifest().tools {
      for case .ordered(let first, let last) in tool.rules {
        guard let first = tool.arguments.first(where: { $0.name == first }),
          let last = tool.arguments.first(where: { $0.name == last }),
          first.schema.document["format"] != nil
        else { continue }
        ranges += 1
        #expect(Set(first.aliases).isSuperset(of: ["date_from", "from"]), "\(tool.name)")
        #expect(Set(last.aliases).isSuperset(of: ["date_to", "to"]), "\(tool.name)")
      }
    }
    #expect(ranges >= 30)
  }

  @Test func `takes a small one`() throws {
    let provider = try #require(try SmallManifest.manifest([]).providers.first)
    #expect(provider.tools.map(\.name) == ["get_things"])
    #expect(provider.authentication?.variable == "ACME_API_KEY")
    #expect(provider.authentication?.place == .header("X-Key", prefix: ""))
    #expect(provider.tools.first?.confidence == .documented)
  }

  @Test(arguments: ManifestFault.all)
  func `with one fault has one problem, where the fault is`(fault: ManifestFault) {
    let problems = problems(fault.document)
    #expect(problems.map(\.pointer.description) == [fault.pointer])
    #expect(problems.allSatisfy { $0.source == "broken" })
    if !fault.words.isEmpty {
      #expect(problems.first?.message.contains(fault.words) == true)
    }
  }

  @Test func `with ten faults has ten problems`() {
    let tool = SmallManifest.tool
    let document = SmallManifest.document([
      ("/manifest_version", "1"), ("/colour", "blue"), ("/providers/0/base_url", "acme"),
      ("/providers/0/auth/header", "X Key"), (tool + "/efect", "read"),
      (tool + "/request", "GET /things/{id}"), (tool + "/arguments/size/in", "qurey"),
      (tool + "/rules", [["ordered": ["size"]]]), (tool + "/rows", "data"),
      (tool + "/output", ["type": "array"]),
    ])
    let pointers = problems(document).map(\.pointer.description)
    #expect(
      Set(pointers) == [
        "/manifest_version", "/colour", "/providers/0/base_url", "/providers/0/auth/header",
        tool + "/efect", tool + "/request", tool + "/arguments/size/in", tool + "/rules/0/ordered",
        tool + "/rows", tool + "/output",
      ])
    #expect(pointers.count == 10)
  }

  @Test func `tells a fault in a shared parameter once, where it stands`() {
    let use: JSONValue = ["use": "day", "in": "query"]
    let problems = problems(
      SmallManifest.document([
        ("/providers/0/parameters/day/patern", "^2"),
        ("/providers/0/parameters/day/type", ["string", "null"]),
        (SmallManifest.tool + "/arguments/from", use), (SmallManifest.tool + "/arguments/to", use),
      ]))
    #expect(
      problems.map(\.pointer.description)
        == ["/providers/0/parameters/day/patern", "/providers/0/parameters/day/type"])
  }

  @Test func `lets an argument change the parameter it uses`() throws {
    let tool = try SmallManifest.tool([
      ("/arguments/from", ["use": "day", "in": "query", "description": "The first day."])
    ])
    let schema = tool.arguments.last?.schema.document
    #expect(schema == ["type": "string", "format": "date", "description": "The first day."])
  }

  @Test(arguments: [nil, [], "manifest", 7] as [JSONValue])
  func `must be an object`(document: JSONValue) {
    #expect(problems(document).map(\.pointer) == [.root])
  }

  @Test func `prints a problem as file, place and sentence`() {
    let problems = ManifestProblems(problems: problems([:]))
    #expect(
      problems.description == """
        broken: (root): manifest_version is missing: it must be 1
        broken: (root): providers is missing: it must be an array of providers
        """)
  }

  private func problems(_ document: JSONValue) -> [ManifestProblem] {
    do throws(ManifestProblems) {
      _ = try Manifest(document, source: "broken")
      return []
    } catch {
      return error.problems
    }
  }
}
