import Glibc
import Workspace

/// The file that the access log is appended to.
enum LogFile {
  /// Its descriptor; standard error where no file is named.
  static func open(_ path: String?) throws -> Int32 {
    guard let path else { return STDERR_FILENO }
    let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw Refusal(
        .cannotCreate, "the log '\(path)' cannot be written: \(String(cString: strerror(errno)))",
        "choose another place, or mend the folder's rights")
    }
    return descriptor
  }
}
