import JSON
import Testing

@testable import clickport

/// What of all findings is shown, and what the command ends with.
@Suite struct DoctorReportTests {
  private func report(_ findings: [Finding]) -> DoctorReport {
    DoctorReport(version: "1.2.3", findings: findings)
  }

  private func service(_ id: String, _ level: Finding.Level = .ok) -> [Finding] {
    [
      Finding(.key, id, .ok, "key set"), Finding(.address, id, .ok, "https://\(id)"),
      Finding(.name, id, .ok, "found"), Finding(.read, id, level, "answered", fix: "Wait"),
    ]
  }

  @Test func `tells of a service that is well in one line`() {
    let report = report([Finding(.build, "clickport", .ok, "1.2.3")] + service("acme"))
    #expect(
      report.lines == [
        "ok       build  1.2.3", "ok       acme   answered; key set; https://acme", "All is well.",
      ])
    #expect(report.exitStatus == 0)
  }

  @Test func `tells of what is wrong alone, and what to do`() {
    let report = report(
      [Finding(.key, "acme", .failed, "no key", fix: "Set it")]
        + [Finding.Area.address, .read].map { Finding($0, "acme", .skipped, "not looked at") })
    #expect(
      report.lines == ["failed   acme  no key", "         → Set it", "1 failed."])
    #expect(report.exitStatus == 1)
    #expect(report.json["level"] == "failed")
  }

  @Test func `says why a service wasn't asked`() {
    let findings = [
      Finding(.key, "acme", .ok, "key set"), Finding(.read, "acme", .skipped, "not asked"),
    ]
    #expect(report(findings).lines.first == "skipped  acme  not asked; key set")
    let keyless = [
      Finding(.key, "acme", .skipped, "no key"), Finding(.read, "acme", .skipped, "not asked"),
    ]
    #expect(report(keyless).lines.first == "skipped  acme  no key")
  }

  @Test func `counts a warning as no failure`() {
    let report = report(service("acme", .warning) + [Finding(.clock, "clock", .ok, "agrees")])
    #expect(report.exitStatus == 0)
    #expect(report.lines.last == "1 warning.")
    #expect(report.lines.contains("         → Wait"))
  }

  @Test func `has thirty lines at most, and what is fine makes room first`() {
    let fine = (1...40).map { Finding(.host, "host\($0)", .ok, "fine") }
    let broken = (1...5).map { Finding(.host, "bad\($0)", .failed, "broken", fix: "Mend it") }
    let lines = report(fine + broken).lines
    #expect(lines.count == DoctorReport.lineLimit)
    #expect(lines.count { $0.hasPrefix("failed") } == 5)
    #expect(lines.contains { $0.contains("--json") })
    let many = report((1...60).map { Finding(.host, "bad\($0)", .failed, "broken", fix: "Mend") })
    #expect(many.lines.count <= DoctorReport.lineLimit)
    #expect(many.lines.last == "60 failed.")
    #expect(many.json["findings"]?.array?.count == 60)
  }

  @Test func `tells programs everything, in order`() {
    let json = report(service("acme")).json
    #expect(json["version"] == "1.2.3")
    #expect(
      json["findings"]?.array?.map { $0["area"]?.string } == ["key", "address", "name", "read"])
  }
}
