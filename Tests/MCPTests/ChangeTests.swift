import JSON
import JSONRPC
import Synchronization
import Testing

@testable import MCP

/// What is told without a request of its own.
@Suite(.timeLimit(.minutes(10)))
struct ChangeTests {
  /// Collects notifications, and lets a test wait for so many.
  private final class Inbox: Sendable {
    private let continuation: AsyncStream<JSONRPC.Notification>.Continuation
    let notifications: AsyncStream<JSONRPC.Notification>

    init() {
      (notifications, continuation) = AsyncStream.makeStream()
    }

    func add(_ notification: JSONRPC.Notification) { continuation.yield(notification) }
  }

  private struct Library: ResourceLibrary {
    let resources: [Resource] = []
    let templates: [ResourceTemplate] = []
    func read(_ uri: String) -> [ResourceContents]? { nil }
    func completions(of template: String, argument: String, value: String) -> [String]? { nil }
  }

  private let feed = ChangeFeed()
  private let inbox = Inbox()
  private let session: Session

  init() {
    let server = Server(
      info: Implementation(name: "stub", version: "1", title: "Stub", description: "Stub."),
      instructions: "",
      features: CurrentFeatures(
        ServerFeatures(toolbox: StubToolbox(), library: Library(), changes: feed)),
      sealer: InMemorySealer { 0 })
    session = server.session()
  }

  private func listen(_ wanted: JSONObject, id: JSONValue = 7) throws -> Task<JSONValue?, Never> {
    let params: JSONObject = [
      "notifications": .object(wanted), "_meta": .object(ServerFixture.envelope),
    ]
    let request = Request(
      id: try #require(RequestID(id)), method: "subscriptions/listen", params: params)
    guard case .standing(let work) = session.receive(request) else {
      Issue.record("listening must stand open")
      return Task { nil }
    }
    let inbox = inbox
    return Task { try? await work(RequestOutlet { inbox.add($0) }).value }
  }

  @Test func `acknowledges first, then tells what was asked for, and ends with a result`()
    async throws
  {
    let listening = try listen(
      ["toolsListChanged": true, "promptsListChanged": true, "resourceSubscriptions": ["a:b"]])
    var notifications = inbox.notifications.makeAsyncIterator()
    let meta: JSONValue = ["io.modelcontextprotocol/subscriptionId": 7]
    let acknowledgement = await notifications.next()
    #expect(acknowledgement?.method == "notifications/subscriptions/acknowledged")
    #expect(
      acknowledgement?.params
        == [
          "notifications": ["toolsListChanged": true, "resourceSubscriptions": ["a:b"]],
          "_meta": meta,
        ])
    for change in [Change.prompts, .resources, .resource("c:d"), .resource("a:b"), .tools] {
      feed.publish(change)
    }
    let updated = await notifications.next()
    #expect(updated?.method == "notifications/resources/updated")
    #expect(updated?.params == ["uri": "a:b", "_meta": meta])
    let changed = await notifications.next()
    #expect(changed?.method == "notifications/tools/list_changed")
    #expect(changed?.params == ["_meta": meta])
    session.inputEnded()
    let result = await listening.value
    #expect(result?["resultType"] == "complete")
    #expect(result?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 7)
  }

  @Test func `marks with the id in the type it came in`() async throws {
    let listening = try listen([:], id: "7")
    var notifications = inbox.notifications.makeAsyncIterator()
    let acknowledgement = await notifications.next()
    #expect(
      acknowledgement?.params?["_meta"] == ["io.modelcontextprotocol/subscriptionId": "7"])
    #expect(acknowledgement?.params?["notifications"] == [:])
    session.inputEnded()
    _ = await listening.value
  }

  @Test func `tells a legacy client without being asked, of resources only those it subscribed to`()
    async throws
  {
    let (session, inbox) = (session, inbox)
    let announcing = Task { await session.announce { inbox.add($0) } }
    let initialize = Request(
      id: .string("i"), method: "initialize", params: ["protocolVersion": "2025-06-18"])
    guard case .now(let answer) = session.receive(initialize) else {
      Issue.record("initialize must be answered at once")
      return
    }
    #expect(answer["capabilities"]?["tools"] == ["listChanged": true])
    let subscribe = Request(
      id: .string("s"), method: "resources/subscribe", params: ["uri": "a:b"])
    guard case .now([:]) = session.receive(subscribe) else {
      Issue.record("a subscription must be answered with an empty result")
      return
    }
    await feed.waitForListeners(1)
    for change in [Change.resource("c:d"), .resource("a:b"), .tools] { feed.publish(change) }
    var notifications = inbox.notifications.makeAsyncIterator()
    #expect(await notifications.next()?.params == ["uri": "a:b"])
    #expect(await notifications.next()?.method == "notifications/tools/list_changed")
    session.inputEnded()
    await announcing.value
  }
}

extension ChangeFeed {
  /// Returns once so many listen: yields to them until they do.
  func waitForListeners(_ count: Int) async {
    while listenerCount < count { await Task.yield() }
  }
}
