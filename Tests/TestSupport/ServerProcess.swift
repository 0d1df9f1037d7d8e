package import Foundation

/// The built binary, running: lines in, lines out.
package final class ServerProcess: Sendable {
  private let child: ChildProcess
  private let input: FileHandle
  private let inputQueue = DispatchQueue(label: "test.input")
  /// Where it keeps what belongs to it alone.
  private let folder: URL
  private let output: LineStream
  /// What it writes to standard output, line by line; ends when it closes its output.
  package var lines: AsyncStream<String> { output.lines }

  /// The built product.
  package static let binary = program("clickport")

  /// Where the build put a program of that name: beside the test bundle.
  package static func program(_ name: String) -> URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name)
  }

  /// What every child needs of this process's environment to find its libraries.
  private static let inherited = ProcessInfo.processInfo.environment
    .filter { ["PATH", "LD_LIBRARY_PATH", "HOME"].contains($0.key) }

  /// Starts `clickport`, or another program that drives it, with only these variables beside the
  /// inherited ones. `errorFile` gets its standard error, instead of `errorOutput`.
  package init(
    _ arguments: [String], program: URL = binary, environment: [String: String] = [:],
    errorFile: URL? = nil
  ) throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "clickport-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let variables = Self.inherited
      .merging(["XDG_STATE_HOME": folder.path, "XDG_CONFIG_HOME": folder.path + "/config"]) { $1 }
      .merging(environment) { $1 }
    child = try ChildProcess(
      program.path, arguments, environment: variables,
      errorFile: (errorFile ?? folder.appending(path: "errors")).path)
    input = FileHandle(fileDescriptor: child.input, closeOnDealloc: true)
    output = try LineStream(of: child.output)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// The next line it writes; nothing when it has closed its output. Not to be called twice at
  /// once.
  package func nextLine() async -> String? {
    var iterator = lines.makeAsyncIterator()
    return await iterator.next()
  }

  package var processIdentifier: Int32 { child.identifier }

  /// Sends a line. Never blocks the caller: a full pipe is waited for elsewhere.
  package func send(_ line: String) {
    send(Data((line + "\n").utf8))
  }

  package func send(_ bytes: Data) {
    inputQueue.async { [input] in
      try? input.write(contentsOf: bytes)
    }
  }

  /// Ends the input, after all that was sent.
  package func closeInput() {
    inputQueue.async { [input] in
      try? input.close()
    }
  }

  /// Closes this side of its output: from here on nobody reads what it writes.
  package func stopReading() { output.close() }

  package func signal(_ number: Int32) { kill(child.identifier, number) }

  /// Waits for the end and returns the exit status, or the signal's number as a negative one.
  package func exitStatus() async -> Int32 { await exit().status }

  /// The exit status and when it was there, free of how busy the caller's threads are.
  package func exit() async -> (status: Int32, instant: ContinuousClock.Instant) {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "test.exit").async { [child] in
        let status = child.waitUntilExit()
        continuation.resume(returning: (status, .now))
      }
    }
  }

  /// What it has written to standard error so far.
  package var errorOutput: String {
    (try? String(contentsOf: folder.appending(path: "errors"), encoding: .utf8)) ?? ""
  }
}

extension ServerProcess {
  /// What a whole run gave.
  package struct Outcome: Sendable {
    package let lines: [String]
    package let errors: String
    package let status: Int32
  }

  /// Runs to the end with this input.
  package static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) async throws -> Outcome {
    let process = try ServerProcess(arguments, environment: environment)
    if !input.isEmpty { process.send(Data(input.utf8)) }
    process.closeInput()
    var lines: [String] = []
    for await line in process.lines { lines.append(line) }
    let status = await process.exitStatus()
    return Outcome(lines: lines, errors: process.errorOutput, status: status)
  }
}
