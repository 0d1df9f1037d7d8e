/// `clickport completions`: a shell's script that completes the command line.
struct Completions: Command {
  static let description = CommandDescription(
    name: "completions",
    abstract: "Print what makes bash, zsh or fish complete commands, options, tools and arguments.",
    discussion: """
      What it prints asks clickport itself what fits, so overlays named with --manifest count, and a \
      new version needs no new script.

      Examples:
        source <(clickport completions bash)
        clickport completions bash > ~/.local/share/bash-completion/completions/clickport
        clickport completions zsh > "${fpath[1]}/_clickport"
        clickport completions fish > ~/.config/fish/completions/clickport.fish
      """)

  private let script: CompletionScript

  init(_ arguments: inout Arguments) throws {
    script = try arguments.word(
      "shell", "The shell: bash, zsh or fish.", standing: CompletionScript.bash)
  }

  func run() {
    Terminal.printText(script.text(of: Clickport.program.name))
  }
}
