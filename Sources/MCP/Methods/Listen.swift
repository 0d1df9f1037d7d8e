internal import JSON
package import JSONRPC

extension Session {
  /// `subscriptions/listen`: stays open and tells of the changes that were asked for, each marked
  /// with the id of this request (`basic/patterns/subscriptions`). Ends with a result when the
  /// connection ends, without one when the client cancels it.
  func listen(
    _ request: Request, _ envelope: RequestMetadata.Envelope
  ) throws(ResponseError) -> Reply {
    guard let wanted = request.params?["notifications"]?.objectMeant else {
      throw ResponseError(.invalidParams, "params.notifications must be an object")
    }
    let features = server.features
    let filter = SubscriptionFilter(wanted, features)
    // Listening begins before the acknowledgement goes out: nothing falls in between.
    let changes = features.changes?.changes(for: self)
    let meta: JSONValue = [RequestMetadata.subscriptionKey: request.id.json]
    return .standing { [self] outlet in
      await outlet.notify(
        Notification(
          method: Announcement.acknowledged,
          params: ["notifications": .object(filter.json), "_meta": meta]))
      if let changes {
        for await change in changes where filter.wants(change) {
          await outlet.notify(change.notification(meta: meta))
        }
      }
      return DeferredResult(finished(["_meta": meta]))
    }
  }

  /// Tells a legacy client of every change, once it has opened its session: those revisions know
  /// no other way (`server/tools#list-changed-notification`).
  package func announce(_ send: @escaping @Sendable (Notification) async -> Void) async {
    guard let changes = server.features.changes?.changes(for: self) else { return }
    for await change in changes {
      guard settled.version != nil else { continue }
      if case .resource(let uri) = change, !settled.isSubscribed(uri) { continue }
      if case .resources = change, server.features.library == nil { continue }
      if case .prompts = change, server.features.prompts == nil { continue }
      await send(change.notification(meta: nil))
    }
  }
}

/// What a listener wants to know of, of what this server tells.
struct SubscriptionFilter: Sendable {
  private let kinds: Set<Change>
  /// The subset that is honoured, as it is acknowledged.
  let json: JSONObject

  init(_ wanted: JSONObject, _ features: ServerFeatures) {
    var kinds: Set<Change> = []
    var json: JSONObject = [:]
    let lists: [(key: String, change: Change, isOffered: Bool)] = [
      ("toolsListChanged", .tools, true), ("promptsListChanged", .prompts, features.prompts != nil),
      ("resourcesListChanged", .resources, features.library != nil),
    ]
    for list in lists where features.changes != nil && list.isOffered && wanted[list.key] == true {
      kinds.insert(list.change)
      json[list.key] = true
    }
    let uris = wanted["resourceSubscriptions"]?.array?.compactMap(\.string) ?? []
    if features.changes != nil, features.library != nil, !uris.isEmpty {
      kinds.formUnion(uris.map { .resource($0) })
      json["resourceSubscriptions"] = .array(uris.map { .string($0) })
    }
    self.kinds = kinds
    self.json = json
  }

  func wants(_ change: Change) -> Bool { kinds.contains(change) }
}

extension Change {
  fileprivate func notification(meta: JSONValue?) -> Notification {
    var params: JSONObject = [:]
    let method: String
    switch self {
    case .tools: method = Announcement.toolsChanged
    case .prompts: method = Announcement.promptsChanged
    case .resources: method = Announcement.resourcesChanged
    case .resource(let uri):
      method = Announcement.resourceUpdated
      params["uri"] = .string(uri)
    }
    params["_meta"] = meta
    return Notification(method: method, params: params.isEmpty ? nil : params)
  }
}
