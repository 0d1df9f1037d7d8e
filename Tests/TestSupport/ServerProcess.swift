package import Foundation

/// A built binary, running: lines in, lines out.
package final class ServerProcess: Sendable {
  private let child: ChildProcess
  private let input: FileHandle
  private let inputQueue = DispatchQueue(label: "test.input")
  private let errorFile: URL
  /// What it writes to standard output, line by line; ends when it closes its output.
  package let lines: AsyncStream<String>

  /// Where the build put its binaries: beside the test bundle.
  private static let binaries = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

  /// What every child needs of this process's environment to find its libraries.
  private static let inherited = ProcessInfo.processInfo.environment
    .filter { ["PATH", "LD_LIBRARY_PATH", "HOME"].contains($0.key) }

  /// Starts a binary with only these variables beside the inherited ones.
  package init(
    _ arguments: [String], binary: String = "clickport", environment: [String: String] = [:]
  ) throws {
    errorFile = FileManager.default.temporaryDirectory
      .appending(path: "clickport-test-\(UUID().uuidString)")
    child = try ChildProcess(
      Self.binaries.appending(path: binary).path, arguments,
      environment: Self.inherited.merging(environment) { $1 }, errorFile: errorFile.path)
    input = FileHandle(fileDescriptor: child.input, closeOnDealloc: true)
    lines = Self.lines(of: FileHandle(fileDescriptor: child.output, closeOnDealloc: true))
  }

  deinit {
    try? FileManager.default.removeItem(at: errorFile)
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

  package func signal(_ number: Int32) { kill(child.identifier, number) }

  /// Waits for the end and returns the exit status, or the signal's number as a negative one.
  package func exitStatus() async -> Int32 {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "test.exit").async { [child] in
        continuation.resume(returning: child.waitUntilExit())
      }
    }
  }

  /// What it has written to standard error so far.
  package var errorOutput: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

  private static func lines(of handle: FileHandle) -> AsyncStream<String> {
    AsyncStream { continuation in
      DispatchQueue(label: "test.output").async {
        var rest = Data()
        while let chunk = chunk(of: handle.fileDescriptor) {
          rest.append(contentsOf: chunk)
          var start = rest.startIndex
          while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            continuation.yield(String(decoding: rest[start..<end], as: UTF8.self))
            start = end + 1
          }
          rest = Data(rest[start...])
        }
        if !rest.isEmpty { continuation.yield(String(decoding: rest, as: UTF8.self)) }
        continuation.finish()
      }
    }
  }
}

/// What is there to read; nothing at the end. `FileHandle` would wait for a full buffer.
private func chunk(of descriptor: Int32) -> ArraySlice<UInt8>? {
  var bytes = [UInt8](repeating: 0, count: 1 << 16)
  let count = read(descriptor, &bytes, bytes.count)
  return count > 0 ? bytes[..<count] : nil
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
