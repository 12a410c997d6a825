import Glibc
import Testing

/// A bank of single-choice questions in a folder named `bank`; half of them easy; the first answer is right.
enum Folder {
  static func make(_ path: String, questions: Int, wording: String = "Question") throws {
    mkdir(path, 0o755)
    mkdir("\(path)/bank", 0o755)
    for language in ["en", "zh-Hans"] {
      var text = ""
      for number in 0..<questions {
        let difficulty = number % 2 == 0 ? "easy" : "medium"
        text +=
          "// [id:q\(number)] [tag:level:five] [tag:topic:x] [tag:difficulty:\(difficulty)] [tag:lesson:l]\n"
        text += "::T\(number)::\(wording) \(number) \(language)? {=right ~wrong ~also wrong}\n\n"
      }
      let file = try #require(fopen("\(path)/bank/x.\(language).gift", "w"))
      fputs(text, file)
      fclose(file)
    }
  }

  static func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  static func erase(_ path: String) { unlink(path) }

  static func remove(_ path: String) {
    for language in ["en", "zh-Hans"] { unlink("\(path)/bank/x.\(language).gift") }
    rmdir("\(path)/bank")
    rmdir(path)
  }
}
