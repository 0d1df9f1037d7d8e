import JSON
import TestSupport

extension ManifestFault {
  private static let prompt = "/prompts/0"
  private static let argument = prompt + "/arguments/0"

  /// A fault in a prompt beside a valid tool.
  private init(
    inPrompt changes: (String, JSONValue?)..., at pointer: String, _ words: String,
    isInSchema: Bool = true
  ) {
    self.init(
      changes: [("/prompts", [SmallManifest.prompt])] + changes, pointer: pointer, words: words,
      isInSchema: isInSchema)
  }

  static let ofPrompt = [
    ManifestFault(("/prompts", [:]), at: "/prompts", "must be an array"),
    ManifestFault(inPrompt: (prompt + "/name", nil), at: prompt, "name is missing"),
    ManifestFault(inPrompt: (prompt + "/name", "Report"), at: prompt + "/name", "lower-case"),
    ManifestFault(inPrompt: (prompt + "/text", nil), at: prompt, "text is missing"),
    ManifestFault(
      inPrompt: (prompt + "/txt", "Hello {size}"), (prompt + "/text", nil), at: prompt + "/txt",
      #"did you mean "text"?"#),
    ManifestFault(
      inPrompt: (prompt + "/text", "{size} {sice}"), at: prompt + "/text", "{sice}",
      isInSchema: false),
    ManifestFault(
      inPrompt: (prompt + "/text", "Things."), at: argument + "/name", "the text has no {size}",
      isInSchema: false),
    ManifestFault(
      inPrompt: (prompt + "/tools", ["get_thing"]), at: prompt + "/tools",
      #"did you mean "get_things"?"#, isInSchema: false),
    ManifestFault(
      inPrompt: ("/prompts/-", SmallManifest.prompt), at: "/prompts/1/name",
      #"another prompt is named "report_things""#, isInSchema: false),
    ManifestFault(
      inPrompt: (prompt + "/arguments/-", SmallManifest.prompt["arguments"]?.array?.first),
      at: prompt + "/arguments/1/name", #"another argument is named "size""#, isInSchema: false),
    ManifestFault(inPrompt: (argument + "/title", nil), at: argument, "title is missing"),
    ManifestFault(inPrompt: (argument + "/otherwise", nil), at: argument, "otherwise is missing"),
    ManifestFault(
      inPrompt: (argument + "/required", true), at: argument, "it needs no otherwise"),
    ManifestFault(
      inPrompt: (argument + "/format", "day"), at: argument + "/format", "must be one of"),
    ManifestFault(
      inPrompt: (SmallManifest.tool + "/rows", "/rows"),
      (argument + "/complete", ["tool": "get_things"]), at: argument + "/complete",
      "values is missing"),
    ManifestFault(
      inPrompt: (SmallManifest.tool + "/rows", "/rows"),
      (argument + "/complete", ["tool": "list", "values": "/id"]),
      at: argument + "/complete/tool", #"no tool is named "list""#, isInSchema: false),
    ManifestFault(
      inPrompt: (argument + "/complete", ["tool": "get_things", "values": "/id"]),
      at: argument + "/complete/tool", "no tool that reads a list", isInSchema: false),
    ManifestFault(
      inPrompt: (SmallManifest.tool + "/rows", "/rows"),
      (
        argument + "/complete", ["tool": "get_things", "arguments": ["size": "x"], "values": "/id"]
      ),
      at: argument + "/complete/arguments", "size must be", isInSchema: false),
    ManifestFault(
      (SmallManifest.tool + "/example", ["size": "big"]), at: SmallManifest.tool + "/example",
      "size must be", isInSchema: false),
    ManifestFault(
      (SmallManifest.tool + "/example", []), at: SmallManifest.tool + "/example", "an object"),
  ]
}
