internal import Dispatch
package import JSON
package import Logging
internal import Platform
package import Tools

/// A file that only grows, each line chained to the one before by its hash. Several processes may
/// write to it: each line is written under the file's lock, and is on the disk before a call is
/// sent.
///
/// It is opened for each line: a file that was moved away is followed by a new one, with a chain of
/// its own. A line whose writer ended in the middle of it stays, and the next one holds its hash
/// as `torn`.
package final class AuditFile: Sendable {
  package let path: String
  private let queue = DispatchQueue(label: "clickport.audit")

  package init(path: String) {
    self.path = path
  }

  /// Appends an entry with these members, and returns its number. The blocking calls run on a
  /// private queue, and go on when the calling task is cancelled.
  package func append(_ members: JSONObject) async throws(AuditFailure) -> Int {
    try await queue.run { [self] () throws(AuditFailure) in try appendBlocking(members) }
  }

  /// Throws when the file can't be written to, or holds something else. It is made if need be.
  package func check() throws(AuditFailure) {
    let file = try locked()
    defer { close(file) }
    _ = try tail(of: file)
  }

  /// All there is, without what is being written.
  package func contents() throws(AuditFailure) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure("can't be opened") }
    defer { close(file) }
    try lock(file, LOCK_SH)
    return try rest(of: file)
  }

  private func appendBlocking(_ members: JSONObject) throws(AuditFailure) -> Int {
    // Closing it gives the lock back.
    let file = try locked()
    defer { close(file) }
    let tail = try tail(of: file)
    var members = members
    if !tail.torn.isEmpty { members["torn"] = .string(hexDigest(of: tail.torn)) }
    let entry = AuditEntry(tail.number + 1, members, after: tail.hash)
    let bytes = (tail.endsLine ? [] : [UInt8(ascii: "\n")]) + entry.line + [UInt8(ascii: "\n")]
    let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    guard count >= 0, fsync(file) == 0 else { throw failure("can't be written") }
    guard count == bytes.count else {
      throw AuditFailure(reason: "\(path) took only a part of a line: the disk may be full")
    }
    return entry.number
  }

  private func locked() throws(AuditFailure) -> Int32 {
    let (file, isPlain) = openForAppending(path)
    guard file >= 0 else { throw failure("can't be opened") }
    do throws(AuditFailure) {
      guard isPlain else { throw AuditFailure(reason: "\(path) is not a plain file") }
      try lock(file, LOCK_EX)
      return file
    } catch {
      close(file)
      throw error
    }
  }

  private func lock(_ file: Int32, _ kind: Int32) throws(AuditFailure) {
    while flock(file, kind) != 0 {
      guard errno == EINTR else { throw failure("can't be locked") }
    }
  }

  private func tail(of file: Int32) throws(AuditFailure) -> AuditTail {
    let start = max(0, lseek(file, 0, SEEK_END) - off_t(AuditTail.reach))
    guard lseek(file, start, SEEK_SET) == start else { throw failure("can't be read") }
    guard let tail = AuditTail(try rest(of: file), isWhole: start == 0) else {
      throw AuditFailure(reason: "the end of \(path) is not an audit's")
    }
    return tail
  }

  private func rest(of file: Int32) throws(AuditFailure) -> [UInt8] {
    guard let bytes = remainingBytes(of: file) else { throw failure("can't be read") }
    return bytes
  }

  /// The reason is the system's, for the call that failed last.
  private func failure(_ problem: String) -> AuditFailure {
    AuditFailure(reason: "\(path) \(problem): \(String(cString: strerror(errno)))")
  }
}

/// Writes calls with an effect to an audit file, two lines each: before they are sent, and when
/// they are over.
package struct AuditLog: EffectAudit {
  let file: AuditFile
  let logger: Logger

  package init(file: AuditFile, logger: Logger) {
    self.file = file
    self.logger = logger
  }

  /// Of what a caller chooses, in code points.
  private static let textLimit = 300

  package func recordStart(of call: AuditedCall, at now: Timestamp) async throws(AuditFailure)
    -> Int
  {
    try await file.append(members("started", of: call, at: now))
  }

  package func recordEnd(of call: AuditedCall, start: Int, _ end: EffectEnd, at now: Timestamp)
    async
  {
    var members = members("ended", of: call, at: now)
    members["started"] = .number(JSONNumber(start))
    members["state"] = .string(end.state.rawValue)
    members["code"] = end.code.map { .string($0.rawValue) }
    do throws(AuditFailure) {
      _ = try await file.append(members)
    } catch {
      logger.error(
        "the end of a call is missing in the audit file: \(error.reason)",
        metadata: ["request_id": "\(call.requestID)", "started": .stringConvertible(start)])
    }
  }

  /// What both lines say: never more of the arguments than their digest.
  private func members(_ event: String, of call: AuditedCall, at now: Timestamp) -> JSONObject {
    let intent = call.intent
    var members: JSONObject = [
      "time": .string(now.description), "event": .string(event),
      "request_id": .string(call.requestID), "tool": .string(intent.tool),
      "provider": .string(intent.provider), "effect": .string(intent.effect.rawValue),
    ]
    members["subject"] = intent.subject.map(JSONValue.string)
    members["fingerprint"] = .string(intent.fingerprint)
    return JSONValue.object(members).visible(textLimit: Self.textLimit).object ?? members
  }
}
