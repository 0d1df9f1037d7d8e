internal import JSON

/// Reads the items of an array argument, each as the arguments of another tool.
package struct ItemReader: Sendable {
  package let tool: ToolDescriptor
  private let each: EachDescriptor
  private let reader: ArgumentReader
  /// The arguments a plain text stands for.
  private let texts: [ArgumentDescriptor]

  package init(_ each: EachDescriptor, of tool: ToolDescriptor) {
    self.each = each
    self.tool = tool
    reader = ArgumentReader(tool, without: each.idArgument)
    texts = each.texts.compactMap { name in tool.arguments.first { $0.name == name } }
  }

  /// The arguments of each item of the array, without the id that isn't known yet; or an error with
  /// everything wrong with them, `urls/1/url` being an argument of the second.
  package func read(_ call: ToolCall) throws(ToolError) -> [Arguments] {
    let zone = call.arguments.zone ?? .utc
    let days = CallDays(zone: zone, now: Timestamp(secondsSince1970: 0))
    var read: [Arguments] = []
    var problems: [ArgumentProblem] = []
    for (index, item) in (call.arguments[each.argument]?.array ?? []).enumerated() {
      let place = "\(each.argument)/\(index)"
      guard let object = object(item) else {
        problems.append(
          ArgumentProblem(
            place, problem: "is neither a text nor an object",
            expected: "the arguments of \(tool.name)"))
        continue
      }
      switch reader.read(object, files: FileIntake(), days) {
      case .success(let arguments): read.append(arguments.said(of: place))
      case .failure(let failure): problems += failure.problems.map { $0.inside(place) }
      }
    }
    guard problems.isEmpty else { throw ToolError(problems, effect: call.tool.effect) }
    return read
  }

  private func object(_ item: JSONValue) -> JSONObject? {
    let item = item.string.flatMap(ValueCoercion.container) ?? item
    guard let first = texts.first else { return item.object }
    var object = item.object ?? [:]
    switch item {
    case .object: break
    case .string: object[first.name] = item
    default: return nil
    }
    guard let meant = value(of: first, in: object) else { return object }
    for other in texts.dropFirst() where value(of: other, in: object) == nil {
      object[other.name] = meant
    }
    return object
  }

  /// What is given for an argument, by whichever of its names.
  private func value(of argument: ArgumentDescriptor, in object: JSONObject) -> JSONValue? {
    object.first { name, value in
      !value.isNull && reader.argument(spelled: name)?.name == argument.name
    }?.value
  }
}

extension ArgumentProblem {
  /// The same of arguments inside another one.
  fileprivate func inside(_ place: String) -> ArgumentProblem {
    let names = argument.split(separator: ", ").map { "\(place)/\($0)" }
    return ArgumentProblem(
      names.joined(separator: ", "), problem: problem, expected: expected)
  }
}
