import Foundation
import JSON
import TestSupport
import Testing
import Tools

@testable import OpenAPIImport

@Suite(.timeLimit(.minutes(10)))
struct ImportFuzzTests {
  private static let count = number("FUZZ_DOCUMENTS") ?? 200
  private static let seed = number("FUZZ_SEED") ?? 1

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  @Test(arguments: `An imported document`.documents)
  func `makes a right overlay of a damaged document, or says why not`(text: String) throws {
    let original = try JSONValue(parsing: text)
    let base = ManifestSource(name: "base", document: SmallManifest.document)
    let manifest = try Manifest(SmallManifest.document, source: "base")
    var mutator = DocumentMutator(seed: UInt64(Self.seed + text.utf8.count))
    var imported = 0
    for round in 0..<Self.count {
      let document = mutator.mutated(original)
      // Half of its references lead to places of the damaged document in another file.
      let files = OpenAPIFiles(beside: "main.json") { path throws(UnreadableDocument) in
        path.split(separator: "/").count > 2 ? [:] : document
      }
      var options = OpenAPIImport.Options(provider: "shop")
      if round % 4 == 1 { options.exclude = ["DELETE *"] }
      if round % 4 == 2 { options.prefix = "a_long_prefix_indeed" }
      do {
        let outcome = try OpenAPIImport.run(document, with: files, options, over: manifest)
        #expect(
          outcome.toolCount + outcome.refusedCount + outcome.unaskedCount == outcome.operationCount)
        #expect(outcome.refusedCount >= 0)
        let overlay = ManifestSource(name: "overlay", document: .object(outcome.overlay))
        _ = try Manifest(base, overlays: [overlay])
        imported += 1
      } catch let error as OpenAPIImportError {
        #expect(!error.problem.message.isEmpty)
      } catch {
        Issue.record("round \(round): \(error)\n\(document)")
        return
      }
    }
    #expect(imported > Self.count / 2)
  }
}
