import Foundation
import Host
import Platform
import TestSupport
import Tools

/// A user's home of a test's own, and services that know one key.
final class KeyedHome: Sendable {
  /// No part of it is a part of anything else.
  static let key = "Zq8vK3xW-7jYpL5mRt9B.uHcD2nGf_4sEa"
  static let wrong = "Xw6bN1qJ.8tVzM4kPy7C-rGdF3hSe_9uLo"

  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "home-\(UUID().uuidString)")
  let store: KeyStore

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = KeyStore(folder.path + "/clickport/keys")
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// Makes a folder in it; its path.
  func makeFolder(_ name: String) throws -> String {
    let made = folder.appending(path: name)
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    return made.path
  }

  var variables: [String: String] {
    [
      "HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "XDG_STATE_HOME": folder.path + "/state",
      "NO_COLOR": "1",
    ]
  }

  /// The same, with every service at that address.
  func variables(at address: String) throws -> [String: String] {
    var variables = variables
    for service in try Repository.manifest().providers {
      variables[service.baseURLVariable] = address
    }
    return variables
  }

  /// A service that lets in whoever has the key, and answers all of them alike.
  static func service() throws -> LoopbackServer {
    try LoopbackServer { request in
      if request.hasPrefix("POST /auth/token") {
        return request.contains(#""password":"\#(key)""#)
          ? .answer("200 OK", body: #"{"token":"a-token-for-jane"}"#)
          : .answer("401 Unauthorized", body: #"{"success":false,"error":"no"}"#)
      }
      let isIn = request.contains(" \(key)\r\n") || request.contains("Bearer a-token-for-jane\r\n")
      return isIn
        ? .answer("200 OK", body: #"{"success":true,"status":"OK","data":[],"rotators":[]}"#)
        : .answer("401 Unauthorized", body: #"{"message":"who are you?"}"#)
    }
  }

  /// What is kept, by variable.
  var kept: [String: String] {
    var kept: [String: String] = [:]
    for entry in store.entries { kept[entry.variable] = try? store.text(of: entry.variable) }
    return kept
  }

  /// Parts of keys in a text; none, if all is well.
  static func traces(in text: String) -> [String] {
    SecretSearch.parts(of: key, in: text) + SecretSearch.parts(of: wrong, in: text)
  }
}
