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
