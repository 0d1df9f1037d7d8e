import JSON
import TestSupport
import Testing
import Tools

@Suite struct `A policy file` {
  let schema: JSONSchema

  init() throws {
    schema = try JSONSchema(compiling: try Repository.json("policy.schema.json"))
  }

  private func problems(_ document: JSONValue) throws -> [ManifestProblem] {
    let manifest = try Repository.manifest()
    do throws(ManifestProblems) {
      _ = try CallPolicy(document, source: "policy", for: manifest)
      return []
    } catch {
      return error.problems
    }
  }

  @Test(arguments: PolicyFault.all)
  func `with one fault has one problem, where the fault is`(fault: PolicyFault) throws {
    let problems = try problems(fault.document)
    #expect(problems.map(\.pointer.description) == [fault.pointer])
    #expect(problems.first?.message.contains(fault.words) == true, "\(problems)")
    #expect(problems.allSatisfy { $0.source == "policy" })
  }

  @Test(arguments: PolicyFault.all.filter(\.isInSchema))
  func `is refused by the schema for editors as by the reader`(fault: PolicyFault) {
    #expect(!schema.violations(in: fault.document).isEmpty)
  }

  @Test(
    arguments: [
      [:], ["recipients": []], ["recipients": "+91*"],
      ["recipients": ["+49 (0) 151 / 234-567 89", "0091*", "1*", "+٤٩ ١٥١٢٣٤٥٦٧"]],
      ["per_hour": [:]], ["per_hour": ["*": 1, "api_request": 2, "delete_rotator": 3]],
      ["per_recipient_per_hour": 1], ["quiet_hours": ["from": "00:00", "to": "23:59"]],
      ["quiet_hours": ["from": "21:00", "to": "08:00", "utc_offset": "-03:30"]],
      ["default_country": "IN"], ["default_country": "+49", "recipients": ["0151 2345678"]],
      ["default_country": "91", "recipients": "+91*"],
    ] as [JSONValue])
  func `that is right is taken by the reader and the schema`(document: JSONValue) throws {
    #expect(try problems(document) == [])
    #expect(schema.violations(in: document).map(\.description) == [])
  }

  @Test func `is among the examples`() throws {
    let example = try Repository.json("examples/policy.json")
    #expect(try problems(example) == [])
    #expect(schema.violations(in: example).map(\.description) == [])
    #expect(
      Set(example.object?.keys ?? []) == [
        "$schema", "recipients", "per_hour", "per_recipient_per_hour", "quiet_hours",
        "default_country",
      ])
  }

  @Test func `with many faults has many problems at once`() throws {
    let problems = try problems([
      "recipient": 1, "per_hour": ["get_clicks": 0], "per_recipient_per_hour": 0,
      "quiet_hours": ["from": "25:00", "to": 8],
    ])
    #expect(
      problems.map(\.pointer.description) == [
        "/recipient", "/per_hour/get_clicks", "/per_hour/get_clicks", "/per_recipient_per_hour",
        "/quiet_hours/from", "/quiet_hours/to",
      ])
  }

  @Test(
    arguments: [
      ([:], false), (["recipients": ["+91*"]], false),
      (["quiet_hours": ["from": "21:00", "to": "08:00"]], false), (["per_hour": ["*": 1]], true),
      (["per_recipient_per_hour": 1], true),
    ] as [(JSONValue, Bool)])
  func `needs a ledger when it counts`(document: JSONValue, needsLedger: Bool) throws {
    let policy = try CallPolicy(document, source: "policy", for: try Repository.manifest())
    #expect(policy.needsLedger == needsLedger)
  }
}
