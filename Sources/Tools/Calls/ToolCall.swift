package import JSON
package import MCP

/// One call of a tool, as its handler gets it.
package struct ToolCall: Sendable {
  package let arguments: Arguments
  let entry: ToolEntry
  var scope: CallScope

  init(_ entry: ToolEntry, _ arguments: Arguments, in scope: CallScope) {
    self.entry = entry
    self.arguments = arguments
    self.scope = scope
  }

  package var tool: ToolDescriptor { entry.descriptor }
  package var context: RequestContext { scope.context }

  /// Where is noted what its requests came to.
  package var footprint: CallFootprint { scope.footprint }

  /// When it must have its answer: the only deadline there is, for everything that is done for it.
  package internal(set) var deadline: Deadline {
    get { scope.deadline }
    set { scope.deadline = newValue }
  }

  /// Where it tells how far it is. A call that another one makes tells nothing: its steps would
  /// mingle with that one's.
  package var progress: ProgressReporter {
    isInner || scope.isQuiet ? .none : scope.context.progress
  }

  /// How much longer what was started is waited for without a word of the caller's, of three seconds
  /// in all since the call came; nil where the caller has said how long, or that it waits.
  package var patience: Duration? {
    scope.isPatient ? nil : max(.zero, .seconds(3) - deadline.elapsed)
  }

  /// Where its answer may be saved instead of being sent.
  package var outlet: FileOutlet { scope.pipeline.outlet }

  var isInner: Bool { scope.depth > 0 }

  /// Calls another tool, by a name that a client may call, for this call: by its deadline, in its
  /// footprint and log line. Throws the other tool's error, under that tool's name, and refuses one
  /// that changes something.
  package func invoke(
    _ tool: String, _ arguments: JSONObject
  ) async throws(ToolError) -> JSONObject {
    try await scope.pipeline.invoke(tool, arguments, for: scope)
  }

  /// The same for one of many calls: it has no longer than a common call.
  package func invokeOnce(
    _ tool: String, _ arguments: JSONObject
  ) async throws(ToolError) -> JSONObject {
    var part = scope
    part.deadline = scope.deadline.within(scope.deadline.left)
    return try await scope.pipeline.invoke(tool, arguments, for: part)
  }

  /// What `given` asks of another tool, for calls that ask it bit by bit: its range may be longer
  /// than the service takes at once. Throws what is wrong with it, under that tool's name.
  package func read(
    _ given: JSONObject, for tool: String
  ) async throws(ToolError) -> (tool: ToolDescriptor, arguments: Arguments) {
    try await scope.pipeline.read(given, for: tool, scope)
  }
}

/// What a call has in common with those it makes.
struct CallScope: Sendable {
  let pipeline: CallPipeline
  let context: RequestContext
  let footprint: CallFootprint
  var deadline: Deadline
  /// Through how many calls it is made.
  private(set) var depth = 0
  private(set) var isQuiet = false
  /// Whether the caller waits for what takes long.
  var isPatient: Bool

  init(
    _ pipeline: CallPipeline, _ context: RequestContext, by deadline: Deadline,
    told observer: (any CallObserver)?
  ) {
    self.pipeline = pipeline
    self.context = context
    footprint = CallFootprint(of: context.requestID, told: observer)
    self.deadline = deadline
    isPatient = context.isPatient
  }

  /// The same without progress.
  var quiet: CallScope {
    var scope = self
    scope.isQuiet = true
    return scope
  }

  /// That of a call made by a call of this one.
  var inner: CallScope {
    var scope = self
    scope.depth += 1
    return scope
  }
}
