package import JSON
internal import MCP
package import Tools

/// A tool that makes one thing and then several that belong to it: one request, and one more for
/// each item of an array. It is one effect: what was made stays, and is told beside what failed.
package struct EachOperation: ToolHandler {
  private let each: EachDescriptor
  private let first: RequestTemplate
  private let items: ItemReader
  private let provider: Provider

  /// `tool` is what the items are arguments of.
  package init(
    _ each: EachDescriptor, of tool: ToolDescriptor, after first: RequestTemplate,
    at provider: Provider
  ) {
    self.each = each
    self.first = first
    self.provider = provider
    items = ItemReader(each, of: tool)
  }

  /// Nothing is asked, recorded or sent unless all items are right.
  package func target(of call: ToolCall) throws(ToolError) -> CallTarget {
    let wanted = try items.read(call)
    var target = CallTarget(of: call, at: provider)
    if !wanted.isEmpty {
      target.parts = EffectParts(tool: items.tool.name, count: wanted.count)
    }
    return target
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let wanted = try items.read(call)
    let parts = try RequestParts(first, of: call.tool, call.arguments).tracing(call)
    let answer = try await provider.send(
      parts, effect: call.tool.effect, by: call.deadline, noting: call.footprint
    ).read()
    guard !wanted.isEmpty else { return answer }
    guard let id = each.id(in: answer) else {
      var error = ToolError(
        .badAnswer,
        "\(provider.descriptor.title) did it but did not name what it made, so none of "
          + "\(each.argument) was added. Look for it, and use \(items.tool.name). "
          + answer.quotation)
      error.outcome = .accepted
      throw error
    }
    let whole = await add(wanted, to: id, answer, call)
    let remarks = wanted.flatMap(\.remarks)
    return remarks.isEmpty ? whole : whole.appending("_notes", .array(remarks.map { .string($0) }))
  }

  private func add(
    _ wanted: [Arguments], to id: JSONValue, _ answer: JSONObject, _ call: ToolCall
  ) async -> JSONObject {
    let given = call.arguments[each.argument]?.array ?? []
    var made: [JSONValue] = []
    var failed: [JSONValue] = []
    for (index, arguments) in wanted.enumerated() {
      var arguments = arguments.values
      arguments[each.idArgument] = id
      let place: JSONObject = ["index": .number(JSONNumber(index))]
      do throws(ToolError) {
        let added = try await send(Arguments(arguments), for: call)
        made.append(.object(place.merging(added)))
      } catch {
        let item = index < given.count ? given[index] : .null
        failed.append(.object(place.merging(["item": item, "error": .object(error.json)])))
      }
      await call.progress.report(
        ProgressReporter.Step(
          progress: Double(index + 1), total: Double(wanted.count),
          message: "\(each.argument): \(made.count) added"))
    }
    var whole = answer
    whole[each.argument] = .array(made)
    guard !failed.isEmpty else { return whole }
    whole["failed"] = .array(failed)
    whole["message"] = .string(
      "\(failed.count) of \(wanted.count) \(each.argument) were not added. Don't make it again: "
        + "\(items.tool.name) with \(each.idArgument) \(id) adds them.")
    return whole
  }

  private func send(
    _ arguments: Arguments, for call: ToolCall
  ) async throws(ToolError) -> JSONObject {
    let tool = items.tool
    guard let request = tool.request else { return [:] }
    do throws(ToolError) {
      let parts = try RequestParts(request, of: tool, arguments).tracing(call)
      return try await provider.send(
        parts, effect: tool.effect, by: call.deadline, noting: call.footprint
      ).read()
    } catch {
      var error = error
      error.tool = tool.name
      throw error
    }
  }
}
