import JSON
import JSONRPC
import Testing

struct MessageTests {
  @Test(arguments: [
    (
      #"{"jsonrpc":"2.0","id":1,"method":"a"}"#,
      Message.request(Request(id: .integer(1), method: "a"))
    ),
    (
      #"{"jsonrpc":"2.0","id":"x","method":"a","params":{"b":2}}"#,
      .request(Request(id: .string("x"), method: "a", params: ["b": 2]))
    ),
    (
      #"{"jsonrpc":"2.0","id":1,"method":"a","params":null}"#,
      .request(Request(id: .integer(1), method: "a"))
    ),
    (
      #"{"jsonrpc":"2.0","id":1,"method":"a","params":[]}"#,
      .request(Request(id: .integer(1), method: "a", params: [:]))
    ),
    (#"{"jsonrpc":"2.0","method":"a"}"#, .notification(Notification(method: "a"))),
    (
      #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
      .response(Response(id: .integer(1), outcome: .result(DeferredResult([:]))))
    ),
    (
      #"{"jsonrpc":"2.0","id":null,"error":{"code":1}}"#,
      .response(Response(id: nil, outcome: .error(["code": 1])))
    ),
  ])
  func `tells what a message is by its members`(text: String, expected: Message) throws {
    #expect(try Message(JSONValue(parsing: text)) == expected)
  }

  @Test(arguments: [
    ("[]", nil),
    ("7", nil),
    ("{}", nil),
    (#"{"id":1,"method":"a"}"#, RequestID.integer(1)),
    (#"{"jsonrpc":"1.0","id":1,"method":"a"}"#, .integer(1)),
    (#"{"jsonrpc":"2.0","id":null,"method":"a"}"#, nil),
    (#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#, .number(JSONNumber(text: "1.5")!)),
    (#"{"jsonrpc":"2.0","id":-1e-7,"method":"a"}"#, .number(JSONNumber(text: "-1e-7")!)),
    (#"{"jsonrpc":"2.0","id":true,"method":"a"}"#, nil),
    (#"{"jsonrpc":"2.0","id":"x"}"#, .string("x")),
    (#"{"jsonrpc":"2.0","id":1,"method":5}"#, .integer(1)),
    (#"{"jsonrpc":"2.0","id":1,"method":"a","params":[1]}"#, .integer(1)),
    (#"{"jsonrpc":"2.0","id":1,"method":"a","result":{}}"#, .integer(1)),
    (#"{"jsonrpc":"2.0","id":1,"result":{},"error":{}}"#, .integer(1)),
  ])
  func `refuses what is no message, under the id it has`(text: String, id: RequestID?) throws {
    let value = try JSONValue(parsing: text)
    let error = #expect(throws: InvalidMessage.self) { try Message(value) }
    #expect(error?.id == id)
  }

  @Test func `echoes an integer id exactly as it was written`() throws {
    let text = #"{"jsonrpc":"2.0","id":9007199254740993123,"method":"a"}"#
    guard case .request(let request) = try Message(JSONValue(parsing: text)) else {
      Issue.record("not a request")
      return
    }
    let answer = Response(id: request.id, outcome: .result(DeferredResult([:]))).json
    #expect(answer.description == #"{"jsonrpc":"2.0","id":9007199254740993123,"result":{}}"#)
  }

  @Test func `leaves the id out of an answer to a message whose id can't be read`() {
    let answer = Response(id: nil, error: ResponseError(.parseError, "why")).json
    #expect(answer.description == #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"why"}}"#)
  }
}

extension RequestID {
  static func integer(_ value: Int) -> RequestID { .number(JSONNumber(value)) }
}
