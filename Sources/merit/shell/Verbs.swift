extension Verb {
  /// Everything that can be asked, in the order of the work.
  static let all: [Verb] = [
    initialise, template, check, backup, restore, audit,
    schemeLoad, schemeList, schemeShow,
    orgImport, orgCalendar, staffImport, staffList, staffShow, staffTransfer,
    accountAdd, accountPassword, accountRole, accountCode, accountList,
    courseLoad, courseList, courseShow, cycleOpen, cycleAttend, cycleStatus,
    bankLoad, bankList, bankCheck, bankExport, bankStats, bankDiff, bankRetire,
    examCreate, examOpen, examList, examCandidates, examDefer, examSit, examPapers, examAnswers, examExtend,
    examAnnul, examMark, examResults, examRates, examRelease, examVerify, examProve, examReview, examAppeal,
    examAppeals, examDecide, examRegrade, examAnalyse, examEquate, examIntegrity,
    certAward, certShow, certVerify, contestScore, contestBoard,
    qaSample, qaLost, qaAssign, qaTasks, qaReassign, qaScore, qaImport, qaShow, qaAcknowledge, qaDispute,
    qaWithdraw, qaDecide, qaDisputes, qaResults, qaIncident, qaConfirm,
    qaIncidents, qaPlan, qaCalibrate, qaAudit, qaAudits,
    qaExport, qaBaseline, qaChart,
    surveyImport, surveyShow, surveyComments, complaintImport, complaintList,
    complaintShow, complaintStep, complaintStats, kpiImport, kpiShow, kpiDrivers, kpiGaps,
    quarterScore, quarterClose, quarterStatus, payShow, paySplit, promotionImport, promotionList, sheetExport,
    explainVerb, improveWarn, improveWarnings, improveClose,
    analyseTable, analyseItems, analyseIRT, analyseCopying, analyseAgreement, analyseInterval,
    analyseShrink, analyseLimits, analyseDrivers, analyseFuzzy, analyseGaps, analysePrinted, serve,
  ]
}
