import JSON
import Logging
import Testing

@testable import Host
@testable import clickport

@Suite struct `A line of the log` {
  private let log = LogCollector()

  @Test func `is an object with the members in one order, as JSON`() {
    log.logger(.json).info("done", metadata: ["b": "x", "a": .stringConvertible(2), "c": "y"])
    #expect(
      log.lines == [
        #"{"time":"2026-04-15T12:00:00.007Z","level":"info","logger":"clickport","message":"done","metadata":{"a":2,"b":"x","c":"y"}}"#
      ])
  }

  @Test func `is words and pairs, as text`() {
    log.logger(.text).warning("done so far", metadata: ["b": "x y", "a": .stringConvertible(2)])
    #expect(
      log.lines == [#"2026-04-15T12:00:00.007Z warning clickport: done so far a=2 b="x y""#])
  }

  @Test func `has no metadata where there is none`() {
    log.logger(.json).info("done")
    log.logger(.text).info("done")
    #expect(
      log.lines == [
        #"{"time":"2026-04-15T12:00:00.007Z","level":"info","logger":"clickport","message":"done"}"#,
        "2026-04-15T12:00:00.007Z info clickport: done",
      ])
  }

  @Test(arguments: [
    ("plain-1.2_3:4/5+6", "plain-1.2_3:4/5+6"), ("", #""""#), ("a b", #""a b""#),
    ("1 tool=delete", #""1 tool=delete""#), (#"a"b"#, #""a\"b""#), ("a=b", #""a=b""#),
    ("a\n2026 info clickport: forged", #""a\n2026 info clickport: forged""#),
    ("a\r\u{1B}[2Kb", #""a[2Kb""#), ("a\u{2028}b", #""ab""#), ("a\u{202E}b", #""ab""#),
  ])
  func `shows a hostile value as one quoted word`(value: String, shown: String) {
    log.logger(.text).info("done", metadata: ["v": "\(value)"])
    #expect(log.lines == ["2026-04-15T12:00:00.007Z info clickport: done v=\(shown)"])
  }

  @Test(arguments: [
    "a\nb", "a\r\nb", "a\u{0}b", "a\u{2028}b", #"","level":"error"#, "\u{85}", "\u{202E}b",
  ])
  func `stays one object with any value, name and message`(text: String) throws {
    log.logger(.json).info("\(text)", metadata: [text: "\(text)", "list": ["\(text)"]])
    let line = try #require(log.lines.first)
    #expect(log.lines.count == 1)
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.isHidden })
    let value = try JSONValue(parsing: line)
    #expect(value.object?.keys == ["time", "level", "logger", "message", "metadata"])
    #expect(value["level"] == "info")
  }

  @Test func `has a message without line feeds, as text`() {
    log.logger(.text).info("one\ntwo\tthree")
    #expect(log.lines == ["2026-04-15T12:00:00.007Z info clickport: one two three"])
  }

  @Test(arguments: LogFormat.allCases)
  func `is cut where a text is too long`(format: LogFormat) {
    let long = String(repeating: "x", count: 501)
    log.logger(format).info("done", metadata: ["v": "\(long)"])
    log.logger(format).info("done", metadata: ["v": "\(long.dropLast())"])
    #expect(log.lines.map { $0.contains("more characters") } == [true, false])
  }

  @Test func `keeps numbers and Booleans as they are`() throws {
    log.logger(.json).info(
      "done",
      metadata: [
        "bool": .stringConvertible(true), "int": .stringConvertible(-3),
        "double": .stringConvertible(0.25), "other": .stringConvertible(Duration.seconds(1)),
        "nested": ["b": "2", "a": ["1"]],
      ])
    let metadata = try JSONValue(parsing: #require(log.lines.first))["metadata"]
    #expect(
      metadata?.description
        == #"{"bool":true,"double":0.25,"int":-3,"nested":{"a":["1"],"b":"2"},"other":"1.0 seconds"}"#
    )
  }

  @Test func `joins what the logger, the handler and the event say`() throws {
    var logger = log.logger(.json)
    logger[metadataKey: "a"] = "logger"
    logger[metadataKey: "b"] = "logger"
    logger.info("done", metadata: ["b": "event"])
    let metadata = try JSONValue(parsing: #require(log.lines.first))["metadata"]
    #expect(metadata == ["a": "logger", "b": "event"])
  }

  @Test func `is written from its level upwards`() {
    let logger = log.logger(.text, level: .notice)
    logger.info("no")
    logger.notice("yes")
    #expect(log.lines.count == 1)
  }

  @Test(arguments: [(0, "000"), (7, "007"), (42, "042"), (999, "999")])
  func `tells the time in milliseconds`(milliseconds: Int, digits: String) {
    let time = LogTime(second: Timestamp(secondsSince1970: 0), milliseconds: milliseconds)
    #expect(time.description == "1970-01-01T00:00:00.\(digits)Z")
  }
}
