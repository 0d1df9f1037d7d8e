internal import JSON
internal import Synchronization

/// One tool, ready to be called.
struct ToolEntry: Sendable {
  let descriptor: ToolDescriptor
  let action: Action
  private let arguments: ArgumentReader

  enum Action: Sendable {
    case handle(any ToolHandler)
    /// The call is for the tool that its arguments name.
    case relay
  }

  init(_ descriptor: ToolDescriptor, action: Action) {
    self.descriptor = descriptor
    self.action = action
    arguments = ArgumentReader(descriptor)
  }

  /// The arguments of a call, or an error with everything wrong with them.
  func read(
    _ given: JSONObject, _ files: FileIntake = FileIntake()
  ) throws(ToolError) -> Arguments {
    switch arguments.read(given, files: files) {
    case .success(let arguments): return arguments
    case .failure(let failure):
      throw ToolError(failure.problems, effect: descriptor.effect)
    }
  }
}

/// The tools that can be called, by name. Each is made ready when it is first called.
final class ToolEntries: Sendable {
  private let surface: ExposedTools
  private let descriptors: [String: ToolDescriptor]
  private let makeHandler: @Sendable (ToolDescriptor) -> any ToolHandler
  private let ready = Mutex<[String: ToolEntry]>([:])

  init(
    _ surface: ExposedTools,
    handler makeHandler: @escaping @Sendable (ToolDescriptor) -> any ToolHandler
  ) {
    self.surface = surface
    self.makeHandler = makeHandler
    descriptors = Dictionary(surface.callable.map { ($0.name, $0) }) { _, last in last }
  }

  subscript(name: String) -> ToolEntry? {
    ready.withLock { ready in
      if let entry = ready[name] { return entry }
      guard let descriptor = descriptors[name] else { return nil }
      let entry = ToolEntry(descriptor, action: action(of: descriptor))
      ready[name] = entry
      return entry
    }
  }

  func descriptor(of name: String) -> ToolDescriptor? { descriptors[name] }

  private func action(of descriptor: ToolDescriptor) -> ToolEntry.Action {
    switch descriptor.ownHandler {
    case .findTools?: .handle(FindTools(surface))
    case .callTool?: .relay
    case .apiRequest?, nil: .handle(makeHandler(descriptor))
    }
  }
}
