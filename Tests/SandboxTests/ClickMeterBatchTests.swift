import HTTPTypes
import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter batches` {
  let client = SandboxClient()
  static let batch = "/clickmeter/datapoints/batch"

  private func send(_ method: HTTPRequest.Method, _ body: String) -> Answer {
    client.send(method, Self.batch, type: "application/json", body: body)
  }

  private func statuses(_ answer: Answer) -> [JSONValue?] {
    answer.rows("/results").map { $0["status"] }
  }

  @Test func `creates what is right and says what isn't`() {
    let answer = send(
      .put,
      #"{"List":[{"type":1,"title":"One","groupId":410551,"tags":[{"name":"fresh"}]},"#
        + #"{"type":1,"groupId":7},{"type":1,"title":"Two","groupId":410551,"#
        + #""tags":[{"name":"Fresh"}]}]}"#)
    #expect(answer.status == 200)
    #expect(statuses(answer) == ["OK", "Error", "OK"])
    #expect(answer["/results/0/result"] == ["id": 12_346_752, "uri": "/datapoints/12346752"])
    #expect(answer["/results/0/errors"] == [])
    #expect(
      answer["/results/2/entityData"]
        == client.get("/clickmeter/datapoints/12346753").body)
    #expect(answer["/results/1/entityData"] == ["type": 1, "groupId": 7])
    #expect(
      answer["/results/1/errors"] == [
        [
          "property": "title", "errorMessage": "title is required", "errorValue": .null,
          "code": "InvalidParameter",
        ],
        [
          "property": "groupId", "errorMessage": "groupId 7 does not exist", "errorValue": 7,
          "code": "InvalidParameter",
        ],
      ])
    #expect(client.count("/clickmeter/datapoints/count") == 31)
    #expect(client.ids("/clickmeter/datapoints?tags=fresh") == [12_346_752, 12_346_753])
    #expect(client.count("/clickmeter/tags/count?name=fresh") == 1)
  }

  @Test func `changes several, each by itself`() {
    let answer = send(
      .post,
      #"{"list":[{"id":12345678,"status":"Paused"},{"id":1},{"status":"Paused"},"#
        + #"{"id":12345752,"status":"Paused"}]}"#)
    #expect(statuses(answer) == ["OK", "Error", "Error", "Error"])
    #expect(answer["/results/0/entityData/status"] == "Paused")
    #expect(answer["/results/1/errors/0/code"] == "DatapointNotFound")
    #expect(answer["/results/2/errors/0/errorMessage"] == "id is required")
    #expect(answer["/results/3/errors/0/code"] == "Forbidden")
    #expect(client.get("/clickmeter/datapoints/12345678")["/status"] == "Paused")
  }

  @Test func `deletes several by id or address`() {
    let body = #"{"Entities":[{"id":12345678},{"uri":"/datapoints/12345715"},{"id":12345678}]}"#
    let answer = send(.delete, body)
    #expect(statuses(answer) == ["OK", "OK", "Error"])
    #expect(answer["/results/1/result/id"] == 12_345_715)
    #expect(client.count("/clickmeter/datapoints/count") == 27)
    #expect(client.count("/clickmeter/datapoints/count?status=deleted") == 3)
  }

  @Test(arguments: [
    (HTTPRequest.Method.put, "{}", "400 list is required."),
    (.post, #"{"List":[]}"#, "400 list must be a list of at least one object."),
    (.post, #"{"List":[5]}"#, "400 list must be an object."),
    (.delete, #"{"List":[{"id":12345678}]}"#, "400 entities is required."),
  ])
  func `refuses what is no list`(method: HTTPRequest.Method, body: String, refusal: String) {
    #expect(client.refusal(send(method, body)) == refusal)
  }

  @Test func `needs a JSON body to delete`() {
    #expect(client.delete(Self.batch).status == 415)
  }
}
