internal import JSON

/// The arguments that every tool has whose repetition would do something twice.
enum StandardArguments {
  static let key = "idempotency_key"
  static let duplicate = "allow_duplicate"

  /// Those whose names the tool uses itself are left out.
  static func arguments(besides own: [ArgumentDescriptor]) -> [ArgumentDescriptor] {
    let taken = Set(own.flatMap { [$0.name] + $0.aliases })
    return all.filter { !taken.contains($0.name) }
  }

  private static let all = [
    ArgumentDescriptor(
      steering: key,
      schema: [
        "type": "string", "minLength": 1, "maxLength": 200,
        "description":
          "Names this one effect: called again with it, the tool answers with the first outcome.",
      ]),
    ArgumentDescriptor(
      steering: duplicate,
      schema: [
        "type": "boolean",
        "description": "Do it even though the same call was made in the last ten minutes.",
      ]),
  ]
}
