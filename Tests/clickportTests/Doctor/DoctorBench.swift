import Foundation
import JSON
import Sandbox
import TestSupport

/// The five services on a port of this machine, and `clickport doctor` with a home of its own.
final class DoctorBench: Sendable {
  let services: LoopbackWorld
  let home: URL

  init(tellsLimits: Bool = true) throws {
    services = try LoopbackWorld(
      SandboxWorld { SandboxedTools.now }, tellsLimits: tellsLimits)
    home = FileManager.default.temporaryDirectory
      .appending(path: "clickport-doctor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: home)
  }

  /// A finding as `--json` tells it.
  struct Told: Equatable, CustomStringConvertible {
    let area: String
    let subject: String

    init(_ area: String, _ subject: String) {
      self.area = area
      self.subject = subject
    }

    var description: String { "\(area) \(subject)" }
  }

  struct Outcome {
    let status: Int32
    let json: JSONValue
    /// All that was printed.
    let text: String

    var findings: [JSONValue] { json["findings"]?.array ?? [] }

    func told(_ level: String) -> [Told] {
      findings.filter { $0["level"]?.string == level }.map {
        Told($0["area"]?.string ?? "", $0["subject"]?.string ?? "")
      }
    }

    var failed: [Told] { told("failed") }

    func finding(_ area: String, _ subject: String) -> JSONValue? {
      findings.first { $0["area"]?.string == area && $0["subject"]?.string == subject }
    }
  }

  /// All it takes for every service to answer.
  var environment: [String: String] {
    var variables = services.environment
    variables["HOME"] = home.path
    variables["XDG_CONFIG_HOME"] = home.appending(path: ".config").path
    variables["XDG_STATE_HOME"] = home.appending(path: ".local/state").path
    variables["NO_PROXY"] = "127.0.0.1"
    return variables
  }

  /// What it finds, with these variables over those with which all is well; one that is empty counts
  /// as not there.
  func run(
    _ arguments: [String] = [], _ changes: [String: String] = [:]
  ) async throws -> Outcome {
    let outcome = try await lines(arguments + ["--json"], changes)
    let text = outcome.lines.joined(separator: "\n")
    return Outcome(
      status: outcome.status, json: (try? JSONValue(parsing: text)) ?? .null,
      text: text + outcome.errors)
  }

  /// The same for people.
  func lines(
    _ arguments: [String] = [], _ changes: [String: String] = [:]
  ) async throws -> ServerProcess.Outcome {
    let variables = environment.merging(changes) { $1 }.filter { !$0.value.isEmpty }
    return try await ServerProcess.run(
      // The services are in this process, which has other things to do.
      ["doctor", "--timeout", "120"] + arguments, environment: variables)
  }

  /// Writes a file below the home, and the directories on the way.
  func write(_ text: String, to path: String) throws -> String {
    let file = home.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
