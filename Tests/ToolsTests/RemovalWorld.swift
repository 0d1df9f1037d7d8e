import JSON
import JSONRPC
import MCP
import Synchronization
import TestSupport
import Tools

/// Has two things to remove, and remembers which are gone.
final class Shelf: ToolHandler {
  private let removedThings = Mutex<[Int]>([])

  var removed: [Int] { removedThings.withLock { $0 } }

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    removedThings.withLock { $0.append(call.arguments["id"]?.int ?? 0) }
    return ["status": "gone"]
  }

  func target(of call: ToolCall) -> CallTarget {
    var target = CallTarget(of: call)
    target.question = { call throws(ToolError) in
      guard let id = call.arguments["id"], id == 1 || id == 2 else {
        throw ToolError(.notFound, "There is no such thing.")
      }
      return "Remove thing \(id)?"
    }
    return target
  }
}

/// A catalog over a shelf, and a clock.
struct RemovalWorld: Sendable {
  let shelf = Shelf()
  let clock = RemovalClock()

  func conversation(
    allowsDestructive: Bool = false, ask: RequestOutlet.Ask? = nil
  ) throws -> Conversation {
    let manifest = try Self.manifest()
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      guards: CallGuards(allowsDestructive: allowsDestructive)
    ) { [shelf] _ in shelf }
    let now: @Sendable () -> Int = { [clock] in clock.seconds }
    guard let ask else { return Conversation(ServerFeatures(toolbox: catalog), now: now) }
    return Conversation(ServerFeatures(toolbox: catalog), now: now, ask: ask)
  }
}

extension RemovalWorld {
  static func manifest() throws -> Manifest { try SmallManifest.manifest(changes) }

  private static let changes: [(String, JSONValue?)] = [
    (SmallManifest.tool + "/name", "remove_thing"),
    (SmallManifest.tool + "/effect", "destructive"),
    (SmallManifest.tool + "/request", "DELETE /things/{id}"),
    (
      SmallManifest.tool + "/arguments",
      ["id": ["in": "path", "type": "integer", "required": true, "description": "Which."]]
    ),
    (
      SmallManifest.tool + "/consent",
      ["question": "Remove {name}?", "lookup": "GET /things/{id}", "name": "/name"]
    ),
  ]
}

/// Stands still until it is moved on.
final class RemovalClock: Sendable {
  private let time = Mutex(0)

  var seconds: Int { time.withLock { $0 } }

  func advance(by seconds: Int) { time.withLock { $0 += seconds } }
}
