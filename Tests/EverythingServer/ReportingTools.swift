import JSON
import MCP

/// Tools that tell of themselves while they run.
enum ReportingTools {
  static let all = [
    FixtureTool("test_tool_with_progress", "Reports 0, 50 and 100 of 100.") { _, context in
      await reportInSteps(to: context.progress)
      return .text("Progress was reported.")
    },
    FixtureTool("test_tool_with_logging", "Logs three messages while it runs.") { _, context in
      await log(to: context.log)
      return .text("Three messages were logged.")
    },
    FixtureTool("test_logging_tool", "Logs, where the request asks for it.") { _, context in
      await log(to: context.log)
      return .text("What was asked for was logged.")
    },
  ]

  /// Steps closer together than a tenth of a second are dropped by the reporter.
  private static let pause = Duration.milliseconds(110)

  private static func reportInSteps(to progress: ProgressReporter) async {
    for done in [0.0, 50, 100] {
      if done > 0 { try? await ContinuousClock().sleep(for: pause) }
      await progress.report(
        ProgressReporter.Step(progress: done, total: 100, message: "Completed \(Int(done)) of 100"))
    }
  }

  private static func log(to log: LogReporter) async {
    await log.log(.info, "Tool execution started")
    await log.log(.info, "Tool processing data")
    await log.log(.info, "Tool execution completed")
  }
}
