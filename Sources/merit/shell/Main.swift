import Glibc
import Workspace

/// The program's entry: the words after its name go to the shell, and its answer is the exit code.
@main
enum Main {
  static func main() {
    // A reader that went away, as in `merit … | head`, is no error.
    signal(SIGPIPE, SIG_IGN)
    exit(Shell.run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }
}
