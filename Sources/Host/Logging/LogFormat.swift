/// How the log is written: for people, or for programs.
package enum LogFormat: String, CaseIterable, Sendable {
  /// `time level logger: message name=value …`
  case text
  /// `{"time":…,"level":…,"logger":…,"message":…,"metadata":{…}}`
  case json
}
