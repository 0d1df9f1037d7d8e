internal import JSON

/// Checks that the parts of a tool fit each other: path, arguments, aliases, rules, body.
struct ToolPartsCheck {
  let parts: ToolParts
  let cursor: ManifestCursor

  private var arguments: ManifestCursor {
    cursor.child("arguments")
      ?? ManifestCursor(object: [:], pointer: cursor.pointer, problems: cursor.problems)
  }

  /// Every name the author wrote, also of arguments that could not be read: a fault in one must
  /// not make others look wrong.
  private var names: [String] { arguments.object.keys }

  func run() {
    checkPath()
    checkSpellings()
    checkRules()
    checkBody()
    checkAbilities()
    checkPaging()
    checkPeriod()
    checkImplied()
    checkConsent()
    checkOwn()
  }

  private func checkPaging() {
    guard let paging = parts.paging else { return }
    for name in [paging.argument] + paging.sizes.map(\.argument) where !names.contains(name) {
      cursor.report(at: "paging", "no argument is named \"\(name)\"")
    }
    if !cursor.object.contains("rows") {
      cursor.report(at: "paging", "needs rows: what is on a page?")
    }
  }

  private func checkPeriod() {
    guard parts.period != nil else { return }
    let own = Set([StandardArguments.range, StandardArguments.includesToday])
    for argument in parts.arguments {
      for spelling in [argument.name] + argument.aliases where own.contains(spelling) {
        arguments.report(
          at: argument.name, "\"\(spelling)\" belongs to the date range of a tool with a period")
      }
    }
  }

  private func checkImplied() {
    for argument in parts.arguments {
      guard let implied = argument.implied else { continue }
      for name in implied.causes where !names.contains(name) {
        arguments.report(at: argument.name, "no argument is named \"\(name)\", which implies it")
      }
      if !argument.schema.violations(in: implied.value).isEmpty {
        arguments.report(at: argument.name, "the implied value is none that the argument takes")
      }
    }
  }

  /// The server's own tools go nowhere by themselves, and are asked about by other means.
  private func checkOwn() {
    guard parts.own != nil else { return }
    let keys = [
      "request", "wait", "each", "merge", "consent", "paging", "key", "answers", "content_type",
    ]
    for key in keys where cursor.object.contains(key) {
      cursor.report(at: key, "has no meaning beside a handler")
    }
    for argument in parts.arguments where argument.location != .tool {
      arguments.report(at: argument.name, "no request is sent: its place must be \"tool\"")
    }
  }

  private func checkConsent() {
    guard let effect = parts.effect, parts.own == nil else { return }
    if (effect == .destructive) != cursor.object.contains("consent") {
      cursor.report(
        effect == .destructive
          ? "a destructive tool needs a consent: what is a person asked before it acts?"
          : "consent is for destructive tools")
    }
    guard let consent = parts.consent else { return }
    for name in consent.arguments where !names.contains(name) {
      cursor.report(at: "consent", "no argument is named \"\(name)\"")
    }
  }

  private func checkPath() {
    guard let request = parts.request else { return }
    let path = request.requiredArguments + request.optionalArguments
    for name in path where !names.contains(name) {
      cursor.report(at: "request", "the path holds {\(name)}, but no argument is named so")
    }
    for argument in parts.arguments where argument.location != .path {
      guard path.contains(argument.name) else { continue }
      arguments.report(at: argument.name, "the path holds it: its place must be \"path\"")
    }
    for argument in parts.arguments where argument.location == .path {
      let others = (parts.wait?.poll.arguments ?? []) + (parts.merge?.read.arguments ?? [])
      if !path.contains(argument.name), !others.contains(argument.name) {
        arguments.report(at: argument.name, "its place is in the path, but the path has none")
      }
    }
    for argument in parts.arguments where request.requiredArguments.contains(argument.name) {
      if !argument.isRequired, argument.pathDefault == nil, !isOneOfSeveral(argument.name) {
        arguments.report(
          at: argument.name,
          "the path can't do without it: make it required, give it a "
            + "path_default, or put its part of the path in brackets")
      }
    }
  }

