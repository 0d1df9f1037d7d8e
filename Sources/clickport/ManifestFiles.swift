import ArgumentParser
import EmbeddedManifest
import Host
import JSON
import Tools

/// The built-in manifest, and the files laid over it.
struct ManifestFiles {
  /// Paths, in the order they are laid over.
  let overlays: [String]

  /// All that is wrong with them is printed to standard error, one line a problem, before it
  /// throws. The built-in manifest is only checked where that is what is wanted.
  func load(checksAll: Bool = false) throws -> Manifest {
    do throws(ManifestProblems) {
      return try read(checksAll: checksAll)
    } catch {
      throw error.shown()
    }
  }

  /// Throws all that is wrong with them.
  func read(checksAll: Bool = false) throws(ManifestProblems) -> Manifest {
    let base = try ManifestSource(
      name: "the built-in manifest", parsing: EmbeddedFiles.manifest, isProven: !checksAll)
    var sources: [ManifestSource] = []
    for path in overlays {
      sources.append(try ManifestSource(name: path, parsing: try Self.bytes(path)))
    }
    return try Manifest(base, overlays: sources)
  }

  /// The JSON in a file.
  static func document(_ path: String) throws(ManifestProblems) -> JSONValue {
    let bytes = try Self.bytes(path)
    do {
      return try JSONValue(parsing: bytes)
    } catch {
      throw ManifestProblems(path, "not JSON: \(error)")
    }
  }

  private static func bytes(_ path: String) throws(ManifestProblems) -> [UInt8] {
    guard let bytes = readFile(path) else {
      throw ManifestProblems(path, "the file can't be read")
    }
    return bytes
  }
}

extension ManifestProblems {
  /// Prints them to standard error, one line a problem; what is to be thrown instead of them.
  func shown() -> ExitCode {
    Terminal.printError(description)
    Terminal.printError(
      "\(problems.count) problem\(problems.count == 1 ? "" : "s"); nothing was started.")
    return .failure
  }
}

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
