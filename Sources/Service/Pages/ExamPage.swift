import Exams
import Formats
import Workspace

/// The page on which an exam is sat: a frame that `exam.js` fills over the API, so that nothing of a paper is in the page itself.
struct ExamPage {
  let exam: String
  /// Minutes, and how many questions.
  let minutes: Int
  let questions: Int
  let languages: [String]
  let account: String
  let isChinese: Bool

  private func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }

  var body: String {
    """
    <div id="exam" data-exam="\(XMLText.escaped(exam))" data-account="\(XMLText.escaped(account))">
    <script type="application/json" id="exam-words">\(words)</script>
    <noscript><p role="alert">\(word("This page needs JavaScript to keep your answers.", "本页需要启用 JavaScript 才能保存答案。"))</p></noscript>
    <section id="exam-start">
    <p>\(word("\(questions) questions, \(minutes) minutes. The clock starts when you begin and does not stop.", "共 \(questions) 题，限时 \(minutes) 分钟。开始后连续计时，不暂停。"))</p>
    <p>\(word("Each answer is kept in this browser at once and sent to the server. Without network you go on; everything is sent when it is back.", "每个答案立即保存在本浏览器并发送到服务器。断网时可继续作答，恢复后自动发送。"))</p>
    <p class="note">\(word("Keys: Tab and the arrow keys move and choose, A–H choose an option, N and P go to the next and the previous question, F flags one.", "键盘：Tab 与方向键移动和选择，A–H 选择选项，N/P 下一题/上一题，F 标记。"))</p>
    <p id="exam-refused" role="alert"></p>
    <button type="button" id="exam-begin" class="primary">\(word("Begin, or go on", "开始或继续作答"))</button>
    </section>
    <section id="exam-paper" hidden>
    <div class="exam-bar">
    <span><span class="note">\(word("Time left", "剩余时间"))</span> <strong id="exam-clock" role="timer"></strong></span>
    <span id="exam-count"></span>
    <span id="exam-status" role="status"></span>
    <span id="exam-spoken" class="spoken" aria-live="assertive"></span>
    </div>
    <p id="exam-sign-in" hidden><a href="/sign-in?back=/exam/\(XMLText.escaped(exam))/sit" target="_blank" rel="noopener">\(word("Sign in again (opens beside this page)", "重新登录（在新窗口打开）"))</a></p>
    <nav aria-label="\(word("Questions", "题目"))"><ol id="exam-strip"></ol></nav>
    <div id="exam-question"></div>
    <div class="buttons">
    <button type="button" id="exam-back">\(word("Previous", "上一题"))</button>
    <button type="button" id="exam-next">\(word("Next", "下一题"))</button>
    <button type="button" id="exam-flag" aria-pressed="false">\(word("Flag", "标记"))</button>
    <button type="button" id="exam-submit" class="primary">\(word("Submit…", "交卷…"))</button>
    </div>
    <dialog id="exam-dialog" aria-labelledby="exam-dialog-title">
    <form method="dialog">
    <h2 id="exam-dialog-title">\(word("Submit now?", "现在交卷吗？"))</h2>
    <p id="exam-missing"></p>
    <p>\(word("Nothing can be changed afterwards.", "交卷后不能再修改。"))</p>
    <div class="buttons">
    <button value="no" autofocus>\(word("Go on", "继续作答"))</button>
    <button value="yes" class="primary">\(word("Submit", "交卷"))</button>
    </div>
    </form>
    </dialog>
    </section>
    <section id="exam-end" tabindex="-1" hidden>
    <p id="exam-result" role="status"></p>
    <p id="exam-late" role="status"></p>
    <p><a href="/exams">\(word("My exams", "我的考试"))</a></p>
    </section>
    </div>
    """
  }

  /// The script's words in the page's language.
  ///
  /// No word holds a `<`, so none can end the block.
  private var words: String {
    let pairs = Self.words.map { ($0.name, JSON.string(isChinese ? $0.zh : $0.en)) }
    let language = isChinese ? "zh-Hans" : "en"
    let sat = languages.isEmpty || languages.contains(language) ? language : languages[0]
    return JSON.object(
      pairs + [
        ("locale", .string(isChinese ? "zh-CN" : "en-GB")), ("language", .string(isChinese ? "zh" : "en")),
        ("exam", .string(sat)),
      ]
    ).text
  }

  private static let words: [(name: String, en: String, zh: String)] = [
    ("kept", "kept here, sending (%)…", "已保存在本机，正在发送（%）…"), ("saved", "saved %", "已保存 %"),
    ("late", "too late: % answers stand beside your sitting, a person decides", "已超时：% 个答案另行保存，由考官裁定"),
    ("offline", "no connection: % answers are kept here and will be sent", "无网络：% 个答案已保存在本机，恢复后发送"),
    ("online", "connected", "已连接"), ("typing", "typing…", "输入中…"),
    ("signedOut", "your sign-in is over; the answers are kept here", "登录已过期，答案已保存在本机"),
    (
      "taken", "another window or terminal answers now; nothing more can be written here",
      "已在其他窗口或终端作答，此处不能再作答"
    ),
    ("left", "% minutes left", "剩余 % 分钟"), ("question", "Question %", "第 % 题"),
    ("answered", "answered", "已作答"), ("unanswered", "not answered", "未作答"), ("flagged", "flagged", "已标记"),
    ("count", "% of % answered", "已作答 %/%"), ("answer", "Your answer", "你的答案"),
    ("points", "% points", "% 分"), ("penalty", "wrong: −%", "答错扣 % 分"), ("whole", "all or nothing", "全对才得分"),
    ("type-single", "one is right", "单选题"), ("type-several", "several may be right", "多选题"),
    ("type-multichoice", "choose", "选择题"), ("type-truefalse", "true or false", "判断题"),
    ("type-shortanswer", "write the answer", "填空题"), ("type-numerical", "write a number", "数值题"),
    ("type-matching", "match", "匹配题"), ("type-ordering", "give each its place in the order", "排序题"),
    ("type-essay", "write a text", "简答题"), ("type-drill", "practical drill", "实操题"),
    ("type-description", "to read", "阅读"), ("true", "True", "正确"), ("false", "False", "错误"),
    ("drill", "An examiner watches and marks this.", "由考官现场评分。"),
    ("order", "give each item another place; it is saved once all have one", "每项须有不同的位置，全部填好后保存"),
    (
      "pending", "NOT handed in yet: no connection; % answers are kept here, and it goes on by itself",
      "尚未交卷：无网络，% 个答案已保存在本机，恢复后自动交卷"
    ),
    ("submitting", "submitting…", "正在交卷…"),
    ("submitted", "Submitted. The score comes when it is released.", "已交卷，成绩发布后可查。"),
    ("passed", "Submitted: % of % points, score %: passed.", "已交卷：%/% 分，百分成绩 %，通过。"),
    ("failed", "Submitted: % of % points, score %: not passed.", "已交卷：%/% 分，百分成绩 %，未通过。"),
    ("missing", "Without an answer: %", "未作答：%"), ("complete", "All questions are answered.", "全部题目均已作答。"),
    ("goingOn", "going on: % answers are kept", "继续作答：已保存 % 题"),
    ("ready", "each answer is saved as you give it", "作答后立即保存"),
    (
      "notKept", "NOT saved: this browser lets nothing be written; tell the invigilator",
      "未保存：浏览器无法写入，请告知监考人员"
    ),
    ("unreachable", "The server cannot be reached; try again.", "无法连接服务器，请重试。"),
    (
      "insecure",
      "An exam is sat here over https only; ask for the address that begins with https, or sit at a terminal.",
      "此处只能通过 https 作答；请索取以 https 开头的地址，或在终端作答。"
    ),
  ]
}
