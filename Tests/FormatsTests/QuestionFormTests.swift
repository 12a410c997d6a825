import Formats
import Testing

private func entries(_ reading: QuestionReading) -> [WrittenQuestion] {
  reading.entries.compactMap { if case .question(let question) = $0 { question } else { nil } }
}

/// A question without what another form cannot carry: its place, its source.
private func essence(_ question: WrittenQuestion) -> String {
  let json = question.json.text
  let parts = json.split(separator: ",", maxSplits: 2).map(String.init)
  return parts.last ?? json
}

/// A key as a table's row gives it.
private enum KeyCell {
  static func body(_ key: String, _ options: [String], _ type: String) throws -> WrittenQuestion.Body? {
    let text = "id,type,stem,A,B,key\nx,\(type),s,\(options[0]),\(options[1]),\(key)\n"
    return entries(try QuestionTable.read(Array(text.utf8), named: "t.csv")).first?.body
  }
}

private let manifold = """
  $CATEGORY: hotline/basics

  // [id:q1] [tag:level:five] [tag:topic:a\\]b] [tag:exact:case,width]
  ::Title \\: one::[html]<p>Which \\= is \\{right\\}?</p> {
  =<b>this</b>#yes \\~ indeed
  ~that
  ~%50%half#nearly
  ####in general \\# so
  }

  // [id:q2] [tag:level:five]
  Choose.\\nTwo lines {~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d#no}

  // [id:q3]
  True? {FALSE#wrong#right####why}

  // [id:q4]
  Name it {=cat =%50%d*g#half =3\\*4}

  // [id:q5]
  How many? {#=1822:0 =%50%1822:2#near ~#no}

  // [id:q6]
  Match {=a -> 1 =b -> 2 = -> 3}

  // [id:q7]
  Order {>
  first = one
  second -> two
  third
  ####because
  }

  // [id:q8] [tag:type:drill]
  // [rubric:3:greets \\] well]
  // [rubric:7:says 13:20]
  Drill {}

  // [id:q9]
  Missing {=word ~words} here.

  Only a text.

  """

@Suite struct QuestionFormTests {
  @Test func `what is written as GIFT is read back the same`() {
    let first = GIFT.read(Array(manifold.utf8), named: "q")
    #expect(first.faults.list == [])
    let read = entries(first)
    #expect(read.count == 10)
    let again = entries(GIFT.read(Array(GIFTWriter.text(read).utf8), named: "q"))
    #expect(again.map(essence) == read.map(essence))
    #expect(read[6].json.text.contains("\"items\":[\"first = one\",\"second -> two\",\"third\"]"))
    #expect(read[7].rubric.map(\.text) == ["greets ] well", "says 13:20"] && read[7].typeName == "drill")
    // Texts that look like structure at their start.
    for text in ["// no comment", "$CATEGORY: none", "::no title", "[html]no markup", "{no} braces"] {
      let question = read[9].with(.essay)
      let odd = WrittenQuestion(
        file: "q", line: 1, title: nil, idnumber: "x", tags: [], category: nil, stem: text, markup: .plain,
        generalFeedback: "", body: question.body, source: "")
      #expect(entries(GIFT.read(Array(GIFTWriter.text([odd]).utf8), named: "q")).map(\.stem) == [text])
    }
  }

  @Test func `an ordering of numbers keeps its first, and settings stand on the line of the mark`() {
    func items(_ text: String) -> [String]? {
      guard case .ordering(let items)? = entries(GIFT.read(Array(text.utf8), named: "q")).first?.body else {
        return nil
      }
      return items
    }
    #expect(items("Q {>\n1\n2\n3\n}") == ["1", "2", "3"])
    #expect(items("Q {>3 ALL VERTICAL\na\nb\n}") == ["a", "b"])
    #expect(items("Q {>one\ntwo}") == ["one", "two"])
  }

  @Test func `several choice with one right answer is lost by ticking all`() {
    guard case .multichoice(false, let answers)? = try? KeyCell.body("A", ["甲", "乙"], "多选") else {
      Issue.record("no choice")
      return
    }
    #expect(answers.map(\.credit.parts) == [2_520, -2_520])
  }

