import Formats
import Glibc

/// A text that goes through a program of the user's.
enum EditorText {
  /// The text as the editor left it; `nil` where it failed.
  ///
  /// The file between is the user's alone and does not stay.
  static func edited(_ text: String, with editor: String) -> String? {
    var template = Array("/tmp/merit-essay-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    defer { unlink(path) }
    var bytes = Array(text.utf8)
    let written = write(descriptor, &bytes, bytes.count)
    close(descriptor)
    guard written == bytes.count else { return nil }
    var process = pid_t()
    let words = ["sh", "-c", "\(editor) \"$0\"", path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    guard posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard status == 0, let after = try? InputFile.bytes(of: path), after.count < 1 << 20 else { return nil }
    var result = String(decoding: after, as: UTF8.self)
    if result.hasSuffix("\n") { result.removeLast() }
    return result
  }
}
