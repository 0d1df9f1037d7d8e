import JSON
import TestSupport
import Testing
import Tools

/// A1 and A2: what hosts fill in, and what clears; `Every spelling` holds it for every tool.
@Suite struct `Blank arguments` {
  @Test func `of a change are left out, and that is said`() throws {
    let arguments = try reader(of: "update_client").read([
      "client_id": 1, "company_name": "New name", "contact_name": "", "plan_type": " ",
      "website_url": "", "contact_email": nil,
    ]).get()
    #expect(arguments.values == ["client_id": 1, "company_name": "New name"])
    #expect(
      arguments.remarks == ["Left out, because blank: website_url, contact_name, plan_type."])
    #expect(try reader(of: "list_clients").read(["page": 0, "search": ""]).get().remarks == [])
  }

  @Test func `alone are no change`() throws {
    let reader = try reader(of: "update_client")
    let problems = reader.problems(["client_id": 1, "contact_name": "", "plan": ""])
    #expect(problems.count == 1)
    #expect(
      problems.first?.problem
        == "none of them was given; blank ones count as none: contact_name, plan")
  }

  /// The manifest needs no rule for it.
  @Test(arguments: ["update_datapoint", "update_group", "update_retargeting_script"])
  func `and nothing at all are no change of what is merged`(tool: String) throws {
    let id = try #require(try Repository.tool(tool)?.arguments.first { $0.isRequired }?.name)
    let reader = try reader(of: tool)
    #expect(reader.problems([id: 1]).map(\.expected) == ["at least one of them"])
    #expect(reader.problems([id: 1, "name": ""]).map(\.expected) == ["at least one of them"])
  }

  @Test func `are refused where they are required`() throws {
    let problems = try reader(of: "create_group").problems(["title": " "])
    #expect(problems.map(\.argument) == ["title"])
    #expect(problems.first?.problem == "is required, but is blank")
  }

  /// Left out, each of these would have more removed than was meant.
  @Test(arguments: ["", " ", nil, "null", []] as [JSONValue])
  func `never widen a removal`(value: JSONValue) throws {
    let group = try reader(of: "delete_link_group")
    #expect(try group.values(["group_id": 1, "subgroupId": "7"])["subgroup_id"] == 7)
    for name in ["subgroup_id", "subgroup-id"] {
      #expect(group.problems(["group_id": 1, name: value]).map(\.argument) == [name])
    }
    let marked = group.problems(["group_id": 1, "_subgroup_id": 7])
    #expect(marked.map(\.argument) == ["_subgroup_id"])
    #expect(group.problems(["group_id": value]).map(\.argument) == ["group_id"])
    let batch = try reader(of: "delete_datapoints_batch")
    let entities: [JSONValue] = [
      "", [], "[]", "null", [["id": ""]], [["id": value]], [["id": 0]], [["id": "0"]], nil,
    ]
    for entities in entities {
      #expect(!batch.problems(["entities": entities]).isEmpty, "\(entities)")
    }
  }

  @Test func `clear what is clearable`() throws {
    let rotator = try reader(of: "update_rotator")
    for countries in [[], "", "[]"] as [JSONValue] {
      let values = try rotator.values(["rotator_id": 1, "include_country": countries])
      #expect(values == ["rotator_id": 1, "include_country": ""])
    }
    let group = try reader(of: "update_group")
    #expect(try group.values(["group_id": 1, "tags": []]) == ["group_id": 1, "tags": []])
    #expect(
      group.problems(["group_id": 1, "tags": ""]).map(\.expected) == ["at least one of them"])
    let notes = try reader(of: "set_datapoint_notes")
    #expect(try notes.values(["datapoint_id": 1, "notes": ""])["notes"] == "")
    #expect(notes.problems(["datapoint_id": 1]).map(\.argument) == ["notes"])
  }

  @Test func `inside an object are left out, unless they are all there is`() throws {
    let group = try reader(of: "create_group")
    let tags: JSONValue = [["id": "1", "name": "", "datapoints": nil], ["name": ""]]
    let read = try group.values(["name": "g", "tags": tags])
    #expect(read["tags"] == [["id": 1], ["name": ""]])
    let remarks = try group.read(["name": "g", "tags": tags]).get().remarks
    #expect(remarks == ["Left out of tags: what is blank in it."])
    #expect(group.problems(["name": "g", "tags": [["id": ""]]]).map(\.argument) == ["tags/0/id"])
  }
}