  @Test func `what a spreadsheet would run comes back without its guard`() throws {
    for text in ["=1+1 是什么", "-5", "@home", "+86 是什么", "'quoted'"] {
      let question = WrittenQuestion(
        file: "q", line: 1, title: nil, idnumber: "x", tags: [], category: nil, stem: text, markup: .plain,
        generalFeedback: "", body: .shortanswer([.init(text: text, credit: .full, feedback: "")]), source: "")
      let (bytes, _) = try QuestionFile.bytes([question], as: .csv, chinese: false)
      let again = entries(try QuestionTable.read(bytes, named: "q.csv"))
      #expect(again.map(\.stem) == [text] && again.first?.hasSameContent(as: question) == true)
    }
  }

  @Test func `texts that GIFT writes otherwise come back the same or with another arrow`() {
    for answer in ["设置->网络", "%50% off", "a:b=c~d", "//x"] {
      for body in [
        WrittenQuestion.Body.shortanswer([.init(text: answer, credit: .full, feedback: answer)]),
        .multichoice(
          isSingle: true,
          [
            .init(text: answer, credit: .none, feedback: ""),
            .init(text: "y", credit: .full, feedback: answer),
          ]),
        .ordering([answer, "z"]),
      ] {
        let question = WrittenQuestion(
          file: "q", line: 1, title: nil, idnumber: "x", tags: [], category: nil, stem: "s", markup: .moodle,
          generalFeedback: "", body: body, source: "")
        let again = entries(GIFT.read(Array(GIFTWriter.text([question]).utf8), named: "q"))
        #expect(again.count == 1 && again[0].hasSameContent(as: question), "\(answer) \(question.typeName)")
      }
    }
    #expect(AnswerFolding.all.folded("设置→网络") == AnswerFolding.all.folded("设置->网络"))
  }

  @Test func `Moodle XML carries all but the examiner's form`() {
    let read = entries(GIFT.read(Array(manifold.utf8), named: "q"))
    let (text, losses) = MoodleXMLWriter.text(read)
    #expect(losses.map(\.question) == ["q8"])
    let reading = MoodleXML.read(Array(text.utf8), named: "q.xml")
    #expect(reading.faults.list == [])
    let again = entries(reading)
    func bare(_ question: WrittenQuestion) -> String {
      // XML gives every question a name.
      question.json.text.split(separator: "\"idnumber\"", maxSplits: 1).last.map(String.init) ?? ""
    }
    #expect(again.map(bare) == read.map(bare))
    #expect(again[0].title == "Title : one" && again[2].title == "True?")
  }

  @Test func `Moodle's own export is read`() {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <quiz>
      <!-- question: 0  -->
        <question type="category"><category><text>$course$/top/服务</text></category></question>
        <question type="multichoice">
          <name><text>单选</text></name>
          <questiontext format="html"><text><![CDATA[<p>先做什么？</p>]]></text></questiontext>
          <generalfeedback format="html"><text></text></generalfeedback>
          <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber>a1</idnumber>
          <single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
          <answer fraction="100" format="html"><text>核对身份</text><feedback format="html"><text>对</text></feedback></answer>
          <answer fraction="0" format="html"><text>直接办理</text><feedback format="html"><text></text></feedback></answer>
          <tags><tag><text>level:five</text></tag></tags>
        </question>
        <question type="cloze"><name><text>c</text></name><questiontext><text>{1:SA:=x}</text></questiontext></question>
        <question type="shortanswer"><name><text>s</text></name>
          <questiontext format="html"><text>With a picture</text><file name="p.png" path="/" encoding="base64">AAAA</file></questiontext>
          <answer fraction="100"><text>x</text></answer></question>
        <question type="numerical"><name><text>n</text></name><questiontext format="plain_text"><text>几？</text></questiontext>
          <answer fraction="100"><text>2.5</text><tolerance>0.1</tolerance></answer>
          <answer fraction="0"><text>*</text><feedback><text>不对</text></feedback></answer></question>
      </quiz>
      """
    let reading = MoodleXML.read(Array(text.utf8), named: "m.xml")
    #expect(
      reading.faults.list.map(\.message) == [
        "type 'cloze' is not held; use multichoice, truefalse, shortanswer, numerical, matching, ordering or essay",
        "the question holds the file 'p.png', which a terminal cannot show; describe it in words",
      ])
    #expect(reading.faults.list.map(\.line) == [15, 16])
    let read = entries(reading)
    #expect(read.map(\.typeName) == ["multichoice", "numerical"] && read[0].category == "$course$/top/服务")
    #expect(MarkupText.plain(read[0].stem, read[0].markup) == "先做什么？")
  }

  @Test func `Aiken is read with every fault at its line`() {
    let text = """
      What comes first?
      A. greet
      B) sell
      ANSWER: A

