import Analysis
import Exchange
import Foundation
import JSON
import JSONRPC
import Logging
import Loop
import MCP
import Providers
import Sandbox
import Stdio
import Synchronization
import TestSupport
import Tools

/// A whole server in this process, over two pipes.
enum FuzzedConnection {
  /// Sends the lines, ends the input, and returns all that came back until the server was done.
  static func output(for lines: [[UInt8]]) async throws -> [UInt8] {
    let (reading, sending) = try PrivateDescriptors.pipe()
    let (receiving, writing) = try PrivateDescriptors.pipe()
    let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
    let dispatcher = Dispatcher(
      handler: try server().session(), running: RunningCallLimit(),
      executor: EventLoop.shared, logger: logger)
    let transport = StdioTransport(
      input: reading, output: writing, dispatcher: dispatcher, drain: .seconds(540), logger: logger)
    DispatchQueue(label: "fuzz.input").async {
      writeAll(Array(lines.joined(separator: [UInt8(ascii: "\n")])), to: sending)
      close(sending)
    }
    async let output = readAll(receiving)
    await transport.run()
    close(reading)
    close(writing)
    return await output
  }

  /// The product's tools over a sandbox of its own, in which reports take no time.
  private static func server() throws -> Server {
    let manifest = try manifest.get()
    let catalog = try ToolCatalog(
      ToolSelection().surface(of: manifest, configured: []),
      providers: SandboxedTools.providers(manifest, over: SandboxedTools.freshTransport()),
      timing: CallTiming(source: PassingTime().source))
    let info = Implementation(
      name: "clickport", version: "0", title: "Clickport", description: "Under fuzz.")
    return Server(
      info: info, instructions: "Try anything.",
      features: CurrentFeatures(ServerFeatures(toolbox: catalog, changes: ChangeFeed())),
      sealer: InMemorySealer { SandboxedTools.now.secondsSince1970 })
  }

  private static let manifest = Result { try Repository.manifest() }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count {
        let count = write(descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
        guard count > 0 else { return }
        start += count
      }
    }
  }

  private static func readAll(_ descriptor: Int32) async -> [UInt8] {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "fuzz.output").async {
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let bytes = (try? handle.readToEnd()) ?? Data()
        continuation.resume(returning: Array(bytes))
      }
    }
  }
}

/// A clock that moves on only when something sleeps by it, which takes no time.
private final class PassingTime: Sendable {
  private let now = Mutex(Duration.zero)

  var source: TimeSource {
    TimeSource {
      self.now.withLock { $0 }
    } sleep: { duration in
      self.now.withLock { $0 += duration }
      await Task.yield()
      try Task.checkCancellation()
    }
  }
}
