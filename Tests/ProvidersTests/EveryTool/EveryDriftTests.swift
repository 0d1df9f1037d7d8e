import JSON
import MCP
import Synchronization
import TestSupport
import Testing
import Tools

/// Every tool's answers from the sandbox, compared with what the manifest says of them.
@Suite struct `Every answer that passes` {
  /// Valid sets of arguments for each tool, beside its example.
  private static let sets = 4

  private final class Watch: AnswerWatch {
    let needs = Mutex<[String]>([])
    let counted = Mutex<Int>(0)
    let fields = Mutex<AnswerFields?>(nil)

    func passed(
      _ answer: JSONObject, comparedBy fields: Deferred<AnswerFields>,
      mayEnd: @autoclosure () -> Bool
    ) {
      let gone = fields.value.compare(answer, mayEnd: mayEnd()).map {
        "\(fields.value.tool) \($0.pointer)"
      }
      needs.withLock { $0 += gone }
      counted.withLock { $0 += 1 }
      self.fields.withLock { $0 = fields.value }
    }
  }

  @Test(arguments: ServiceTools.providers)
  func `is as the manifest says`(provider: String) async throws {
    let manifest = try Repository.manifest()
    var answers = 0
    for (place, tool) in try ServiceTools.of(provider).enumerated() {
      let watch = Watch()
      var sets = ArgumentSets(tool, seed: UInt64(place) + 4711)
      for index in 0...Self.sets {
        let arguments = index == 0 ? tool.example ?? [:] : try sets.valid()
        _ = try await ToolBench(tool, watch: watch).call(arguments)
      }
      answers += watch.counted.withLock(\.self)
      #expect(watch.needs.withLock(\.self) == [])
      guard let fields = watch.fields.withLock(\.self) else { continue }
      let day = CalendarDate(daysSince1970: 0)
      let counted = fields.take().counts.map {
        DriftFinding(tool: tool.name, count: $0, firstDay: day, lastDay: day)
      }
      let report = DriftReport(counted, in: manifest)
      #expect(report.findings.map { "\($0.tool) \($0.what) \($0.count.pointer) \($0.often)" } == [])
    }
    print("\(provider): \(answers) answers compared")
    #expect(answers > 0)
  }
}