      Too few
      A. one
      ANSWER: A
      No answer
      A. a
      B. b
      Names nothing
      A. a
      B. b
      ANSWER: D
      ANSWER: A
      Cut off
      A. a
      """
    let reading = PlainText.read(Array(text.utf8), named: "a.txt")
    #expect(entries(reading).count == 1)
    #expect(
      reading.faults.list.map { "\($0.line): \($0.message)" } == [
        "8: the question has fewer than two options; write A. and B. at least",
        "9: the question has no 'ANSWER:' line before line 12; add it",
        "15: the answer 'D' names no option; write one of A to B",
        "16: an answer without a question above it; write the question and its options first",
        "17: the file ends before the question's 'ANSWER:' line; add it",
      ])
    let (written, losses) = Aiken.text(entries(reading))
    #expect(written == "What comes first?\nA. greet\nB. sell\nANSWER: A\n\n" && losses.isEmpty)
  }

  @Test func `the Chinese plain form is read, in the encodings of its authors`() throws {
    let text = """
      1、客户要停机保号，先做什么？（  ）
      A、核对身份
      B．直接办理
      C. 推荐套餐   D、转投诉
      答案：A
      解析：先核对身份。
      知识点：business-knowledge
      难度：易
      2．下列哪些属于投诉？
      （多选）
      A、咨询资费
      B、抱怨扣费
      C、要求赔偿
      答案：BC
      3、坐席可以随意查询客户资料。
      答案：错
      4、负责分配来电的设备叫什么？
      答案：ACD|自动呼叫分配
      5、没有答案
      A、甲
      B、乙
      6、答案不在选项中
      A、甲
      B、乙
      答案：E
      """
    for encoding in [TextEncoding.utf8, .utf8BOM, .utf16LE, .gb18030] {
      let reading = PlainText.read(try #require(encoding.encode(text)), named: "c.txt")
      let read = entries(reading)
      #expect(
        read.map(\.typeName) == ["multichoice", "multichoice", "truefalse", "shortanswer"], "\(encoding)")
      #expect(read.map(\.line) == [1, 9, 15, 17])
      #expect(
        reading.faults.list.map { "\($0.line): \($0.message)" } == [
          "19: the question has no '答案：' line; add it",
          "22: key 'E' names no option; write letters from A to B, each once",
        ])
      guard case .multichoice(true, let answers)? = read.first?.body else { throw CancellationError() }
      #expect(answers.map(\.text) == ["核对身份", "直接办理", "推荐套餐", "转投诉"])
      #expect(
        read[0].tags == ["topic:business-knowledge", "difficulty:easy"] && read[0].generalFeedback == "先核对身份。"
      )
      guard case .multichoice(false, let several) = read[1].body else { throw CancellationError() }
      #expect(several.map(\.credit.parts) == [-2_520, 1_260, 1_260])
      #expect(read[1].stem == "下列哪些属于投诉？\n（多选）")
    }
  }

  @Test func `the Chinese table comes in and goes out, as CSV and as a workbook`() throws {
    let text = """
      编号,题型,题干,选项A,选项B,选项C,选项,答案,解析,等级,知识点,难度,课次
      t1,单选,先做什么？,核对身份,办理,,,A,先核对,五级,bk,易,hl-04
      t2,多选题,哪些？,甲,乙,丙,,A、C,,五级,bk,中,hl-04
      t3,判断,对吗？,,,,,√,,五级,bk,难,hl-04
      t4,填空,叫什么？,,,,,ACD｜自动呼叫分配,,五级,bk,易,hl-04
      t5,数值,几小时？,,,,,24±0.5,,五级,bk,易,hl-04
      t6,匹配,连线,,,,,"一=1
      二＝2",,五级,bk,易,hl-04
      t7,排序,排序,丙,甲,乙,,BCA,,五级,bk,易,hl-04
      t8,简答,为什么？,,,,,说明原因,,五级,bk,易,hl-04
      t9,单选,选项一栏,,,,"A、甲
      B、乙",B,,五级,bk,易,hl-04
      """
    let file = try TemporaryFile(Array(text.utf8), ending: ".csv")
    let reading = try QuestionFile.read(file.path)
    #expect(reading.faults.list == [])
    let read = entries(reading)
    #expect(
      read.map(\.typeName) == [
        "multichoice", "multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering",
        "essay",
        "multichoice",
      ])
    guard case .ordering(let items) = read[6].body else { throw CancellationError() }
    #expect(items == ["甲", "乙", "丙"])
    for format in [QuestionFormat.csv, .xlsx] {
      let (bytes, losses) = try QuestionFile.bytes(read, as: format, chinese: true)
      #expect(losses.isEmpty)
      let written = try TemporaryFile(bytes, ending: ".\(format.rawValue)")
      #expect(entries(try QuestionFile.read(written.path)).map(essence) == read.map(essence))
    }
    let bad = try TemporaryFile(
      Array("id,type,stem,A,B,key\nx,单选,s,甲,乙,D\ny,诗,s,甲,乙,A\n,单选,s,甲,乙,A\nz,单选,s,,乙,B\n".utf8),
      ending: ".csv")
    #expect(
      try QuestionFile.read(bad.path).faults.list.map { "\($0.line): \($0.message)" } == [
        "2: key 'D' names no option; write letters from A to B, each once",
        "3: type '诗' is not known; write one of 单选, 多选, 判断, 填空, 数值, 匹配, 排序, 简答, 实操",
        "4: 'id' is empty; a value is required",
        "5: option A is empty and a later one is not; close the gap",
      ])
  }

  @Test(arguments: [
    ("<p>a &lt; b</p>", "a < b"), ("x < y & z", "x < y & z"), ("one<br>two<br/>three", "one\ntwo\nthree"),
    ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"), ("&nbsp;&#20013;&copy;", "中&copy;"),
    ("1 <2> 3", "1 <2> 3"),
  ])
  func `markup is shown as text`(_ html: String, _ plain: String) {
    #expect(MarkupText.plain(html, .html) == plain)
    #expect(MarkupText.plain(html, .plain) == html)
  }
}

@Suite struct AnswerFoldingTests {
  // Each part alone makes the two agree, and without it they differ.
  @Test(arguments: [
    (AnswerFolding.Part.width, "ＡＢ１２", "AB12"), (.canonical, "Cafe\u{301}", "Café"),
    (.blanks, "  call   centre ", "call centre"),
    (.letterCase, "VoLTE", "volte"), (.punctuation, "是，对。", "是,对"), (.punctuation, "stop!", "stop"),
  ])
  func `each part of the rule can be switched off`(_ part: AnswerFolding.Part, _ a: String, _ b: String) {
    let alone = AnswerFolding(parts: [part])
    let without = AnswerFolding(parts: Set(AnswerFolding.Part.allCases).subtracting([part]))
    if part == .canonical {
      // Equal as Swift's characters, not as scalars.
      #expect(alone.folded(a) == b && Array(without.folded(a).unicodeScalars) != Array(b.unicodeScalars))
    } else {
      #expect(alone.folded(a) == alone.folded(b))
      #expect(without.folded(a) != without.folded(b))
    }
    #expect(AnswerFolding(tags: ["level:five", "exact:\(part.rawValue)"]).parts == without.parts)
  }

  @Test func `the rule is said in words, and an unknown part is named`() {
    #expect(AnswerFolding(tags: ["exact:case,width,blanks,punctuation"]).words.en == "write it exactly")
    #expect(AnswerFolding.all.words.zh == "不计大小写、全角半角、多余空格、末尾标点")
    #expect(AnswerFolding.unknownParts(in: ["exact: case , colour", "exact:width"]) == ["colour"])
  }
}
