import Foundation
package import JSON
import Synchronization

/// A client that calls tools of one server process, many at once.
package final class ToolClient: Sendable {
  package let process: ServerProcess

  private struct State {
    var nextID = 1
    var waiting: [Int: CheckedContinuation<JSONValue?, Never>] = [:]
    var isOver = false
  }

  private let state = Mutex(State())

  package init(_ arguments: [String], environment: [String: String] = [:]) throws {
    process = try ServerProcess(arguments, environment: environment)
    Task { [weak self, process] in
      for await line in process.lines { self?.take(line) }
      self?.end()
    }
  }

  /// What a tool answered: its answer or its error, and which of both; nothing when the server ended
  /// first.
  package struct Outcome: Sendable {
    package let answer: JSONValue
    package let isError: Bool

    package init(answer: JSONValue, isError: Bool) {
      self.answer = answer
      self.isError = isError
    }

    package var isConflict: Bool { answer["code"] == "conflict" }
  }

  package func call(_ tool: String, _ arguments: JSONObject) async -> Outcome? {
    let result = await request(
      "tools/call", ["name": .string(tool), "arguments": .object(arguments)])
    guard let text = result?["result"]?["content"]?.array?.first?["text"]?.string,
      let answer = try? JSONValue(parsing: text)
    else { return nil }
    return Outcome(answer: answer, isError: result?["result"]?["isError"] == true)
  }

  /// The whole answer to a request; nothing when the server ended first.
  package func request(_ method: String, _ params: JSONObject = [:]) async -> JSONValue? {
    var params = params
    params["_meta"] = [
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": ["name": "test", "version": "1"],
      "io.modelcontextprotocol/clientCapabilities": [:],
    ]
    return await withCheckedContinuation { continuation in
      let id: Int? = state.withLock { state in
        guard !state.isOver else { return nil }
        defer { state.nextID += 1 }
        state.waiting[state.nextID] = continuation
        return state.nextID
      }
      guard let id else { return continuation.resume(returning: nil) }
      let message: JSONValue = [
        "jsonrpc": "2.0", "id": .number(JSONNumber(id)), "method": .string(method),
        "params": .object(params),
      ]
      process.send(message.description)
    }
  }

  /// Ends the input and waits for the end: the exit status.
  package func finish() async -> Int32 {
    process.closeInput()
    return await process.exitStatus()
  }

  private func take(_ line: String) {
    guard let message = try? JSONValue(parsing: line), let id = message["id"]?.int else { return }
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: message)
  }

  private func end() {
    let left = state.withLock { state in
      state.isOver = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in left { continuation.resume(returning: nil) }
  }
}
