package import JSON

/// What is done after the first request, once for each item of an array:
/// `{"argument": "urls", "tool": "add_url", "id": {"list_id": "/id"}, "text": "url"}`.
package struct EachDescriptor: Sendable {
  /// The array argument.
  package let argument: String
  /// The tool of the same provider that an item is the arguments of.
  package let tool: String
  /// The argument of that tool that gets the id of what was made first.
  package let idArgument: String
  /// Where the first answer tells that id; the first that leads to something wins.
  package let idPointers: [JSONPointer]
  /// The arguments that a plain text stands for. The first is what it means; the others get the
  /// same where they aren't given, in objects too.
  package let texts: [String]

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["argument", "tool", "id", "text"])
    let argument = cursor.requiredString("argument")
    let tool = cursor.requiredString("tool")
    guard cursor.isPresent("id", "an argument of that tool and where the answer tells it"),
      let id = cursor.child("id"), let argument, let tool
    else { return nil }
    if id.object.count != 1 { cursor.report(at: "id", "must be one argument and its pointer") }
    self.argument = argument
    self.tool = tool
    idArgument = id.object.keys.first ?? ""
    idPointers = id.pointers(idArgument)
    texts = cursor.strings("text") ?? []
  }

  /// Reports what does not fit the tools of its provider.
  func check(_ cursor: ManifestCursor, among tools: [ToolDescriptor]) {
    guard let tool = tools.first(where: { $0.name == self.tool }) else {
      let hint = meantHint(self.tool, among: tools.map(\.name)) ?? ""
      cursor.report(at: "tool", "no tool of this provider is named \"\(self.tool)\"\(hint)")
      return
    }
    switch (tool.handler, tool.effect) {
    case (.request, .write), (.request, .idempotentWrite): break
    default:
      cursor.report(at: "tool", "\(tool.name) must be one request that writes and removes nothing")
      return
    }
    if tool.isMessaging {
      cursor.report(at: "tool", "\(tool.name) reaches people: each of them needs a call")
    }
    let names = tool.arguments.map(\.name)
    for (key, name) in [("id", idArgument)] + texts.map({ ("text", $0) }) {
      guard !names.contains(name), !name.isEmpty else { continue }
      cursor.report(at: key, "\(tool.name) has no argument named \"\(name)\"")
    }
  }

  /// Withholds the array, for the tool for its items can't be called.
  fileprivate func withhold(from details: inout ToolDetails) {
    guard let list = details.parts.arguments.first(where: { $0.name == argument }) else { return }
    details.withhold(
      list, because: "needs \(tool), which the operator leaves out here, for each of its items")
  }

  /// The id of what was made first; nil where the answer doesn't tell it. It is looked for nowhere
  /// else: the items would go to whatever was found there.
  package func id(in answer: JSONObject) -> JSONValue? {
    idPointers.lazy.compactMap { $0.value(in: .object(answer)) }.first { !$0.isNull && $0 != "" }
  }
}

extension ToolDescriptor {
  /// The tool where those can be called and no others: it does no other's work for its items.
  func reaching(_ callable: [ToolDescriptor]) -> ToolDescriptor {
    guard let partTool, !callable.contains(where: { $0.name == partTool }) else { return self }
    return changing { details in
      guard case .each(let each, after: _) = details.handler else { return }
      each.withhold(from: &details)
    }
  }
}
