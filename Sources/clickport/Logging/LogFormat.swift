import ArgumentParser

/// How the log is written: for people, or for programs.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  /// `time level logger: message name=value …`
  case text
  /// `{"time":…,"level":…,"logger":…,"message":…,"metadata":{…}}`
  case json
}
