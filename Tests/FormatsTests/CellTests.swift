import Formats
import Testing

@Suite struct CalendarDayTests {
  // Day numbers from Python's date.toordinal() − 719163.
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-07-01", 20_635),
    ("2026-09-30", 20_726),
    ("2026/7/1", 20_635), ("2026年7月1日", 20_635), ("20260701", 20_635), ("2026.7.1", 20_635),
    ("2100-03-01", 47_541),
  ])
  func `a date is read in every form people use`(_ text: String, _ number: Int) {
    #expect(CalendarDay(text)?.number == number)
  }

  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-7/1", "26-07-01", "", "2026-07-01x", "七月",
  ])
  func `what is no date is none`(_ text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-11-30", 3, "2027-02-28"),
    ("2026-07-15", 36, "2029-07-15"), ("2026-07-15", 0, "2026-07-15"),
  ])
  func `months are added to the same day or the month's last`(_ from: String, _ months: Int, _ to: String) {
    #expect(CalendarDay(from)?.adding(months: months).description == to)
  }

  @Test(arguments: [
    ("2026-01-15", "2026-02-14", 0), ("2026-01-15", "2026-02-15", 1), ("2025-07-01", "2026-07-01", 12),
    ("2025-07-01", "2026-06-30", 11), ("2026-07-02", "2026-07-01", 0),
  ])
  func `whole months are counted`(_ from: String, _ to: String, _ months: Int) throws {
    let (start, end) = (try #require(CalendarDay(from)), try #require(CalendarDay(to)))
    #expect(start.months(until: end) == months)
  }

  @Test(arguments: [
    ("2026-07-01 09:30", 34_200, nil as Int?), ("2026-07-01T09:30:15", 34_215, nil),
    ("2026-07-01T09:30:15Z", 34_215, 0), ("2026-07-01 09:30+08:00", 34_200, 28_800),
    ("2026-07-01T09:30-0530", 34_200, -19_800), ("2026-07-01", 0, nil),
  ])
  func `a time is read with and without an offset`(_ text: String, _ second: Int, _ offset: Int?) throws {
    let time = try #require(CivilTime(text))
    #expect(time.secondOfDay == second)
    #expect(time.offset == offset)
  }

  @Test(arguments: [
    "2026-07-01 24:00", "2026-07-01 9", "2026-07-01 09:60", "2026-07-01 09:30:60", "09:30",
    "2026-07-01 09:30 +08",
  ])
  func `what is no time is none`(_ text: String) {
    #expect(CivilTime(text) == nil)
  }
}

@Suite struct ExactDecimalTests {
  @Test(arguments: [
    ("86.5", 8_650 as Int?), ("-0.01", -1), ("+3", 300), ("0", 0), (".5", 50), ("12.345", nil), ("1e3", nil),
    ("", nil),
    ("1.", nil), ("1,5", nil), ("１", nil), ("99999999999999999999", nil), ("10.00", 1_000),
  ])
  func `a number in hundredths, or none where digits would be lost`(_ text: String, _ hundredths: Int?) {
    #expect(ExactDecimal(text)?.scaled(to: 2) == hundredths)
  }

  @Test(arguments: [
    (8_950, 2, "89.50"), (-5, 2, "-0.05"), (0, 2, "0.00"), (7, 0, "7"), (123_456, 4, "12.3456"),
  ])
  func `units are written out with all their places`(_ units: Int, _ places: Int, _ text: String) {
    #expect(decimalText(units, places: places) == text)
  }
}

@Suite struct CSVWriterTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=1+1", "'=1+1"),
    ("@cmd", "'@cmd"),
    ("-5", "-5"), ("+8.5", "+8.5"), ("-5+2", "'-5+2"), ("x\ny", "\"x\ny\""), ("李晓燕", "李晓燕"),
    ("E0001", "E0001"),
    ("\t=1", "\"'\t=1\""),
  ])
  func `a cell comes back as itself and runs nowhere`(_ text: String, _ cell: String) {
    #expect(CSVWriter.cell(text) == cell)
  }
}
