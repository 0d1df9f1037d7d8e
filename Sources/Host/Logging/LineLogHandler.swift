internal import JSON
package import Logging

/// How the log is written: for people, or for programs.
package enum LogFormat: String, CaseIterable, Sendable {
  /// `time level logger: message name=value …`
  case text
  /// `{"time":…,"level":…,"logger":…,"message":…,"metadata":{…}}`
  case json
}

/// One line of the log.
///
/// Nothing in it can end the line or pass for another part of it: invisible characters are left
/// out, long texts cut, and what isn't a plain word is quoted.
struct LogLine {
  let time: LogTime
  let level: Logger.Level
  let label: String
  let message: String
  /// Sorted by name.
  let metadata: JSONObject

  /// Of each text, in code points: a line of a few stays below what a pipe takes in one piece.
  static let textLimit = 500

  /// The line without its line feed.
  func text(_ format: LogFormat) -> String {
    switch format {
    case .text: words
    case .json: JSONValue.object(json).visible(textLimit: Self.textLimit).description
    }
  }

  /// `metadata` is left out where there is none. Its members are under a name of their own, so
  /// that none can take the place of `time` or `level`.
  private var json: JSONObject {
    var json: JSONObject = [
      "time": .string(time.description), "level": .string(level.rawValue), "logger": .string(label),
      "message": .string(message),
    ]
    if !metadata.isEmpty { json["metadata"] = .object(metadata) }
    return json
  }

  private var words: String {
    let sentence = message.visible(limit: Self.textLimit).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    let pairs = metadata.map { "\(Self.word(.string($0.key)))=\(Self.word($0.value))" }
    return (["\(time) \(level) \(label):", sentence] + pairs).joined(separator: " ")
  }

  /// A text of letters, digits and a few signs as it is, everything else as JSON.
  private static func word(_ value: JSONValue) -> String {
    guard let text = value.string, !text.isEmpty, text.utf8.allSatisfy(isPlain),
      text.utf8.count <= textLimit
    else { return value.visible(textLimit: textLimit).description }
    return text
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || "_-.:/+".utf8.contains(byte)
  }
}

/// When a line was logged.
package struct LogTime: Sendable, CustomStringConvertible {
  let second: Timestamp
  let milliseconds: Int

  /// The present.
  package static var now: LogTime {
    let (seconds, attoseconds) = timeSince1970().components
    return LogTime(
      second: Timestamp(secondsSince1970: Int(seconds)),
      milliseconds: Int(attoseconds / 1_000_000_000_000_000))
  }

  /// `YYYY-MM-DDTHH:MM:SS.sssZ`, as in RFC 3339.
  package var description: String {
    "\(second.date)T\(second.timeOfDay).\(String(milliseconds + 1000).dropFirst())Z"
  }
}

/// Writes each event of the log as one line, in one piece, so that the lines of several threads
/// and processes don't mix.
package struct LineLogHandler: LogHandler {
  package var logLevel = Logger.Level.warning
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let format: LogFormat
  private let output: LogOutput
  private let now: @Sendable () -> LogTime

  package init(
    label: String, format: LogFormat, output: LogOutput = .standardError,
    now: @escaping @Sendable () -> LogTime = { .now }
  ) {
    self.label = label
    self.format = format
    self.output = output
    self.now = now
  }

  package func log(event: LogEvent) {
    var all = metadata
    all.merge(metadataProvider?.get() ?? [:]) { $1 }
    all.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error { all["error"] = "\(error)" }
    let time = now()
    let line = LogLine(
      time: time, level: event.level, label: label, message: event.message.description,
      metadata: JSONObject(all))
    output.append(line.text(format)) { count in
      LogLine(
        time: time, level: .warning, label: label,
        message: "lines of the log were dropped, because nobody read it",
        metadata: ["lines": .number(JSONNumber(count))]
      ).text(format)
    }
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
