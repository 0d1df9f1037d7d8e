import ArgumentParser
import Tools

/// Which tools there are.
struct ManifestOptions: UnsetOptions {
  @Option(
    name: .customLong("manifest"),
    help: ArgumentHelp(
      "Lay this manifest over the built-in one; may be repeated.",
      discussion: "It adds providers and tools, or replaces fields of those of the same name.",
      valueName: "file"))
  var overlays: [String] = []

  static var unset: Self {
    var options = Self()
    options.overlays = []
    return options
  }

  var files: ManifestFiles { ManifestFiles(overlays: overlays) }

  /// The built-in manifest with the overlays laid over it.
  func load(checksAll: Bool = false) throws -> Manifest {
    try files.load(checksAll: checksAll)
  }
}
