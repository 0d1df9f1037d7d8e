import Host
import Providers

/// `clickport webhook verify`: whether what came to a webhook is from who has its secret.
struct WebhookVerify: Command {
  static let description = CommandDescription(
    name: "webhook verify",
    abstract: "Check that a webhook's event was signed with its secret.",
    discussion: """
      Reads the body from standard input, byte by byte as it came, and compares the signature with \
      the body's hex HMAC-SHA256 under the secret, in constant time. It comes as the header \
      X-CM-Signature; create_webhook answers with the secret.

      Example:
        clickport webhook verify --signature "$HTTP_X_CM_SIGNATURE" < body.json

      Exit codes: 0 signed with the secret; 1 not signed with it, or changed on the way; 2 the \
      secret or the body can't be had; 64 the command line is wrong.
      """)

  static let variable = "CLICKPORT_WEBHOOK_SECRET"
  private static let largestBody = 1 << 26

  private let signature: String
  private let variable: String
  private let secretFile: String?

  init(_ arguments: inout Arguments) throws {
    signature = try arguments.requiredOption(
      "signature", ArgumentHelp("What the signature's header holds.", valueName: "hex"))
    variable = try arguments.option(
      "secret-variable",
      ArgumentHelp(
        "The environment variable that holds the secret.",
        discussion: "With _FILE behind its name it may hold a file's path instead.",
        valueName: "name"),
      default: Self.variable)
    secretFile = try arguments.option(
      "secret-file",
      ArgumentHelp("A file that holds the secret, instead of a variable.", valueName: "file"))
  }

  func run() throws {
    let secret = try secret()
    guard let body = readInput(limit: Self.largestBody), body.count <= Self.largestBody else {
      throw unusable("The body can't be read, or is larger than \(Self.largestBody) bytes.")
    }
    switch WebhookSignature(signature)?.check(body, secret: secret) {
    case .valid?: Terminal.printLine("The signature is right.")
    case .lineFeedAdded?:
      throw refusal(
        "The body has a line feed at its end that wasn't signed: hand it over just as it came.")
    case .invalid?:
      throw refusal("The signature is not that of this body under this secret.")
    case nil: throw refusal("The signature is not 64 hexadecimal digits.")
    }
  }

  private func secret() throws -> [UInt8] {
    var environment = Environment.process
    if let secretFile {
      environment = Environment([variable: try text(ofFile: secretFile, in: environment)])
    }
    do throws(MissingCredential) {
      return Array(try environment.credential(variable).secret.utf8)
    } catch {
      let source = secretFile.map { "The secret in \($0)" } ?? variable
      throw unusable(
        "\(source) \(error.reason). Set \(variable) to the webhook's secret, or name a file with "
          + "--secret-file.")
    }
  }

  private func text(ofFile path: String, in environment: Environment) throws -> String {
    var reason = "there is none"
    do throws(UnreadableFile) {
      if let text = try environment.file(path) { return text }
    } catch {
      reason = error.reason
    }
    throw unusable("The secret's file \(path) can't be read: \(reason).")
  }

  private func refusal(_ sentence: String) -> ExitCode {
    Terminal.printRemark(sentence)
    return .failure
  }

  private func unusable(_ sentence: String) -> ExitCode {
    Terminal.printRemark(sentence)
    return ExitCode(2)
  }
}
