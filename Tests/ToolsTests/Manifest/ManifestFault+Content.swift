import JSON
import TestSupport

/// What is wrong with how values and bodies are written.
extension ManifestFault {
  private static let tool = SmallManifest.tool
  private static let argument = tool + "/arguments/size"

  static let ofContent = [
    ManifestFault((argument + "/style", "csv"), at: argument + "/style", "must be one of"),
    ManifestFault(
      (argument + "/style", "matrix"), at: argument + "/style", "is for an argument in path",
      isInSchema: false),
    ManifestFault(
      (argument + "/style", "deepObject"), at: argument + "/style", "for objects and arrays",
      isInSchema: false),
    ManifestFault((argument + "/explode", true), at: argument + "/explode", "needs a style"),
    ManifestFault(
      (argument + "/type", "object"), (argument + "/style", "deepObject"),
      (argument + "/explode", false), at: argument + "/explode", "no other form",
      isInSchema: false),
    ManifestFault(
      (argument + "/style", "form"), (argument + "/content_type", "application/json"),
      at: argument + "/content_type", "beside a style", isInSchema: false),
    ManifestFault(
      (argument + "/content_type", "json"), at: argument + "/content_type", "no media type"),
    ManifestFault(
      (argument + "/content_type", "text/csv"), at: argument + "/content_type", "must be JSON",
      isInSchema: false),
    ManifestFault(
      (argument + "/in", "body"), (argument + "/content_type", "application/json"),
      (tool + "/request", "POST /things"), (tool + "/effect", "write"),
      at: argument + "/content_type", "the tool's content_type", isInSchema: false),
    ManifestFault(
      (argument + "/nullable", true), at: argument + "/nullable", "only a body", isInSchema: false),
    ManifestFault((argument + "/type", nil), at: argument, "or there must be anyOf"),
    ManifestFault(
      (argument + "/anyOf", [["type": "string"]]), at: argument + "/anyOf", "no other beside",
      isInSchema: false),
    ManifestFault(
      (argument + "/type", nil), (argument + "/anyOf", [["type": "string"], ["type": "null"]]),
      at: argument + "/anyOf", "said by nullable", isInSchema: false),
    ManifestFault(
      (argument + "/type", nil), (argument + "/anyOf", [["type": ["string", "null"]]]),
      at: argument + "/anyOf/0/type", "must be one type", isInSchema: false),
    ManifestFault(
      (tool + "/content_type", "text/plain"), at: tool + "/content_type", "No argument's place",
      isInSchema: false),
    ManifestFault(
      (argument + "/in", "body"), (tool + "/content_type", "text/plain"),
      (tool + "/request", "POST /things"), (tool + "/effect", "write"),
      at: tool + "/content_type", "the whole body", isInSchema: false),
    ManifestFault(
      (argument + "/in", "body"), (argument + "/wire", ""),
      (tool + "/arguments/other", ["in": "body", "type": "string", "description": "Another."]),
      (tool + "/request", "POST /things"), (tool + "/effect", "write"), at: argument,
      "others are members of it", isInSchema: false),
    ManifestFault(
      (argument + "/in", "multipart"), at: tool + "/request", "a GET request has no body",
      isInSchema: false),
  ]
}
