import Foundation
import JSON
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

  private func read(_ count: Int, from descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress?.advanced(by: filled), count - filled)
      }
      guard got > 0 else { break }
      filled += got
    }
    return String(decoding: bytes[..<filled], as: UTF8.self)
  }

  @Test(arguments: [nil, 3, 5000])
  func `writes whole lines, whatever is known of their length`(size: Int?) async throws {
    let (reading, writing) = try PrivateDescriptors.pipe()
    let writer = LineWriter(output: writing)
    let long = JSONValue.string(String(repeating: "x", count: 4998))
    #expect(await writer.write(atMost: size) { ["a": "b\n"] })
    #expect(await writer.write(atMost: size) { long })
    #expect(await writer.write(atMost: size) { 1 })
    #expect(read(12 + 5001 + 2, from: reading) == "{\"a\":\"b\\n\"}\n\(long)\n1\n")
    close(reading)
    #expect(await !writer.write(atMost: size) { 2 })
    close(writing)
  }

  @Test func `lets a short line wait for a host that doesn't read`() async throws {
    let (reading, writing, count) = try fullPipe()
    let writer = LineWriter(output: writing)
    async let isWritten = writer.write(atMost: 10) { "late" }
    #expect(read(count, from: reading).utf8.allSatisfy { $0 == UInt8(ascii: ".") })
    #expect(await isWritten)
    #expect(read(7, from: reading) == "\"late\"\n")
    close(reading)
    close(writing)
  }
}
