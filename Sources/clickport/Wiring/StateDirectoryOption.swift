import ArgumentParser
import Host
import Providers

/// Which state directory is meant.
struct StateDirectoryOption: UnsetOptions {
  @Option(
    help: ArgumentHelp(
      "Where the ledger of effects and the services' limits are kept.",
      discussion: """
        Otherwise $XDG_STATE_HOME/clickport or ~/.local/state/clickport. All processes with the \
        same directory know of each other's calls. The sandbox keeps its own in memory, unless it is \
        given a directory.
        """, valueName: "directory"))
  var stateDir: String?

  static var unset: Self {
    var options = Self()
    options.stateDir = nil
    return options
  }

  func validate() throws {
    guard stateDir != "" else { throw ValidationError("--state-dir must name a directory") }
    #if !Ledger
    guard stateDir == nil else {
      throw ValidationError(
        "this build keeps nothing on disk; build without --disable-default-traits")
    }
    #endif
  }

  /// The directory that was named, or the user's own; nothing where there is no home.
  var directory: StateDirectory? {
    stateDir.map { StateDirectory($0) } ?? StateDirectory(.process)
  }
}
