import ArgumentParser

/// Options as they are when the command line has none of them, made without reading it.
///
/// Hosts launch the server without arguments and wait for it. Learning from reflection that nothing
/// was said takes ArgumentParser 37 million instructions, more than all the rest of such a start.
protocol UnsetOptions: ParsableArguments {
  static var unset: Self { get }
}
