import Certification
import Formats
import Workspace

extension Route {
  /// Certificates.
  static let cert: [Route] = [
    Route(
      "GET", "/cert/verify/{code}", "cert.verify", "What anybody is told who asks about a certificate's code",
      .everybody, .quickRead, answer: .json(Verification.schema)
    ) { call in
      let found = try Verification(of: call["code"], in: try call.occasion.workspace)
      return .json(found.json(on: try call.occasion.today))
    }
  ]
}
