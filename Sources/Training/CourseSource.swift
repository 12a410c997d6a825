import Formats
import Workspace

/// Where the files of a course lie: a folder of this machine, or an archive that was sent.
struct CourseSource {
  /// In front of a file's name in messages.
  let label: String
  let names: () throws -> [String]
  let bytes: (String) throws -> [UInt8]

  /// - Throws: `InputError` where there is no folder.
  init(folder: String) throws {
    guard InputFile.isFolder(folder) else { throw InputError(path: folder, number: 2) }
    label = folder
    names = { try InputFile.names(inFolder: folder) }
    bytes = { try InputFile.bytes(of: "\(folder)/\($0)") }
  }

  /// So many files an archive may hold.
  private static let mostParts = 2_000

  /// - Parameter archive: a ZIP with `course.md` at its top, or in the one folder that it has.
  /// - Throws: `Faults` where it is none.
  init(archive: [UInt8], named file: String) throws {
    func fault(_ message: String) -> Faults {
      Faults([Fault(file: file, line: 0, column: 0, message: message)])
    }
    let zip: ZipArchive
    do { zip = try ZipArchive(archive) } catch let damage as ZipArchive.Damage { throw fault(damage.message) }
    let parts = zip.names
    guard parts.count <= Self.mostParts else {
      throw fault("it holds \(parts.count) files, which is no course")
    }
    guard
      let page = parts.filter({ $0 == "course.md" || $0.hasSuffix("/course.md") }).min(by: {
        $0.count < $1.count
      })
    else { throw fault("there is no course.md in it; put the course's folder into the archive") }
    let top = String(page.dropLast("course.md".count))
    label = file
    names = {
      parts.filter { $0.hasPrefix(top) }.map { String($0.dropFirst(top.count)) }.filter {
        !$0.isEmpty && !$0.contains("/")
      }
    }
    bytes = { name in
      do {
        guard let bytes = try zip.part(top + name) else { throw InputError(path: name, number: 2) }
        return bytes
      } catch let damage as ZipArchive.Damage { throw fault(damage.message) }
    }
  }
}
