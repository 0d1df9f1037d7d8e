internal import JSON
package import Logging

/// Writes each event of the log as one line, in one piece, so that the lines of several threads
/// and processes don't mix.
package struct LineLogHandler: LogHandler {
  package var logLevel = Logger.Level.warning
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let format: LogFormat
  private let print: @Sendable (String) -> Void
  private let now: @Sendable () -> LogTime

  /// `print` takes one line without its line feed.
  package init(
    label: String, format: LogFormat,
    print: @escaping @Sendable (String) -> Void,
    now: @escaping @Sendable () -> LogTime = { .now }
  ) {
    self.label = label
    self.format = format
    self.print = print
    self.now = now
  }

  package func log(event: LogEvent) {
    var all = metadata
    all.merge(metadataProvider?.get() ?? [:]) { $1 }
    all.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error { all["error"] = "\(error)" }
    let line = LogLine(
      time: now(), level: event.level, label: label, message: event.message.description,
      metadata: JSONObject(all))
    print(line.text(format))
  }

  package subscript(metadataKey name: String) -> Logger.MetadataValue? {
    get { metadata[name] }
    set { metadata[name] = newValue }
  }
}

extension JSONObject {
  /// Metadata of a log line, sorted by name.
  init(_ metadata: Logger.Metadata) {
    self.init(metadata.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) })
  }
}

extension JSONValue {
  /// Numbers and Booleans stay what they are; anything else that isn't a text is described.
  init(_ value: Logger.MetadataValue) {
    switch value {
    case .string(let text): self = .string(text)
    case .stringConvertible(let thing): self = Self.scalar(thing)
    case .array(let values): self = .array(values.map { JSONValue($0) })
    case .dictionary(let metadata): self = .object(JSONObject(metadata))
    }
  }

  private static func scalar(_ thing: any CustomStringConvertible) -> JSONValue {
    switch thing {
    case let bool as Bool: .bool(bool)
    case let integer as Int: .number(JSONNumber(integer))
    case let double as Double:
      JSONNumber(double).map(JSONValue.number) ?? .string(double.description)
    default: .string(thing.description)
    }
  }
}
