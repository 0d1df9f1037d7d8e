import EmbeddedManifest

/// The files that are part of the binary.
enum EmbeddedFiles {
  /// `tools-manifest.json`.
  static var manifest: [UInt8] {
    Array(
      UnsafeBufferPointer(
        start: clickport_embedded_manifest(), count: clickport_embedded_manifest_size()))
  }

  /// `examples/demo.in.jsonl`.
  static var demo: [UInt8] {
    Array(
      UnsafeBufferPointer(start: clickport_embedded_demo(), count: clickport_embedded_demo_size()))
  }
}
