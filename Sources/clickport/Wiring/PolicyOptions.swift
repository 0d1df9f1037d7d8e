import ArgumentParser
import Host
import JSON
import Tools

/// What the operator allows of the calls that have an effect.
struct PolicyOptions: UnsetOptions {
  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp(
      "Keep to this policy: to whom messages may go, how many calls an hour, quiet hours.",
      discussion: "A JSON file such as examples/policy.json. It is read once, at the start.",
      valueName: "file"))
  var file: String?

  static var unset: Self {
    var options = Self()
    options.file = nil
    return options
  }

  /// The policy for the tools of a manifest; without a file it allows everything. All that is wrong
  /// with the file is printed to standard error, one line a problem, before it throws.
  func load(for manifest: Manifest) throws -> CallPolicy {
    guard let file else { return .none }
    do throws(ManifestProblems) {
      return try Self.read(file, for: manifest)
    } catch {
      throw error.shown()
    }
  }

  private static func read(
    _ file: String, for manifest: Manifest
  ) throws(ManifestProblems) -> CallPolicy {
    guard let bytes = readFile(file) else { throw problem(file, "the file can't be read") }
    let document: JSONValue
    do {
      document = try JSONValue(parsing: bytes)
    } catch {
      throw problem(file, "not JSON: \(error)")
    }
    return try CallPolicy(document, source: file, for: manifest)
  }

  private static func problem(_ file: String, _ message: String) -> ManifestProblems {
    ManifestProblems(problems: [
      ManifestProblem(source: file, pointer: .root, message: message)
    ])
  }
}
