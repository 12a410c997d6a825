extension Route {
  /// Every route of the API, by the nouns of the command line.
  static func all(_ front: FrontDesk) -> [Route] { session(front) + sitting + cert + sheet }
}
