internal import JSON
internal import Synchronization

/// One tool, ready to be called: what does it, and how its arguments are read.
final class ToolEntry: Sendable {
  let descriptor: ToolDescriptor
  let handler: any ToolHandler
  private let arguments: ArgumentReader
  /// What is published of its answers; compiled when the first is held against it.
  let outputSchema: Deferred<JSONSchema?>
  /// What its answers are compared with as they pass.
  let answerFields: Deferred<AnswerFields>

  init(
    _ descriptor: ToolDescriptor, in country: PhoneCountry?, _ dialect: SchemaDialect,
    handler: any ToolHandler
  ) {
    self.descriptor = descriptor
    self.handler = handler
    arguments = ArgumentReader(descriptor, in: country, dialect)
    answerFields = Deferred { AnswerFields(of: descriptor) }
    outputSchema = Deferred {
      descriptor.publishedOutput.flatMap { try? JSONSchema(compiling: .object($0)) }
    }
  }

  /// What must be found out about days before the arguments of a call can be read; nil where nothing
  /// must.
  func daysAsked(in given: JSONObject) -> DaysAsked? {
    let asked = arguments.daysAsked(in: given)
    guard asked?.needsZone != true, case .each(let each, after: _) = descriptor.handler,
      given[each.argument]?.holdsDay == true
    else { return asked }
    var needed = asked ?? DaysAsked()
    needed.needsZone = true
    return needed
  }

  /// Whether it takes an argument of that name, or of another name for it.
  func knows(_ name: String) -> Bool { arguments.argument(spelled: name) != nil }

  /// The arguments of a call, or an error with everything wrong with them.
  func read(
    _ given: JSONObject, _ files: FileIntake = FileIntake(), _ days: CallDays = .universal,
    uncapped: Bool = false
  ) throws(ToolError) -> Arguments {
    let reader = uncapped ? ArgumentReader(uncapped: descriptor) : arguments
    switch reader.read(given, files: files, days) {
    case .success(let arguments): return arguments
    case .failure(let failure):
      throw ToolError(failure.problems, effect: descriptor.effect)
    }
  }
}

/// The tools that can be called, by name. Each is made ready when it is first called.
final class ToolEntries: Sendable {
  private let tools: [ToolDescriptor]
  private let descriptors: Deferred<[String: ToolDescriptor]>
  private let country: PhoneCountry?
  private let dialect: SchemaDialect
  private let makeHandler: @Sendable (ToolDescriptor) -> any ToolHandler
  private let ready = Mutex<[String: ToolEntry]>([:])

  init(
    _ tools: [ToolDescriptor], in country: PhoneCountry?, _ dialect: SchemaDialect,
    handler makeHandler: @escaping @Sendable (ToolDescriptor) -> any ToolHandler
  ) {
    self.country = country
    self.dialect = dialect
    self.makeHandler = makeHandler
    self.tools = tools
    descriptors = Deferred {
      Dictionary(tools.map { ($0.name, $0) }) { _, last in last }
    }
  }

  /// In the order of the manifest.
  var names: [String] { tools.map(\.name) }

  var count: Int { tools.count }

  subscript(name: String) -> ToolEntry? {
    ready.withLock { ready in
      if let entry = ready[name] { return entry }
      guard let descriptor = descriptor(of: name) else { return nil }
      let entry = ToolEntry(
        descriptor, in: country, dialect, handler: makeHandler(descriptor))
      ready[name] = entry
      return entry
    }
  }

  /// The tool that has that name, or had it in an earlier release.
  func descriptor(of name: String) -> ToolDescriptor? {
    descriptors.value[name]
      ?? ToolDescriptor.formerNames[name].flatMap { descriptors.value[$0] }
  }

  /// The tool that was probably meant; nil when none is close.
  func nearest(to name: String) -> String? { nearestName(to: name, among: names) }
}

extension JSONValue {
  /// Whether a day or a time stands in it, be it in a text of JSON.
  fileprivate var holdsDay: Bool {
    switch self {
    case .null, .bool, .number: false
    case .string(let text):
      WrittenTime(parsing: text.trimmed) != nil || CalendarDate(parsing: text.trimmed) != nil
        || ValueCoercion.container(text)?.holdsDay == true
    case .array(let elements): elements.contains(where: \.holdsDay)
    case .object(let object): object.contains { $0.value.holdsDay }
    }
  }
}
