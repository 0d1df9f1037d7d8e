import JSON
import TestSupport

extension ManifestFault {
  private static let provider = "/providers/0"
  private static let tool = SmallManifest.tool
  private static let probe = provider + "/probe"

  private static func named(_ tool: String, _ arguments: JSONObject = [:]) -> (String, JSONValue?) {
    (probe, ["tool": .string(tool), "arguments": .object(arguments)])
  }

  /// What is said of the call that shows whether a service works.
  static let ofProbe = [
    ManifestFault((probe, "get_things"), at: probe, "must be an object"),
    ManifestFault((probe, [:]), at: probe, "tool is missing"),
    ManifestFault(
      (probe, ["tool": "get_things", "argument": [:]]), at: probe + "/argument",
      #"did you mean "arguments"?"#),
    ManifestFault(
      (probe, ["tool": "get_things", "arguments": []]), at: probe + "/arguments",
      "must be an object"),
    ManifestFault(
      named("get_thing"), at: probe + "/tool",
      #"no tool of this provider is named "get_thing"; did you mean "get_things"?"#,
      isInSchema: false),
    ManifestFault(
      named("get_things"), (tool + "/effect", "write"), (tool + "/request", "POST /things"),
      at: probe + "/tool", "must be one request that reads", isInSchema: false),
    ManifestFault(
      named("get_things"), (tool + "/key", "none"), at: probe + "/tool",
      "without the service's key", isInSchema: false),
    ManifestFault(
      named("get_things"), (tool + "/arguments/size/required", true), at: probe,
      "get_things can't be called so: size", isInSchema: false),
    ManifestFault(
      named("get_things", ["size": "many"]), at: probe + "/arguments",
      "get_things can't be called so: size", isInSchema: false),
    ManifestFault(
      named("get_things", ["sizes": 1]), at: probe + "/arguments", #"did you mean size?"#,
      isInSchema: false),
  ]
}