  /// A name must lead to one argument only.
  private func checkSpellings() {
    var owners: [String: String] = [:]
    for argument in parts.arguments {
      for spelling in [argument.name] + argument.aliases {
        if let owner = owners[spelling] {
          arguments.report(at: argument.name, "\"\(spelling)\" already means \(owner)")
        }
        owners[spelling] = argument.name
      }
    }
  }

  private func checkRules() {
    for cursor in cursor.elements("rules") {
      guard let rule = ArgumentRule(reading: cursor) else { continue }
      for name in rule.arguments where !names.contains(name) {
        cursor.report("no argument is named \"\(name)\"")
      }
    }
  }

  private func checkBody() {
    let kinds = Set(parts.arguments.map(\.location)).intersection([.form, .multipart, .body])
    if kinds.count > 1 {
      cursor.report(at: "arguments", "a request has one body: form, multipart or body")
    }
    if parts.request?.method == .get, !kinds.isEmpty {
      cursor.report(at: "request", "a GET request has no body, but arguments want one")
    }
    checkWholeBody()
    checkContentType()
    if parts.effect == .read, parts.request?.method == .delete {
      cursor.report(at: "effect", "a DELETE request does not only read")
    }
  }

  private func checkWholeBody() {
    let members = parts.arguments.filter { $0.location == .body }
    guard let whole = members.first(where: \.isWholeBody) else { return }
    if members.count > 1 {
      arguments.report(at: whole.name, "is the whole body, but others are members of it")
    }
    if cursor.object.contains("merge") {
      arguments.report(at: whole.name, "is the whole body: nothing can be laid over")
    }
    if whole.file != nil, whole.schema.document["type"] != "string" {
      arguments.report(at: whole.name, "a body is one file")
    }
  }

  /// What is no JSON, and no form, is a text or a file by itself.
  private func checkContentType() {
    guard let type = cursor.string("content_type") else { return }
    let members = parts.arguments.filter { $0.location == .body }
    if !MediaType.isConcrete(type) {
      cursor.report(at: "content_type", "\"\(type)\" is no media type")
    } else if members.isEmpty {
      cursor.report(at: "content_type", "what has it? No argument's place is \"body\"")
    } else if !MediaType.isJSON(type),
      !members.allSatisfy({ $0.isWholeBody && $0.schema.document["type"] == "string" })
    {
      cursor.report(
        at: "content_type", "only one text or file that is the whole body can be \(type)")
    }
  }

  /// A tool waits, or does something for each item, or merges; what it speaks of must be there.
  private func checkAbilities() {
    let abilities = ["wait", "each", "merge"].filter(cursor.object.contains)
    for ability in abilities.dropFirst() {
      cursor.report(at: ability, "a tool has one of wait, each and merge")
    }
    let spoken = [
      ("wait", parts.wait?.arguments), ("each", parts.each.map { [$0.argument] }),
      ("merge", parts.merge?.read.arguments),
    ]
    for (key, spoken) in spoken {
      for name in spoken ?? [] where !names.contains(name) {
        cursor.report(at: key, "no argument is named \"\(name)\"")
      }
    }
    if let each = parts.each, let list = parts.arguments.first(where: { $0.name == each.argument }),
      list.schema.document["type"] != "array" || list.location != .tool
    {
      arguments.report(at: list.name, "its items go out one by one: an array, in \"tool\"")
    }
    if parts.merge != nil, !parts.arguments.contains(where: { $0.location == .body }) {
      cursor.report(at: "merge", "nothing is laid over: no argument's place is \"body\"")
    }
    if abilities.contains("each") || abilities.contains("merge"), parts.effect == .read {
      cursor.report(at: "effect", "a tool with each or merge changes something")
    }
  }

  private func isOneOfSeveral(_ name: String) -> Bool {
    parts.rules.contains { rule in
      guard case .atLeastOne(let names) = rule else { return false }
      return names.contains(name)
    }
  }
}
