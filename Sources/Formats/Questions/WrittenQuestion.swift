/// A question as a file writes it, before any bank knows it.
package struct WrittenQuestion: Sendable {
  /// How the text is marked up, as Moodle names it.
  package enum Markup: String, Sendable { case moodle, html, plain, markdown }

  /// An answer with what it earns.
  package struct Answer: Hashable, Sendable {
    package let text: String
    package let credit: Credit
    package let feedback: String

    package init(text: String, credit: Credit, feedback: String) {
      self.text = text
      self.credit = credit
      self.feedback = feedback
    }
  }

  /// A number that is right within a tolerance, both exact.
  package struct NumberAnswer: Hashable, Sendable {
    package let value: ExactDecimal
    package let tolerance: ExactDecimal
    package let credit: Credit
    package let feedback: String
  }

  package enum Body: Sendable {
    case multichoice(isSingle: Bool, [Answer])
    case truefalse(isTrue: Bool, feedbackWrong: String, feedbackRight: String)
    case shortanswer([Answer])
    case numerical([NumberAnswer], wrongFeedback: String)
    /// Pairs; an empty left side is a distractor.
    case matching([(left: String, right: String)])
    /// Items in their right order.
    case ordering([String])
    case essay
    case description
  }

  /// What a marker or an examiner looks for, and what it is worth beside the other lines.
  package struct RubricLine: Hashable, Sendable {
    package let points: Int
    package let text: String

    package init(points: Int, text: String) {
      self.points = points
      self.text = text
    }
  }

  package let file: String
  /// The question's first line, comments not counted.
  package let line: Int
  package let title: String?
  package let idnumber: String?
  package let tags: [String]
  package let category: String?
  package let stem: String
  package let markup: Markup
  package let generalFeedback: String
  package let body: Body
  /// Empty where marking needs nobody.
  package let rubric: [RubricLine]
  /// The lines as written, comments included: reading them again gives the same question.
  package let source: String

  package init(
    file: String, line: Int, title: String?, idnumber: String?, tags: [String], category: String?,
    stem: String,
    markup: Markup, generalFeedback: String, body: Body, rubric: [RubricLine] = [], source: String
  ) {
    self.file = file
    self.line = line
    self.title = title
    self.idnumber = idnumber
    self.tags = tags
    self.category = category
    self.stem = stem
    self.markup = markup
    self.generalFeedback = generalFeedback
    self.body = body
    self.rubric = rubric
    self.source = source
  }

  /// Whether an examiner watches and fills in the rubric, rather than reads a text: `[tag:type:drill]`.
  package var isDrill: Bool {
    if case .essay = body { return tags.contains("type:drill") }
    return false
  }

  /// The name of the type in files and in `--json`.
  package var typeName: String {
    switch body {
    case .multichoice: "multichoice"
    case .truefalse: "truefalse"
    case .shortanswer: "shortanswer"
    case .numerical: "numerical"
    case .matching: "matching"
    case .ordering: "ordering"
    case .essay: isDrill ? "drill" : "essay"
    case .description: "description"
    }
  }
}

extension WrittenQuestion {
  /// Whether another question says and asks the same, wherever either stands; an arrow may be one character or two.
  package func hasSameContent(as other: WrittenQuestion) -> Bool {
    func essence(_ question: WrittenQuestion) -> String {
      guard case .object(let members) = question.json else { return "" }
      return JSON.object(members.filter { !["file", "line", "title", "category"].contains($0.0) }).text
        .replacing("->", with: "→")
    }
    return essence(self) == essence(other)
  }

  /// The same question with other answers.
  package func with(_ body: Body) -> WrittenQuestion {
    WrittenQuestion(
      file: file, line: line, title: title, idnumber: idnumber, tags: tags, category: category, stem: stem,
      markup: markup, generalFeedback: generalFeedback, body: body, rubric: rubric, source: source)
  }
}

extension WrittenQuestion.Body {
  /// The answers that a key of a table says: words apart by `|`, or a number with its tolerance; `nil` where it says none.
  package init?(key: String, isNumber: Bool) {
    guard let body = try? AnswerKey.body(key: key, options: [], type: isNumber ? "数值" : "填空") else {
      return nil
    }
    self = body
  }
}

/// The letters of options: A for the first shown.
package func optionLetter(_ index: Int) -> String {
  Unicode.Scalar(UInt32(65 + index)).map { String(Character($0)) } ?? "?"
}
