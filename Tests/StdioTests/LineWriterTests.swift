import Foundation
import JSON
import Loop
import TestSupport
import Testing

@testable import Stdio

struct LineWriterTests {
  /// A pipe that is full, its reading end, and how many bytes are in it.
  private func fullPipe() throws -> (reading: Int32, writing: Int32, count: Int) {
    let (reading, writing) = try PrivateDescriptors.pipe()
    let flags = fcntl(writing, F_GETFL)
    _ = fcntl(writing, F_SETFL, flags | O_NONBLOCK)
    let page = [UInt8](repeating: UInt8(ascii: "."), count: 4096)
    var count = 0
    while case let written = write(writing, page, page.count), written > 0 { count += written }
    _ = fcntl(writing, F_SETFL, flags)
    return (reading, writing, count)
  }

  private func read(_ count: Int, from descriptor: Int32) async -> String {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      // No thread of the pool is held: the writer's tasks want one.
      _ = await EventLoop.shared.ready(descriptor, POLLIN)
      let got = bytes.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress?.advanced(by: filled), count - filled)
      }
      guard got > 0 else { break }
      filled += got
    }
    return String(decoding: bytes[..<filled], as: UTF8.self)
  }

  /// What a host may have its server write to.
  enum Output: CaseIterable {
    case pipe
    case sharedPipe
    case socket
    case terminal
    case file

    /// Where the host reads, and where the server writes.
    func ends() throws -> (reading: Int32, writing: Int32) {
      switch self {
      case .pipe, .sharedPipe: return try PrivateDescriptors.pipe()
      case .socket:
        let ends = PrivateDescriptors.make {
          var ends: [Int32] = [-1, -1]
          _ = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
          return ends
        }
        return (ends[0], ends[1])
      case .terminal:
        let ends = PrivateDescriptors.make {
          var reading: Int32 = -1
          var writing: Int32 = -1
          _ = openpty(&reading, &writing, nil, nil, nil)
          return [reading, writing]
        }
        var settings = termios()
        _ = tcgetattr(ends[1], &settings)
        cfmakeraw(&settings)
        _ = tcsetattr(ends[1], TCSANOW, &settings)
        return (ends[0], ends[1])
      case .file:
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path
        defer { unlink(path) }
        let ends = PrivateDescriptors.make {
          [open(path, O_RDWR | O_CREAT | O_EXCL, 0o600), open(path, O_WRONLY)]
        }
        return (ends[0], ends[1])
      }
    }
  }

  private static let long = String(repeating: "x", count: 4998)

  @Test(arguments: Output.allCases, [nil, 3, 5000])
  func `writes whole lines, whatever is known of their length`(
    output: Output, size: Int?
  ) async throws {
    let (reading, writing) = try output.ends()
    let writer = LineWriter(output: writing, on: .shared, mayReopen: output != .sharedPipe)
    let long = JSONValue.string(Self.long)
    #expect(await writer.write(atMost: size) { ["a": "b\n"] })
    // A terminal takes less at once than the line is long.
    async let isWritten = writer.write(atMost: size) { long }
    if output == .file { #expect(await isWritten) }
    #expect(await read(12 + 5001, from: reading) == "{\"a\":\"b\\n\"}\n\(long)\n")
    #expect(await isWritten)
    #expect(await writer.write(atMost: size) { 1 })
    #expect(await read(2, from: reading) == "1\n")
    close(reading)
    if output != .file {
      // A child of another test that is just being started may still have it open.
      _ = await EventLoop.shared.ready(writing, 0)
      #expect(await !writer.write(atMost: size) { 2 })
    }
    close(writing)
  }

  @Test(arguments: [Output.pipe, .sharedPipe, .socket, .terminal])
  func `keeps each of many lines whole while a host reads slowly`(output: Output) async throws {
    let (reading, writing) = try output.ends()
    let writer = LineWriter(output: writing, on: .shared, mayReopen: output != .sharedPipe)
    // One of them is long enough to be made on the pool.
    let texts = (0..<40).map { number in
      let length = number == 7 ? 1_300_000 : number * 700
      return String(repeating: Character(UnicodeScalar(UInt8(65 + number % 26))), count: length)
    }
    let isWritten = Task {
      await withTaskGroup(of: Bool.self) { group in
        for text in texts {
          group.addTask { await writer.write(atMost: text.utf8.count) { .string(text) } }
        }
        return await group.allSatisfy { $0 }
      }
    }
    let lines = await read(texts.map { $0.utf8.count + 3 }.reduce(0, +), from: reading)
    let whole = lines.split(separator: "\n").map(String.init)
    #expect(whole.sorted() == texts.map { "\"\($0)\"" }.sorted())
    #expect(await isWritten.value)
    close(reading)
    close(writing)
  }

  /// Each write to such a socket can be told from the next.
  @Test(arguments: [(10, [5]), (20_000, [2, 1, 1, 1])])
  func `writes at once what is ready at once, unless it is much`(
    length: Int, linesOfWrites: [Int]
  ) async throws {
    let ends = PrivateDescriptors.make {
      var ends: [Int32] = [-1, -1]
      _ = socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends)
      return ends
    }
    let loop = EventLoop()
    let writer = LineWriter(output: ends[1], on: loop)
    let line = JSONValue.string(String(repeating: "x", count: length - 3))
    let areWritten = await withTaskExecutorPreference(loop) {
      await withTaskGroup(of: Bool.self) { group in
        for _ in 1...5 { group.addTask { await writer.write { line } } }
        return await group.allSatisfy { $0 }
      }
    }
    #expect(areWritten)
    var buffer = [UInt8](repeating: 0, count: length * 5)
    for lines in linesOfWrites {
      #expect(recv(ends[0], &buffer, buffer.count, Int32(MSG_DONTWAIT)) == lines * length)
    }
    for end in ends { close(end) }
  }

  @Test func `lets a short line wait for a host that doesn't read`() async throws {
    let (reading, writing, count) = try fullPipe()
    let writer = LineWriter(output: writing, on: .shared)
    async let isWritten = writer.write(atMost: 10) { "late" }
    #expect(await read(count, from: reading).utf8.allSatisfy { $0 == UInt8(ascii: ".") })
    #expect(await isWritten)
    #expect(await read(7, from: reading) == "\"late\"\n")
    close(reading)
    close(writing)
  }

  @Test func `tells who waits for it that nobody reads any more`() async throws {
    let (reading, writing) = try PrivateDescriptors.pipe()
    let writer = LineWriter(output: writing, on: .shared)
    async let isBroken: Void = writer.waitForBreak()
    close(reading)
    await isBroken
    close(writing)
  }
}
