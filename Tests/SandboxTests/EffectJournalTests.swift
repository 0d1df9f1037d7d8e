import JSON
import Sandbox
import Testing

@Suite struct `The journal of effects` {
  private static let path = "/klik/api/v1/official-device/send-message"

  private func send(_ text: String, _ client: SandboxClient) -> Answer {
    client.post(Self.path, json: #"{"mobile":"919999999999","message":"\#(text)"}"#)
  }

  @Test func `tells what was done, when, and how often`() {
    let clock = TestClock()
    let client = SandboxClient(clock: clock)
    let start = clock.now
    for text in ["One", "Two", "One"] {
      #expect(send(text, client).status == 200)
      clock.advance(seconds: 60)
    }
    let journal = client.world.journal
    #expect(journal.effects.map(\.method) == ["POST", "POST"])
    #expect(journal.effects.map(\.path) == [Self.path, Self.path])
    #expect(journal.effects.map(\.firstAt) == [start, start.adding(seconds: 60)])
    #expect(journal.effects.map(\.count) == [2, 1])
    #expect(journal.total == 3)
    #expect(journal.repeated.map(\.firstAt) == [start])
  }

  @Test func `leaves out what only reads`() {
    let client = SandboxClient()
    #expect(client.get("/clickmagick/rotators").status == 200)
    #expect(client.world.journal.effects.isEmpty)
  }

  @Test func `leaves out what was refused, also where the status says 200`() {
    let client = SandboxClient()
    #expect(send("Hello", client.with(key: "invalid")).status == 401)
    #expect(client.post("/clickmagick/rotators", form: "")["/status"] == "ERROR")
    #expect(client.delete("/clickmeter/datapoints/1").status == 404)
    #expect(client.world.journal.effects.isEmpty)
  }
}
