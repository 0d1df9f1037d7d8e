import ArgumentParser
import JSON
import Sandbox

/// What time it is in the sandbox.
struct SandboxClock: UnsetOptions {
  @Option(
    help: ArgumentHelp(
      "Stop the sandbox's clock at this instant, so that its answers can be compared.",
      valueName: "YYYY-MM-DDTHH:MM:SSZ"))
  var sandboxTime: Timestamp?

  static var unset: Self {
    var options = Self()
    options.sandboxTime = nil
    return options
  }

  /// A fresh world on this clock.
  func world() -> SandboxWorld {
    guard let sandboxTime else { return SandboxWorld { .now } }
    return SandboxWorld { sandboxTime }
  }
}

extension Timestamp: ExpressibleByArgument {
  package init?(argument: String) {
    self.init(parsing: argument)
  }

  /// The present, in whole seconds.
  static var now: Timestamp {
    Timestamp(secondsSince1970: currentSecondsSince1970())
  }
}
