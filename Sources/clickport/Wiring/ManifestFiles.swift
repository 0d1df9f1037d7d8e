import ArgumentParser
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
    let base = try builtIn(isProven: !checksAll)
    var sources: [ManifestSource] = []
    for path in overlays {
      guard let bytes = readFile(path) else { throw problem(path, "the file can't be read") }
      sources.append(try parse(bytes, name: path))
    }
    return try Manifest(base, overlays: sources)
  }

  private func builtIn(isProven: Bool) throws(ManifestProblems) -> ManifestSource {
    let name = "the built-in manifest"
    do {
      let document = try JSONValue(
        parsing: EmbeddedFiles.manifest, keepingObjectsAt: Self.depthOfTools, isProven: isProven)
      return ManifestSource(name: name, document: document, isProven: isProven)
    } catch {
      throw problem(name, "not JSON: \(error)")
    }
  }

  /// How deep the tools of a provider stand: `{ "providers": [ { "tools": [ { … } ] } ] }`.
  private static let depthOfTools = 5

  private func parse(_ bytes: [UInt8], name: String) throws(ManifestProblems) -> ManifestSource {
    do {
      return ManifestSource(name: name, document: try JSONValue(parsing: bytes))
    } catch {
      throw problem(name, "not JSON: \(error)")
    }
  }

  private func problem(_ source: String, _ message: String) -> ManifestProblems {
    ManifestProblems(problems: [
      ManifestProblem(source: source, pointer: .root, message: message)
    ])
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
