import Tools

/// `clickport check`: compiles the manifest and tells what is wrong with it.
struct Check: Command {
  static let description = CommandDescription(
    name: "check",
    abstract: "Check the manifest, with every overlay, and a policy; nothing is started.",
    discussion: "Prints every problem with its place and exits with 1, or counts the tools.")

  private let manifest: ManifestOptions
  private let policy: PolicyOptions

  init(_ arguments: inout Arguments) throws {
    manifest = try arguments.group()
    policy = try arguments.group()
  }

  func run() throws {
    var configuration = ServeConfiguration()
    configuration.policyFile = policy.file
    let manifest = try ManifestFiles(overlays: self.manifest.overlays).load(checksAll: true)
    _ = try configuration.policy(for: manifest)
    guard try EmbeddedFiles.hasSoundTable() else {
      Terminal.printError(
        "The built-in manifest isn't the one its table was made of, so each start reads it whole: "
          + "RECORD=1 swift test --filter DocumentationTests makes a new table, then build again.")
      throw ExitCode.failure
    }
    for provider in manifest.providers {
      let key = provider.authentication.map { ", key in \($0.variable)" } ?? ""
      Terminal.printLine(
        "\(provider.id): \(count(provider.tools.count, "tool")), \(provider.baseURL)\(key)")
    }
    if let file = policy.file { Terminal.printLine("The policy \(file) is right.") }
    Terminal.printLine(
      "The manifest is right: \(count(manifest.providers.count, "provider")), "
        + "\(count(manifest.tools.count, "tool")), \(count(manifest.prompts.count, "prompt")).")
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
