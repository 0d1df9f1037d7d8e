/// `clickport man`: the manual page.
struct PrintManual: Command {
  static let description = CommandDescription(
    name: "man",
    abstract: "Print the manual page, for man(1).",
    discussion: """
      It is made of the help of all commands, and the same whenever it is made.

      Examples:
        clickport man | man -l -
        clickport man > ~/.local/share/man/man1/clickport.1
      """)

  init(_ arguments: inout Arguments) {}

  func run() throws {
    Terminal.printText(
      try ManualPage(of: Clickport.program, environment: EnvironmentVariable.all()).text)
  }
}
