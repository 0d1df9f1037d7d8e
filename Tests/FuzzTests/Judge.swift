import JSON
import JSONRPC
import MCP
import Synchronization
import TestSupport

/// Says what is wrong with what a connection gave for the lines it was sent.
struct Judge {
  private var answers: Answers
  private let seen: SeenKinds
  /// What `initialize` has settled so far.
  private var session: ProtocolVersion?
  private var asked: [RequestID: [Asked]] = [:]
  private var cancelled: [RequestID: Int] = [:]
  /// How many errors without an id are due.
  private var unnamed = 0

  private init(_ output: [UInt8], _ seen: SeenKinds) {
    answers = Answers(output)
    self.seen = seen
  }

  /// All problems with that output, in sentences.
  static func problems(_ lines: [[UInt8]], _ output: [UInt8], _ seen: SeenKinds) -> [String] {
    var judge = Judge(output, seen)
    for line in lines { judge.read(line) }
    return judge.answers.problems + judge.miscounts() + judge.malformed()
  }

  // MARK: - What was sent

  private mutating func read(_ line: [UInt8]) {
    let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
    guard !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }),
      let message = ReceivedMessage(Array(line))
    else { return }
    switch message {
    case .value(.array(let members)): read(batch: members.map(ReceivedMessage.value))
    case .batch(let members): read(batch: members)
    case .value, .unreadable: read(message)
    }
  }

  private mutating func read(batch members: [ReceivedMessage]) {
    if session?.hasBatches == true {
      if members.isEmpty { expectUnnamed() }
      for member in members { read(member) }
    } else {
      expect(members.flatMap(Self.ids))
    }
  }

  private mutating func read(_ message: ReceivedMessage) {
    switch message {
    case .value(let value): read(value)
    case .batch: expectUnnamed()
    case .unreadable(let outline, _):
      if outline.messages.allSatisfy({ $0.id == nil }) { expectUnnamed() }
      let ids = outline.messages.filter { !$0.isResponse }.compactMap(\.id)
      for id in ids { asked[id, default: []].append(Asked(method: nil, version: version)) }
    }
  }

  /// Refusals under these ids, or one without where there are none.
  private mutating func expect(_ ids: [RequestID]) {
    if ids.isEmpty { expectUnnamed() }
    for id in ids { asked[id, default: []].append(Asked(method: nil, version: version)) }
  }

  /// Under which ids a member of a batch waits that the revision doesn't take.
  private static func ids(of message: ReceivedMessage) -> [RequestID] {
    switch message {
    case .value(let value):
      if value["result"] != nil || value["error"] != nil { return [] }
      return [value["id"].flatMap(RequestID.named)].compactMap(\.self)
    case .batch: return []
    case .unreadable(let outline, _):
      return outline.messages.filter { !$0.isResponse }.compactMap(\.id)
    }
  }

  private mutating func read(_ message: JSONValue) {
    guard let object = message.object else { return expectUnnamed() }
    let id = object["id"].flatMap(RequestID.named)
    let method = object["method"]?.string
    let isAnswer = object["result"] != nil || object["error"] != nil
    let hasParams = object["params"].map { $0.isNull || $0 == [] || $0.object != nil } ?? true
    let isCall = object["jsonrpc"] == "2.0" && method != nil && !isAnswer && hasParams
    switch (isCall, id) {
    case (true, let id?) where !id.isInteger:
      asked[id, default: []].append(Asked(method: nil, version: version))
    case (true, let id?): expect(id, method ?? "", message)
    case (true, nil) where !object.contains("id"): note(cancellation: message)
    case (false, _) where Self.isResponse(object): break
    case (false, let id?): asked[id, default: []].append(Asked(method: nil, version: version))
    case (_, nil): expectUnnamed()
    }
  }

  private static func isResponse(_ object: JSONObject) -> Bool {
    object["jsonrpc"] == "2.0" && object["method"] == nil
      && (object["result"] != nil) != (object["error"] != nil)
  }

  private mutating func expectUnnamed() {
    if session?.allowsErrorsWithoutID ?? true { unnamed += 1 }
  }

  private mutating func expect(_ id: RequestID, _ method: String, _ message: JSONValue) {
    let isModern = Corpus.isEnveloped(message)
    asked[id, default: []].append(Asked(method: method, version: isModern ? .july2026 : version))
    guard method == "initialize", !isModern,
      let wanted = message["params"]?["protocolVersion"]?.string
    else { return }
    let known = ProtocolVersion(rawValue: wanted)
    session = known.flatMap { $0.isModern ? nil : $0 } ?? .newestLegacy
  }

  private var version: ProtocolVersion { session ?? .newestLegacy }

  private mutating func note(cancellation message: JSONValue) {
    guard message["method"] == "notifications/cancelled",
      let id = message["params"]?["requestId"].flatMap(RequestID.init)
    else { return }
    cancelled[id, default: 0] += 1
  }

  // MARK: - What came back

  private func miscounts() -> [String] {
    var problems: [String] = []
    if answers.unnamed.count != unnamed {
      problems.append("\(answers.unnamed.count) errors without an id instead of \(unnamed)")
    }
    for (id, requests) in asked {
      let count = answers.byID[id]?.count ?? 0
      let least = requests.count - (cancelled[id] ?? 0)
      guard count > requests.count || count < least else { continue }
      let methods = requests.map { $0.method ?? "none" }
      problems.append(
        "\(count) answers under id \(id), asked for \(requests.count) times: \(methods)")
    }
    let foreign = answers.byID.keys.filter { asked[$0] == nil }
    return problems + foreign.map { "an answer to what was no request: \($0)" }
  }

  /// What breaks the schemas. Of the many answers that differ in their id only, one is looked at.
  private func malformed() -> [String] {
    var problems: [String] = []
    for (id, replies) in answers.byID {
      let requests = asked[id] ?? []
      for reply in replies where seen.isNew(reply, to: requests) {
        guard let message = Answers.message(reply) else {
          problems.append("the answer under \(id) is not JSON")
          continue
        }
        // Their schemas have no ids but texts and integers; under others there are only refusals.
        let named = id.isInteger ? message : message.setting("/id", to: 0)
        problems += check(named, answeringOneOf: requests)
      }
    }
    // Nothing in them says their revision: there are two at most on one connection.
    let unasked = [session ?? .newestLegacy, .july2026].map { Asked(method: nil, version: $0) }
    for message in answers.unnamed + answers.notifications
    where seen.isNew(.parsed(message), to: unasked) {
      problems += check(message, answeringOneOf: unasked)
    }
    return problems
  }

  /// Which of several requests under one id a message belongs to can't be told: it must fit one.
  private func check(_ message: JSONValue, answeringOneOf requests: [Asked]) -> [String] {
    let faults = requests.map { check(message, answering: $0) }
    return faults.contains([]) ? [] : faults.first ?? []
  }

  private func check(_ message: JSONValue, answering request: Asked) -> [String] {
    let problems = ProtocolSchemas.shared.problems(
      in: message, request.version, answering: request.method)
    return problems.map { "\($0) in \(message.description.prefix(300))" }
  }
}

/// What was asked under an id: the method where it was one, and the revision it is answered in.
struct Asked: Hashable {
  let method: String?
  let version: ProtocolVersion
}

/// The kinds of answers that have been validated, in all connections together.
final class SeenKinds: Sendable {
  private let hashes = Mutex<Set<Int>>([])

  var count: Int { hashes.withLock { $0.count } }

  /// Whether this is the first answer of its kind to such requests.
  func isNew(_ answer: Answers.Answer, to requests: [Asked]) -> Bool {
    var hasher = Hasher()
    hasher.combine(requests)
    switch answer {
    case .tail(let tail): tail.withUnsafeBytes { hasher.combine(bytes: $0) }
    case .parsed(let message): hasher.combine(message)
    }
    let hash = hasher.finalize()
    return hashes.withLock { $0.insert(hash).inserted }
  }
}

extension RequestID {
  /// What a message is answered under: a request's id, or a number that none may have.
  static func named(by value: JSONValue) -> RequestID? {
    if case .number(let number) = value { .number(number) } else { RequestID(value) }
  }

  /// Whether a request may have it.
  var isInteger: Bool { RequestID(json) != nil }
}
