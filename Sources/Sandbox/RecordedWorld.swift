package import Exchange
import HTTPTypes
package import JSON

/// The five services as lines of text tell them: how they began, and each request since that may have
/// changed something, with its instant. The same lines always give the same world.
///
/// A reading leaves nothing behind: what the clock has made due follows from the instants alone.
package struct RecordedWorld: Sendable {
  private var state: WorldState
  /// When it began, or else when it was last changed. It is never earlier in it.
  package private(set) var latest: Timestamp

  /// The form of the lines. A later one is not read.
  package static let format = 1

  /// Why a line can't be read.
  package enum Fault: Error, Equatable {
    /// The first one is no beginning of a world.
    case foreign
    case newer(format: Int)
    case damaged
    /// Another version of the services wrote it: they respond with another status by now.
    case otherwise(was: Int, now: Int)
  }

  /// A new world, and its first line.
  package static func begin(at now: Timestamp) -> (world: RecordedWorld, line: JSONValue) {
    let seed = SandboxWorld.defaultSeed
    let line: JSONValue = [
      "clickport_sandbox": .integer(format), "seed": .number(JSONNumber(seed)),
      "start": .string(now.description),
    ]
    return (RecordedWorld(seed: seed, now), line)
  }

  private init(seed: UInt64, _ start: Timestamp) {
    state = WorldState(seed: Seed(value: seed), now: start)
    latest = start
  }

  /// The world that the first line begins.
  package init(parsing line: [UInt8]) throws(Fault) {
    guard line.starts(with: Self.firstBeginning), let value = try? JSONValue(parsing: line),
      let format = value["clickport_sandbox"]?.int
    else { throw .foreign }
    guard format <= Self.format else { throw .newer(format: format) }
    guard format == Self.format, let seed = value["seed"]?.int.flatMap(UInt64.init(exactly:)),
      let start = value["start"]?.string.flatMap(Timestamp.init(parsing:))
    else { throw .damaged }
    self.init(seed: seed, start)
  }

  /// Does again what the next line tells.
  package mutating func replay(_ line: [UInt8]) throws(Fault) {
    guard let record = (try? JSONValue(parsing: line)).flatMap(RecordedRequest.init(json:)),
      record.instant >= latest
    else { throw .damaged }
    let reply = state.answer(ServiceRequest(record.request), at: record.instant)
    guard reply.status == record.status else {
      throw .otherwise(was: record.status, now: reply.status)
    }
    latest = record.instant
  }

  /// Answers a request that is made at that instant. Where it may have changed something there is a
  /// line, and what it did holds.
  package mutating func answer(
    _ request: ProviderRequest, at now: Timestamp
  ) -> (response: ProviderResponse, line: JSONValue?) {
    let instant = max(now, latest)
    // What is answered is what is recorded, so that nothing else can decide it.
    let request = request.withPlaceholderKeys
    var changed = state
    let reply = changed.answer(ServiceRequest(request), at: instant)
    guard reply.mayHaveChanged else { return (reply.response, nil) }
    state = changed
    latest = instant
    let record = RecordedRequest(request: request, instant: instant, status: reply.status)
    return (reply.response, record.json)
  }

  private static let firstBeginning = Array(#"{"clickport_sandbox":"#.utf8)

  /// Whether this is the beginning of a line, the first or a later one, whose writer ended in the
  /// middle of it. Of the first, so much that it can't be another file's.
  package static func isTorn(_ line: [UInt8], isFirst: Bool) -> Bool {
    let beginning = RecordedRequest.beginning
    guard
      isFirst
        ? line.starts(with: firstBeginning)
        : line.starts(with: beginning) || beginning.starts(with: line)
    else { return false }
    return (try? JSONValue(parsing: line)) == nil
  }
}

/// A request as a line holds it: with all that decides the answer, and nobody's key.
private struct RecordedRequest {
  let request: ProviderRequest
  let instant: Timestamp
  /// The response's.
  let status: Int

  static let beginning = Array(#"{"at":"#.utf8)

  init(request: ProviderRequest, instant: Timestamp, status: Int) {
    self.request = request
    self.instant = instant
    self.status = status
  }

  init?(json: JSONValue) {
    guard let instant = json["at"]?.string.flatMap(Timestamp.init(parsing:)),
      let method = json["method"]?.string.flatMap(HTTPRequest.Method.init(rawValue:)),
      let path = json["path"]?.string, let fields = json["headers"]?.object,
      let status = json["status"]?.int, let body = Self.body(json)
    else { return nil }
    var head = HTTPRequest(method: method, scheme: nil, authority: nil, path: path)
    for (name, value) in fields {
      guard let name = HTTPField.Name(name), let value = value.string else { return nil }
      head.headerFields[name] = value
    }
    request = ProviderRequest(head: head, body: body)
    self.instant = instant
    self.status = status
  }

  /// `at` comes first: it tells a line from others.
  var json: JSONValue {
    let head = request.head
    var object: JSONObject = [
      "at": .string(instant.description), "method": .string(head.method.rawValue),
      "path": .string(head.path ?? "/"),
      "headers": .object(
        JSONObject(head.headerFields.map { ($0.name.rawName, .string($0.value)) })),
    ]
    if let text = String(validating: request.body, as: UTF8.self) {
      object["body"] = .string(text)
    } else {
      object["bytes"] = .array(request.body.map { .integer(Int($0)) })
    }
    object["status"] = .integer(status)
    return .object(object)
  }

  private static func body(_ json: JSONValue) -> [UInt8]? {
    if let text = json["body"]?.string { return Array(text.utf8) }
    guard let numbers = json["bytes"]?.array else { return nil }
    let bytes = numbers.compactMap { $0.int.flatMap(UInt8.init(exactly:)) }
    return bytes.count == numbers.count ? bytes : nil
  }
}

extension ProviderRequest {
  /// Where the services look for keys: in these fields and in these parameters, in lower case.
  private static let keyFields = ["authorization", "x-api-key", "x-apikey", "x-clickmeter-authkey"]
  private static let keyParameters = ["api_key", "authkey"]

  /// The same request of another caller, who may do the same: without its key, and without what no
  /// service looks at.
  fileprivate var withPlaceholderKeys: ProviderRequest {
    var head = HTTPRequest(
      method: head.method, scheme: nil, authority: nil, path: head.path.map(Self.withoutKeys))
    for field in self.head.headerFields {
      let name = field.name.canonicalName
      if field.name == .contentType {
        head.headerFields[field.name] = field.value
      } else if Self.keyFields.contains(name) {
        head.headerFields[field.name] = Self.placeholder(field.value)
      }
    }
    return ProviderRequest(
      head: head, body: body, timeLimit: timeLimit, maximumAnswer: maximumAnswer)
  }

  private static func placeholder(_ value: String) -> String {
    let scheme = "bearer "
    guard value.lowercased().hasPrefix(scheme) else { return Caller(key: value).placeholderKey }
    return "Bearer " + Caller(key: String(value.dropFirst(scheme.count))).placeholderKey
  }

  private static func withoutKeys(_ path: String) -> String {
    guard let mark = path.firstIndex(of: "?") else { return path }
    let pairs = path[path.index(after: mark)...].split(separator: "&").map { pair in
      guard let (name, value) = Fields(parsing: String(pair)).pairs.first,
        keyParameters.contains(name.lowercased())
      else { return String(pair) }
      return "\(name)=\(Caller(key: value).placeholderKey)"
    }
    return "\(path[...mark])\(pairs.joined(separator: "&"))"
  }
}
