package import JSON

/// What a tool counts: with it the tool is a source, which every analysis can ask for its measures.
///
/// `{"default": true, "bots": "included", "by": {"advertiser": {"id": "/advertiser_id", …}}}`
package struct SourceDescriptor: Sendable {
  /// Whether it stands for its service where nobody names a source: others of the service count
  /// the same.
  package let isDefault: Bool
  /// What it is asked with, whatever is asked.
  package let arguments: JSONObject
  /// Whether bots are among what is counted as clicks; nil where the service doesn't say.
  package let includesBots: Bool?
  /// What its figures can be told apart by, in the manifest's order.
  package let dimensions: [Dimension]

  package func dimension(_ name: String) -> Dimension? { dimensions.first { $0.name == name } }

  /// Things that are counted: advertisers, links, projects ….
  package struct Dimension: Sendable {
    /// The same wherever the same kind of thing is counted.
    package let name: String
    /// Where a row has the thing's id and name; nil where it is the one that was asked for.
    package let id: JSONPointer?
    package let title: JSONPointer?
    /// What else the tool is asked with to tell them apart.
    package let arguments: JSONObject
    /// Who lists all there are, whether they are counted or not; nil where nobody does.
    package let list: List?
    /// The argument that gets their ids: without them the tool answers nothing. nil where it
    /// answers all.
    package let argument: String?
    /// How many ids it takes in one call; one where the argument is no array.
    package let atOnce: Int
    /// The dimension of what they belong to: one such thing must be named.
    package let within: String?
    /// Whether rows are of all there are, also of what nothing was counted for.
    package let isComplete: Bool
    /// The most rows that are told, the greatest first: there may be more things; nil where all are.
    package let leading: Int?
    /// Who tells more of one thing than its rows and list do.
    package let details: [Detail]
  }

  /// A reading tool that tells of one thing what it is asked for by its id.
  package struct Detail: Sendable {
    package let tool: String
    package let arguments: JSONObject
    /// The argument that gets the id.
    package let argument: String
    package let url: JSONPointer?
    package let status: JSONPointer?
    /// When a person last clicked it; where several tools tell, the latest counts.
    package let lastClick: JSONPointer?
    /// When it was made.
    package let created: JSONPointer?
  }

  /// A reading tool that lists things of one kind.
  package struct List: Sendable {
    package let tool: String
    package let arguments: JSONObject
    package let id: JSONPointer
    package let title: JSONPointer?
    /// The address people know it by.
    package let url: JSONPointer?
    /// When it was last clicked, where the list tells.
    package let lastClick: JSONPointer?
    /// When it was made, where the list tells.
    package let created: JSONPointer?
    /// What state a thing is in, and the one that things in use are in.
    package let status: JSONPointer?
    package let active: String?
    /// The argument that finds things by a part of their name; nil where there is none.
    package let search: String?
  }
}

extension SourceDescriptor {
  /// What an analysis is told where nothing is to be told apart.
  package static let total = "source"

  init(reading cursor: ManifestCursor, of parts: ToolParts, _ tool: ManifestCursor) {
    cursor.allowOnly(["default", "arguments", "bots", "by"])
    isDefault = cursor.bool("default") ?? false
    arguments = cursor.child("arguments")?.object ?? [:]
    includesBots = cursor.choice("bots", Bots.self).map { $0 == .included }
    dimensions = cursor.children("by").compactMap { name, child in
      if !child.isProven, !ProviderDescriptor.isIdentifier(name) {
        child.report("must be named in lower-case letters, digits and _, at most 40")
      }
      return Dimension(reading: child, name: name)
    }
    if !cursor.isProven { check(cursor, parts, tool) }
  }

  /// Reports what doesn't fit the rest of the tool.
  private func check(_ cursor: ManifestCursor, _ parts: ToolParts, _ tool: ManifestCursor) {
    if tool.child("measures") == nil {
      cursor.report("needs measures: what does the tool count?")
    }
    if parts.effect != .read { cursor.report("only a tool that reads can be asked what it counts") }
    let names = parts.arguments.map(\.name)
    func check(_ arguments: [String], _ place: ManifestCursor, _ key: String) {
      for name in arguments where !names.contains(name) {
        let hint = meantHint(name, among: names) ?? ""
        place.report(at: key, "no argument is named \"\(name)\"\(hint)")
      }
    }
    func checkFixed(_ arguments: JSONObject, _ place: ManifestCursor) {
      check(arguments.keys, place, "arguments")
      for argument in parts.arguments {
        guard let value = arguments[argument.name] else { continue }
        if argument.name == parts.paging?.argument || parts.period?.isEnd(argument.name) == true {
          place.report(at: "arguments", "\(argument.name) is asked anew each time: leave it out")
        } else if !argument.schema.violations(in: value).isEmpty {
          place.report(at: "arguments", "\(argument.name) is none of the values it takes")
        }
      }
    }
    checkFixed(self.arguments, cursor)
    for (name, place) in cursor.children("by") {
      if name == Self.total {
        place.report("\(name) stands for the whole source: name it otherwise")
      }
      guard let dimension = dimension(name) else { continue }
      checkFixed(dimension.arguments, place)
      check(dimension.argument.map { [$0] } ?? [], place, "argument")
      if let within = dimension.within,
        within == name || self.dimension(within)?.argument == nil
      {
        place.report(at: "within", "must be another dimension of the tool, which has an argument")
      }
    }
  }

