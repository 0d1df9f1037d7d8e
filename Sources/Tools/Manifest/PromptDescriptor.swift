package import JSON

/// A prompt as the manifest describes it: what a person picks, and what a model is then told.
package struct PromptDescriptor: Sendable {
  package let name: String
  package let title: String
  package let description: String
  /// In the order a person is asked for them.
  package let arguments: [Argument]
  /// What the model is told.
  package let text: TextTemplate
  /// The tools the text speaks of.
  package let tools: [String]

  /// Whether every tool it speaks of is among those.
  package func isWithin(_ names: Set<String>) -> Bool { names.isSuperset(of: tools) }

  /// Something a person fills in.
  package struct Argument: Sendable {
    package let name: String
    package let title: String
    package let description: String
    package let isRequired: Bool
    /// What a value must be; anything when there is none.
    package let format: Format?
    /// Stands in the text when the argument is not given.
    package let otherwise: String?
    package let completion: Completion?
  }

  package enum Format: String, CaseIterable, Sendable {
    /// `YYYY-MM-DD`, a day that exists.
    case date
    /// A whole number above zero.
    case number
  }

  /// Where values for an argument are found.
  package struct Completion: Sendable {
    /// A tool that reads a list.
    package let tool: String
    package let arguments: JSONObject
    /// Where a value is in a row of that list; every pointer that leads to something gives one.
    package let values: [JSONPointer]
  }
}

extension PromptDescriptor {
  /// `tools` are those that could be read, `named` the names of all that were written; a proven
  /// prompt is not checked against them.
  init?(reading cursor: ManifestCursor, tools: [ToolDescriptor] = [], named: Set<String> = []) {
    cursor.allowOnly(["name", "title", "description", "arguments", "tools", "text"])
    let name = cursor.identifier("name")
    let title = cursor.requiredString("title")
    let description = cursor.requiredString("description")
    let cursors = cursor.elements("arguments")
    let arguments = cursors.compactMap { Argument(reading: $0, tools: tools, named: named) }
    let used = cursor.strings("tools") ?? []
    for tool in used { cursor.checkTool(tool, at: "tools", among: named) }
    let lines = cursor.isPresent("text", "what the model is told") ? cursor.strings("text") : nil
    let text = TextTemplate(parsing: (lines ?? []).joined(separator: "\n"))
    if lines != nil { Self.check(text, cursor, cursors) }
    guard let name, let title, let description, lines != nil else { return nil }
    self.init(
      name: name, title: title, description: description, arguments: arguments, text: text,
      tools: used)
  }

  /// Every `{name}` in the text must have an argument, and every argument one.
  private static func check(
    _ text: TextTemplate, _ cursor: ManifestCursor, _ arguments: [ManifestCursor]
  ) {
    if text.isEmpty { cursor.report(at: "text", "must not be empty") }
    let names = arguments.compactMap { $0.object["name"]?.string }
    for name in text.names where !names.contains(name) {
      cursor.report(at: "text", "it holds {\(name)}, but no argument is named so")
    }
    var seen: Set<String> = []
    for argument in arguments {
      guard let name = argument.object["name"]?.string else { continue }
      if !seen.insert(name).inserted {
        argument.report(at: "name", "another argument is named \"\(name)\" already")
      } else if !text.names.contains(name) {
        argument.report(at: "name", "the text has no {\(name)}")
      }
    }
  }
}

extension PromptDescriptor.Argument {
  fileprivate init?(
    reading cursor: ManifestCursor, tools: [ToolDescriptor], named: Set<String>
  ) {
    cursor.allowOnly([
      "name", "title", "description", "required", "format", "otherwise", "complete",
    ])
    let name = cursor.identifier("name")
    let title = cursor.requiredString("title")
    let description = cursor.requiredString("description")
    let isRequired = cursor.bool("required") ?? false
    let format = cursor.choice("format", PromptDescriptor.Format.self)
    let otherwise = cursor.string("otherwise")
    let completion = cursor.child("complete").flatMap {
      PromptDescriptor.Completion(reading: $0, tools: tools, named: named)
    }
    if isRequired == cursor.object.contains("otherwise") {
      cursor.report(
        isRequired
          ? "a required argument is always given: it needs no otherwise"
          : "otherwise is missing: what stands in the text when it is not given?")
    }
    guard let name, let title, let description else { return nil }
    self.init(
      name: name, title: title, description: description, isRequired: isRequired, format: format,
      otherwise: otherwise, completion: completion)
  }
}

extension PromptDescriptor.Completion {
  fileprivate init?(
    reading cursor: ManifestCursor, tools: [ToolDescriptor], named: Set<String>
  ) {
    cursor.allowOnly(["tool", "arguments", "values"])
    _ = cursor.isPresent("values", "where a row has the value")
    let values = cursor.pointers("values")
    let arguments = cursor.child("arguments")?.object ?? [:]
    guard let name = cursor.requiredString("tool") else { return nil }
    cursor.checkTool(name, at: "tool", among: named)
    if let tool = tools.first(where: { $0.name == name }) {
      if tool.effect != .read || tool.rows == nil {
        cursor.report(at: "tool", "\"\(name)\" is no tool that reads a list with rows")
      }
      ArgumentReader(tool).report(arguments, to: cursor, at: "arguments")
    }
    self.init(tool: name, arguments: arguments, values: values)
  }
}

extension ManifestCursor {
  fileprivate func checkTool(_ name: String, at key: String, among known: Set<String>) {
    guard !isProven, !known.contains(name) else { return }
    let hint = meantHint(name, among: known.sorted()) ?? ""
    report(at: key, "no tool is named \"\(name)\"\(hint)")
  }
}

extension ArgumentReader {
  /// Reports what is wrong with arguments that the manifest itself holds.
  func report(_ arguments: JSONObject, to cursor: ManifestCursor, at key: String) {
    guard case .failure(let failure) = read(arguments) else { return }
    for problem in failure.problems {
      cursor.report(
        at: key, "\(problem.argument) \(problem.problem); expected: \(problem.expected)")
    }
  }
}
