import ArgumentParser
import JSONRPC
import MCP

/// `clickport serve`: MCP over standard input and output, until the input ends.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve MCP over standard input and output (the default).",
    discussion: """
      One JSON-RPC message a line. Standard output carries nothing else; the log goes to standard \
      error. Ends when its input ends, or at once on SIGTERM.

      Examples:
        clickport
        clickport serve --sandbox < examples/get_clicks.in.jsonl
      """)

  @OptionGroup var services: ServiceOptions

  @Option(
    help: ArgumentHelp(
      "How long calls already read may go on after the input ends.", valueName: "seconds"))
  var drain = Self.standardDrain

  /// Seconds.
  private static let standardDrain = 5.0

  /// The command without any argument.
  static var unset: Self {
    var command = Self()
    command.services = .unset
    command.drain = standardDrain
    return command
  }

  func validate() throws {
    guard drain >= 0, drain <= 3600 else {
      throw ValidationError("--drain must be from 0 to 3600 seconds")
    }
  }

  func run() async throws {
    let output = try Descriptors.claimStandardOutput()
    let input = try Descriptors.claimStandardInput()
    let manifest = try services.manifest.load()
    let selection = try services.selection.selection()
    let behind = try services.services(for: manifest)
    let offer = CurrentFeatures(try behind.offer(manifest, selection, changes: ChangeFeed()))
    let logger = services.logs.logger()
    let connection = Connection(
      reader: try LineReader(input: input, output: output), writer: LineWriter(output: output),
      handler: Server(offer), drain: .seconds(drain), logger: logger)
    let watch = ManifestWatch(
      files: services.manifest.files, selection: selection, services: behind, offer: offer,
      logger: logger)
    await withDiscardingTaskGroup { group in
      group.addTask { await watch.run() }
      await connection.run()
      group.cancelAll()
    }
  }
}