  /// Reports what doesn't fit the other tools of the provider: its lists, and two defaults.
  static func check(_ cursors: [ManifestCursor], of tools: [ToolDescriptor]) {
    var hasDefault = false
    for (tool, cursor) in zip(tools, cursors) {
      guard let source = tool.source, let place = cursor.child("source") else { continue }
      if source.isDefault, hasDefault {
        place.report(at: "default", "another source stands for the service already")
      }
      hasDefault = hasDefault || source.isDefault
      for (name, place) in place.children("by") {
        guard let dimension = source.dimension(name) else { continue }
        if let list = dimension.list, let place = place.child("list") {
          let parent = dimension.within.flatMap(source.dimension)?.argument
          list.check(place, among: tools, of: parent)
        }
        guard !dimension.details.isEmpty else { continue }
        for (detail, place) in zip(dimension.details, place.elements("details")) {
          detail.check(place, among: tools)
        }
      }
    }
  }

  private enum Bots: String, CaseIterable, Sendable {
    case included
    case excluded
  }
}

extension SourceDescriptor.Dimension {
  fileprivate init?(reading cursor: ManifestCursor, name: String) {
    cursor.allowOnly([
      "id", "name", "arguments", "list", "argument", "at_once", "within", "complete", "leading",
      "details",
    ])
    self.name = name
    id = cursor.column("id")
    title = cursor.column("name")
    arguments = cursor.child("arguments")?.object ?? [:]
    list = cursor.child("list").flatMap(SourceDescriptor.List.init(reading:))
    argument = cursor.string("argument")
    atOnce = cursor.positiveInt("at_once") ?? 1
    within = cursor.string("within")
    isComplete = cursor.bool("complete") ?? false
    leading = cursor.positiveInt("leading")
    details =
      cursor.object.contains("details")
      ? cursor.elements("details").compactMap(SourceDescriptor.Detail.init(reading:)) : []
    if argument == nil, id == nil, title == nil {
      cursor.report("must say where a row has the id or the name, or which argument asks for it")
    }
    if argument != nil, list == nil {
      cursor.report(at: "argument", "needs a list, which tells the ids that there are")
    }
  }
}

extension SourceDescriptor.List {
  fileprivate init?(reading cursor: ManifestCursor) {
    cursor.allowOnly([
      "tool", "arguments", "id", "name", "url", "last_click", "created", "status", "active",
      "search",
    ])
    arguments = cursor.child("arguments")?.object ?? [:]
    title = cursor.pointers("name").first
    url = cursor.pointers("url").first
    lastClick = cursor.pointers("last_click").first
    created = cursor.pointers("created").first
    status = cursor.pointers("status").first
    active = cursor.string("active")
    search = cursor.string("search")
    if cursor.object.contains("status") != cursor.object.contains("active") {
      cursor.report("status and active go together: where the state is, and which means in use")
    }
    guard let tool = cursor.requiredString("tool"), let place = cursor.requiredString("id"),
      let id = cursor.pointer(place, at: "id")
    else { return nil }
    self.tool = tool
    self.id = id
  }

  /// `parent` is the argument that says what the things are to belong to.
  fileprivate func check(
    _ cursor: ManifestCursor, among tools: [ToolDescriptor], of parent: String?
  ) {
    guard let tool = tools.first(where: { $0.name == self.tool }) else {
      let hint = meantHint(self.tool, among: tools.map(\.name)) ?? ""
      cursor.report(at: "tool", "no tool of this provider is named \"\(self.tool)\"\(hint)")
      return
    }
    if tool.effect != .read || tool.rows == nil {
      cursor.report(at: "tool", "\(tool.name) lists nothing: it must read, and have rows")
    }
    for name in arguments.keys + [search, parent].compactMap(\.self)
    where !tool.arguments.contains(where: { $0.name == name }) {
      cursor.report("\(tool.name) has no argument named \"\(name)\"")
    }
  }
}

extension SourceDescriptor.Detail {
  fileprivate init?(reading cursor: ManifestCursor) {
    cursor.allowOnly([
      "tool", "arguments", "argument", "url", "status", "last_click", "created",
    ])
    arguments = cursor.child("arguments")?.object ?? [:]
    url = cursor.pointers("url").first
    status = cursor.pointers("status").first
    lastClick = cursor.pointers("last_click").first
    created = cursor.pointers("created").first
    guard let tool = cursor.requiredString("tool"),
      let argument = cursor.requiredString("argument")
    else { return nil }
    self.tool = tool
    self.argument = argument
    let told = ["url", "status", "last_click", "created"]
    if !told.contains(where: { cursor.object.contains($0) }) {
      cursor.report("must say where the answer has one of \(told.joined(separator: ", "))")
    }
  }

  fileprivate func check(_ cursor: ManifestCursor, among tools: [ToolDescriptor]) {
    guard let tool = tools.first(where: { $0.name == self.tool }) else {
      let hint = meantHint(self.tool, among: tools.map(\.name)) ?? ""
      cursor.report(at: "tool", "no tool of this provider is named \"\(self.tool)\"\(hint)")
      return
    }
    if tool.effect != .read { cursor.report(at: "tool", "\(tool.name) is no tool that reads") }
    for name in arguments.keys + [argument]
    where !tool.arguments.contains(where: { $0.name == name }) {
      cursor.report("\(tool.name) has no argument named \"\(name)\"")
    }
  }
}
