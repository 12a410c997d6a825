import Formats
import HTTP
import Testing
import Workspace

@Suite struct SatisfactionRoutesTests {
  private static let survey = """
    response,date,staff,attitude,efficiency,effect,reach,network,bill,cares,leads,liked,comment
    S1,2026-08-01,E1,5,5,5,5,5,5,5,5,5,thanks
    S2,2026-08-02,E1,4,4,4,4,4,4,4,4,4,
    S3,2026-08-03,E2,1,1,1,1,1,1,1,1,1,

    """

  @Test func `answers come in and are shown by groups, with what was written`() throws {
    let door = try Door()
    let (leader, trainer) = (try door.token(for: "leader"), try door.token(for: "trainer"))
    let taken = try door.told(
      "POST", "/survey/response", token: leader, body: Self.survey, type: "text/csv")
    #expect(try taken.json["new"]?.number == 3)
    let again = try door.told(
      "POST", "/survey/response?file=again.csv", token: leader, body: Self.survey, type: "text/csv")
    #expect(
      again.text
        == "{\"file\":\"again.csv\",\"rows\":3,\"new\":0,\"identical\":3,\"corrected\":0,\"notices\":[],\"dry_run\":false}\n"
    )
    for grouping in ["all", "team", "site", "brand", "channel"] {
      #expect(try door.told("GET", "/survey?quarter=2026Q3&by=\(grouping)", token: trainer).status == 200)
    }
    let people = try door.told("GET", "/survey/person?quarter=2026Q3", token: trainer).json
    #expect(people["items"]?.items.map { $0["group"]?.text } == ["E1", "E2"])
    let comments = try door.told("GET", "/survey/comment?quarter=2026Q3", token: trainer).json
    #expect(comments["items"]?.items.map { $0["comment"]?.text } == ["thanks"])
    #expect(try door.told("GET", "/survey?quarter=2026Q3", token: door.token(for: "li")).status == 403)
    #expect(try door.told("GET", "/survey?quarter=2026Q3&model=no", token: trainer).status == 404)
    #expect(try door.told("GET", "/kpi/driver?quarter=2026Q3", token: trainer).status == 422)
    #expect(try door.told("GET", "/kpi/driver/map?quarter=2026Q3", token: trainer).status == 422)
  }

  @Test func `indicators are shown against targets and others`() throws {
    let door = try Door()
    let hr = try door.token(for: "hr")
    let kpi = try door.told("GET", "/kpi?quarter=2026Q3", token: hr).json
    #expect(kpi["indicators"]?.items.count == 14)
    #expect(kpi["survey"]?.kindName == "null")
    let taken = try door.told(
      "POST", "/kpi/observation", token: hr,
      body: "indicator,subject,quarter,value\ndrop-rate,company,2026Q3,0.9\ndrop-rate,rival,2026Q3,0.4\n",
      type: "text/csv")
    #expect(try taken.json["notices"]?.items.count == 1)
    let gaps = try door.told("GET", "/kpi/gap?quarter=2026Q3&against=rival", token: hr).json
    let gap = gaps["items"]?.items.first { $0["indicator"]?.text == "drop-rate" }?["gap"]?.kind
    guard case .number("0.5") = gap else { Issue.record("the gap is \(gap as Any)"); return }
    #expect(try door.told("GET", "/kpi/gap?quarter=2026Q3&against=nobody", token: hr).status == 404)
  }

  @Test func `a complaint goes its way, and not past a step`() throws {
    let door = try Door()
    let (leader, assessor) = (try door.token(for: "leader"), try door.token(for: "assessor"))
    let file = "id,received,class,customer,about\nP1,2026-09-20 10:00,service,k1,E1\n"
    _ = try door.told("POST", "/complaint", token: leader, body: file, type: "text/csv")
    let listed = try door.told("GET", "/complaint", token: assessor).json
    #expect(listed["items"]?.items[0]["state"]?.text == "received")
    #expect(listed["items"]?.items[0]["overdue"]?.flag == true)
    let step = ("/complaint/P1/step", "/complaint/{complaint}/step")
    func take(_ body: String, _ token: String) throws -> Int {
      try door.told("POST", step.0, as: step.1, token: token, body: body).status
    }
    #expect(try take("{\"state\":\"closed\"}", leader) == 422)
    #expect(try take("{\"state\":\"routed\"}", leader) == 422)
    #expect(try take("{\"state\":\"routed\",\"department\":\"billing\"}", assessor) == 403)
    #expect(try take("{\"state\":\"routed\",\"department\":\"billing\"}", leader) == 200)
    let shown = try door.told("GET", "/complaint/P1", as: "/complaint/{complaint}", token: assessor).json
    #expect(shown["steps"]?.items[0]["department"]?.text == "billing")
    #expect(
      try door.told("GET", "/complaint/P2", as: "/complaint/{complaint}", token: assessor).status == 404)
    let stats = try door.told(
      "GET", "/complaint/stats/2026Q3", as: "/complaint/stats/{quarter}", token: assessor
    ).json
    #expect(stats["classes"]?["service"]?.number == 1)
  }
}
