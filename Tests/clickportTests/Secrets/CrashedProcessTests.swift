import Foundation
import JSON
import TestSupport
import Testing

/// What is left of a process with keys when it crashes.
@Suite(.timeLimit(.minutes(10)))
struct CrashedProcessTests {
  /// A server that may write core dumps for all its parent says, once it has used its keys.
  private func server(_ environment: [String: String] = [:]) async throws -> ServerProcess {
    let keys = try KeyedProcess.environment()
    let process = try ServerProcess(
      [
        "-c", #"ulimit -c "$(ulimit -H -c)"; exec "$0" "$@""#, ServerProcess.binary.path, "serve",
        "--log-level", "trace", "--call-timeout", "5",
      ], program: URL(filePath: "/bin/sh"), environment: keys.merging(environment) { $1 })
    process.send(
      KeyedProcess.request(1, "tools/call", #""name":"get_device_status","arguments":{}"#))
    var line = ""
    // The call is logged to the client before it is answered.
    while !line.contains(#""id":1"#), let next = await process.nextLine() { line = next }
    #expect(line.contains("can't be reached"))
    return process
  }

  static let signals = [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGTRAP, SIGQUIT]

  @Test(arguments: signals)
  func `says no key with its last words, and leaves no memory behind`(
    signal: Int32
  ) async throws {
    let process = try await server(["SWIFT_BACKTRACE": "enable=no"])
    process.signal(signal)
    #expect(await process.exitStatus() == -signal)
    #expect(SecretSearch().findings(in: process.errorOutput) == [])
    let remains = URL(filePath: FileManager.default.currentDirectoryPath)
      .appending(path: "core.\(process.processIdentifier)")
    #expect(!FileManager.default.fileExists(atPath: remains.path))
  }

  #if os(Linux)
  @Test func `may write no core dump, whatever its parent allows`() async throws {
    let process = try await server()
    let limits = try String(
      contentsOfFile: "/proc/\(process.processIdentifier)/limits", encoding: .utf8)
    let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file") })
    #expect(line.split(separator: " ").suffix(3) == ["0", "0", "bytes"])
    process.closeInput()
    #expect(await process.exitStatus() == 0)
  }
  #endif
}
