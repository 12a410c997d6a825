import Formats
import Glibc
import Workspace

/// The files of a year of one agent, E0007, small enough to be read and edited by hand.
enum YearFiles {
  static func write(to folder: String) {
    mkdir(folder, 0o755)
    for (name, text) in plain { put("\(folder)/\(name)", text) }
    onboarding(folder)
    calls(folder, "2026Q1", dips: ["E0007", "E0005"])
    calls(folder, "2026Q2", dips: ["E0005"])
  }

  private static func put(_ path: String, _ text: String) {
    guard let file = fopen(path, "w") else {
      complain("'\(path)' cannot be written: \(String(cString: strerror(errno)))")
      exit(73)
    }
    fputs(text, file)
    fclose(file)
  }

  private static let plain = [
    "organisation.csv": """
    unit,name,kind,parent,leader
    S1,成都分公司,site,,
    T1,热线一班,team,S1,E0002
    T2,热线二班,team,S1,E0003
    T3,培训质检组,team,S1,E0001

    """,
    "roster.csv": """
    id,name,post,team,joined,site,base
    E0001,王敏,trainer,T3,2019-03-01,成都,4500
    E0002,陈刚,team-leader,T1,2018-06-01,成都,4200
    E0003,李静,team-leader,T2,2018-09-01,成都,4200
    E0004,赵磊,hotline-agent,T1,2023-05-08,成都,3000
    E0005,周芳,hotline-agent,T2,2023-07-03,成都,3000
    E0006,吴涛,hotline-agent,T1,2024-02-19,成都,3000
    E0007,林晓,hotline-agent,T1,2026-01-05,成都,2700
    E0008,何娟,hotline-agent,T2,2024-08-05,成都,3000
    E0009,徐洋,hotline-agent,T2,2024-09-02,成都,3000

    """,
    "held.csv": """
    staff,scheme,level,awarded,number
    E0004,hotline-year,five,2025-06-02,SC-2025-0081
    E0005,hotline-year,five,2025-09-01,SC-2025-0117
    E0006,hotline-year,five,2025-09-01,SC-2025-0118

    """,
    "newcomers.csv": "id\nE0007\n",
    "refresher.csv": "id\nE0007\nE0004\n",
    "ladder.json5": """
    {
      // A short ladder, so that a year sees two levels and a renewal; the shipped one takes longer.
      merit: "ladder", id: "hotline-year", version: 1, from: "2025-01-01",
      title: { en: "Hotline agent", zh: "热线客服代表" },
      posts: ["hotline-agent"],
      issuer: { name: { en: "Sichuan Telecom Customer Service", zh: "四川电信客户服务部" }, email: "training@example.org" },
      warn_days: 90, grace_days: 30,
      suspend: { criticals: 3 },
      levels: [
        {
          level: "five", valid_months: 12, months_in_post: 1,
          parts: [{ exam: "hotline-five", pass: 60 }, { course: "hotline-onboarding", lesson: "hl-17", pass: 60 }],
        },
        {
          level: "four", valid_months: 6, months_in_post: 6, months_below: 6, courses: ["hotline-onboarding"],
          parts: [{ exam: "hotline-four", pass: 60 }, { course: "hotline-refresher", lesson: "hr-05", pass: 70 }],
          renewal: { open_days: 90, parts: [{ course: "hotline-refresher", lesson: "hr-05", pass: 70 }] },
        },
      ],
    }

    """,
    "cup.json5": """
    {
      merit: "contest", id: "spring-cup", version: 1, from: "2026-01-01", held: "2026-05-20",
      title: { en: "Spring cup of the hotline", zh: "热线春季技能赛" },
      quota: { per: "team", most: 3 },
      stages: [
        { id: "written", title: { en: "Written paper", zh: "笔试" }, weight: 40, drop: 0 },
        { id: "call", title: { en: "Call before judges", zh: "模拟通话" }, weight: 60, drop: 1 },
      ],
      tie_breaks: ["call", "written"],
      awards: [
        { to: 1, title: { en: "First prize", zh: "一等奖" }, points: 3 },
        { from: 2, to: 3, title: { en: "Second prize", zh: "二等奖" }, points: 2 },
      ],
    }

    """,
    "training.json5": """
    {
      merit: "training", id: "year", version: 1, from: "2026-01-01",
      title: { en: "Training of a small hotline", zh: "小热线培训" },
      posts: ["hotline-agent"],
      rules: [
        { id: "newcomer", course: "hotline-onboarding", when: { joined_within_days: 90 }, within_days: 30 },
        { id: "quality", course: "hotline-refresher", when: { qa_below: 80 }, within_days: 30, again_months: 3 },
        {
          id: "items", course: "hotline-refresher", within_days: 45,
          when: { item_below: 60, items: { paraphrase: "hr-01", summary: "hr-02", ticket: "hr-03" } },
        },
        { id: "renewal", course: "hotline-refresher", when: { certificate_ends_within: 90 }, within_days: 60, again_months: 6 },
      ],
      cohort: { most: 8, least: 1, away: 40, notice_days: 7 },
      rooms: [{ id: "R1", title: { en: "Training room 1", zh: "培训一室" }, places: 12 }],
      instructors: [
        { id: "E0001", teaches: ["hotline-onboarding", "hotline-refresher"] },
        { id: "外部讲师", external: true, teaches: ["hotline-refresher"] },
      ],
      permit: { courses: ["hotline-onboarding"] },
    }

    """,
    "written.csv": """
    stage,entrant,judge,mark
    written,E0007,paper,82
    written,E0004,paper,88
    written,E0005,paper,79.5
    written,E0008,paper,91

    """,
    "call.csv": """
    stage,entrant,judge,mark
    call,E0007,高原,95
    call,E0007,罗林,94
    call,E0007,E0001,96
    call,E0007,外聘评委,93
    call,E0004,高原,88
    call,E0004,罗林,92
    call,E0004,E0001,91
    call,E0004,外聘评委,90
    call,E0005,高原,70
    call,E0005,罗林,93
    call,E0005,E0002,82
    call,E0005,外聘评委,84
    call,E0008,高原,84
    call,E0008,罗林,86
    call,E0008,E0002,85
    call,E0008,外聘评委,85.5

    """,
    "tests.csv": "staff,pre,post\nE0007,42,84\n",
    "feedback.csv": """
    staff,author,content,teaching,usefulness,comment
    E0007,trainee,5,4,5,更多账单练习会更好
    E0007,instructor,,,,steady and curious; verify sooner

    """,
    "drill-onboarding.csv": drill(
      "2026-01-30", [("E0001", [26, 21, 18, 15]), ("E0002", [25, 20, 19, 14])],
      ["attitude", "rules", "in-time", "knowledge"]),
    "drill-refresher.csv": drill(
      "2026-04-17", [("E0001", [17, 18, 15, 15, 8, 8]), ("E0003", [16, 17, 16, 14, 8, 8])], refresher),
    "drill-renewal.csv": drill(
      "2026-11-12", [("E0001", [18, 18, 17, 17, 9, 8]), ("E0003", [18, 17, 17, 16, 9, 9])], refresher),
    "attendance-refresher.csv": """
    course,staff,date,lesson,result,hours
    hotline-refresher,E0007,2026-04-14,hr-01,completed,0.5
    hotline-refresher,E0007,2026-04-14,hr-02,completed,0.42
    hotline-refresher,E0007,2026-04-15,hr-03,completed,0.67
    hotline-refresher,E0007,2026-04-16,hr-04,completed,0.58

    """,
  ]

