import ArgumentParser
@main struct App: AsyncParsableCommand { func run() async throws {} }
