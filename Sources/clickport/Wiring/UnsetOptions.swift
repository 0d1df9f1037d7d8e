import ArgumentParser

/// Options as they are when the command line has none of them, made without reading it.
///
/// Hosts launch the server without arguments and wait for it. Learning from reflection that nothing
/// was said takes ArgumentParser 44 million instructions, a fifth of what such a start may cost.
protocol UnsetOptions: ParsableArguments {
  static var unset: Self { get }
}