  private static let refresher = ["listening", "verifying", "solving", "summing-up", "note", "recovering"]

  private static func drill(_ date: String, _ examiners: [(String, [Int])], _ lines: [String]) -> String {
    examiners.reduce("staff,date,examiner,line,points\n") { text, examiner in
      text + zip(lines, examiner.1).map { "E0007,\(date),\(examiner.0),\($0),\($1)\n" }.joined()
    }
  }

  /// Every lesson of the onboarding course but the last drill, two a day from 6 January 2026.
  private static func onboarding(_ folder: String) {
    let scores = [9: "78", 15: "81"]
    var text = "course,staff,date,lesson,result,hours,score,instructor\n"
    for lesson in 1...16 {
      let day = (CalendarDay("2026-01-06") ?? CalendarDay(number: 0)).adding(days: (lesson - 1) / 2)
      text +=
        "hotline-onboarding,E0007,\(day),hl-\(twoDigits(lesson)),attended,0.75,\(scores[lesson] ?? ""),E0001\n"
    }
    put("\(folder)/attendance-onboarding.csv", text)
  }

  /// Six calls of every agent in a quarter, and how they were judged: weakly for those who dip.
  private static func calls(_ folder: String, _ name: String, dips: Set<String>) {
    guard let quarter = Quarter(name) else { return }
    var calls = "call,agent,started,seconds,class\n"
    var judged =
      "call,assessor,date,greeting,identity,attention,paraphrase,correct,complete,ticket,tone,wording,summary,farewell\n"
    for (place, agent) in ["E0004", "E0005", "E0006", "E0007", "E0008", "E0009"].enumerated() {
      for number in 1...6 {
        let day = quarter.firstDay.adding(days: 38 + number * 7 + place % 2)
        let call = "\(name)-\(place)\(number)"
        calls += "\(call),\(agent),\(day) 10:\(twoDigits(number * 7)):00,\(180 + number * 20),bill\n"
        let odd = (number + place) % 2 == 0
        let marks =
          dips.contains(agent)
          ? "yes,yes,\(odd ? 3 : 4),3,yes,\(odd ? 3 : 2),\(odd ? "no" : "yes"),3,4,\(odd ? "no" : "yes"),yes"
          : "yes,yes,\(odd ? 5 : 4),4,yes,\(odd ? 4 : 5),yes,5,4,yes,yes"
        judged += "\(call),E0001,\(day.adding(days: 2)),\(marks)\n"
      }
    }
    put("\(folder)/calls-\(name).csv", calls)
    put("\(folder)/evaluations-\(name).csv", judged)
  }
}
