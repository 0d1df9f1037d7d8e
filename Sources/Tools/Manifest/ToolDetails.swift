internal import JSON
internal import Synchronization

/// What a tool is beyond what decides whether it is offered.
struct ToolDetails: Sendable {
  let title: String
  let description: String
  let confidence: ToolDescriptor.Confidence
  let keywords: [String]
  var arguments: [ArgumentDescriptor]
  let rules: [ArgumentRule]
  let rows: JSONPointer?
  let paging: PagingDescriptor?
  let handler: ToolDescriptor.HandlerKind
  let consent: ConsentDescriptor?
  let output: OutputSchema?
  let example: JSONObject?
}

/// Details that are read when they are first asked for.
final class DeferredDetails: Sendable {
  private enum State: Sendable {
    case written(@Sendable () -> ToolDetails)
    case read(ToolDetails)
  }

  private let state: Mutex<State>

  init(_ details: ToolDetails) {
    state = Mutex(.read(details))
  }

  init(reading read: @escaping @Sendable () -> ToolDetails) {
    state = Mutex(.written(read))
  }

  var details: ToolDetails {
    state.withLock { state in
      switch state {
      case .read(let details): return details
      case .written(let read):
        let details = read()
        state = .read(details)
        return details
      }
    }
  }
}
