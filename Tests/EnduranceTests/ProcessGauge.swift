import Foundation
import Synchronization
import Testing

/// What a process holds, read again and again: memory and descriptors. Only Linux tells.
final class ProcessGauge: Sendable, CustomStringConvertible {
  private struct Reading {
    /// MiB.
    var memory: Double
    var descriptors: Int
  }

  private let process: Int32
  private let readings = Mutex<[Reading]>([])

  /// MiB.
  private static let largestAnswer = 32.0
  /// How many readings, one a second, tell what is warm and what grows.
  private static let fewest = 40

  init(of process: Int32) {
    self.process = process
  }

  func read() {
    #if os(Linux)
    let pages = (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8))?
      .split(separator: " ").dropFirst().first.flatMap { Double($0) }
    let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
    guard let pages, let descriptors else { return }
    let memory = pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    readings.withLock { $0.append(Reading(memory: memory, descriptors: descriptors.count)) }
    #endif
  }

  /// The most of the second quarter, when all is warm, and of the last.
  private var figures: (early: Reading, late: Reading)? {
    let readings = readings.withLock(\.self)
    let quarter = readings.count / 4
    guard quarter > 0 else { return nil }
    let parts = [readings[quarter..<quarter * 2], readings[(quarter * 3)...]].map { part in
      Reading(
        // Of descriptors the fewest: what a service is still closing isn't kept.
        memory: part.map(\.memory).max() ?? 0, descriptors: part.map(\.descriptors).min() ?? 0)
    }
    return (parts[0], parts[1])
  }

  /// Both are flat: no more at the end than early on, but for what an allocator keeps, and room for
  /// one more of the largest answers.
  func check() {
    guard let (early, late) = figures else {
      print("SKIPPED: this system doesn't tell what a process holds")
      return
    }
    guard readings.withLock(\.count) >= Self.fewest else {
      print("SKIPPED: too short to tell whether memory and descriptors are flat")
      return
    }
    #expect(late.memory < early.memory * 1.25 + Self.largestAnswer, "\(self)")
    #expect(late.descriptors <= early.descriptors + 4, "\(self)")
  }

  var description: String {
    guard let (early, late) = figures else { return "memory and descriptors unknown" }
    return String(
      format: "memory %.1f MiB early, %.1f late; descriptors %d, %d", early.memory, late.memory,
      early.descriptors, late.descriptors)
  }
}
