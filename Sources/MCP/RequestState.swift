package import JSON
package import JSONRPC
internal import Synchronization

/// Makes what a server hands a client that it asks for input, and gets back with the answers.
///
/// A client could write anything into it (`basic/patterns/mrtr#server-requirements`), so only what
/// was handed out opens again: for the same request, within its time, and as often as it comes.
package protocol RequestStateSealer: Sendable {
  /// Seals what is to be remembered until `request` is asked again with the answers.
  func seal(_ memory: JSONObject, for request: Request) -> String

  /// What was sealed for this request; a `ResponseError` of `RequestState` for any other text.
  func open(_ text: String, for request: Request) throws(ResponseError) -> JSONObject
}

/// What all sealers have in common.
package enum RequestState {
  /// How long an answer may take, in seconds.
  package static let lifetime = 600

  /// Method, target and arguments of a request as text, without what changes from round to round.
  package static func identity(of request: Request) -> [UInt8] {
    var params = request.params ?? [:]
    for key in ["_meta", "inputResponses", "requestState"] { params[key] = nil }
    return JSONValue.array([.string(request.method), .object(params)]).canonical.serialized()
  }

  package static let altered = rejected("it is not as it was handed out")
  package static let foreign = rejected("it belongs to another request")
  package static let expired = rejected("it has expired; send the request again without it")

  private static func rejected(_ reason: String) -> ResponseError {
    ResponseError(.invalidParams, "requestState was rejected: \(reason)")
  }
}

/// Keeps the state in the process, and hands out a name that nobody can guess.
package final class InMemorySealer: RequestStateSealer {
  private struct Entry {
    let identity: [UInt8]
    /// Seconds since 1970.
    let expiry: Int
    let memory: [UInt8]

    var size: Int { identity.count + memory.count }
  }

  private struct State {
    var entries: [String: Entry] = [:]
    /// The names of the entries, the oldest first.
    var names: [String] = []
    var size = 0
  }

  private let countLimit: Int
  private let byteLimit: Int
  private let now: @Sendable () -> Int
  private let state = Mutex(State())

  /// Past so many states, or so many bytes of them, the oldest are forgotten as if they had never
  /// been handed out. `now` gives seconds since 1970.
  package init(
    countLimit: Int = 1000, byteLimit: Int = 64 << 20, now: @escaping @Sendable () -> Int
  ) {
    self.countLimit = countLimit
    self.byteLimit = byteLimit
    self.now = now
  }

  package func seal(_ memory: JSONObject, for request: Request) -> String {
    let entry = Entry(
      identity: RequestState.identity(of: request), expiry: now() + RequestState.lifetime,
      memory: JSONValue.object(memory).serialized())
    let name = Self.unguessableName()
    state.withLock { state in
      state.entries[name] = entry
      state.names.append(name)
      state.size += entry.size
      while state.names.count > countLimit || state.size > byteLimit {
        let oldest = state.entries.removeValue(forKey: state.names.removeFirst())
        state.size -= oldest?.size ?? 0
      }
    }
    return name
  }

  package func open(_ text: String, for request: Request) throws(ResponseError) -> JSONObject {
    guard let entry = state.withLock({ $0.entries[text] }),
      let memory = try? JSONValue(parsing: entry.memory).object
    else { throw RequestState.altered }
    guard entry.identity == RequestState.identity(of: request) else { throw RequestState.foreign }
    guard now() <= entry.expiry else { throw RequestState.expired }
    return memory
  }

  /// 128 random bits.
  private static func unguessableName() -> String {
    var generator = SystemRandomNumberGenerator()
    return String(generator.next(), radix: 36) + "-" + String(generator.next(), radix: 36)
  }
}
