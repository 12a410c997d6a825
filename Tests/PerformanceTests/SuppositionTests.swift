import Performance
import Testing
import Workspace

/// What a person may ask to have been otherwise, and how it is written.
@Suite struct SuppositionTests {
  @Test(arguments: [
    ("item a passed", Counterfactual.Supposition.itemPassed(item: "a", call: nil)),
    ("item a passed on C1", .itemPassed(item: "a", call: "C1")),
    ("  call\tC1  left out ", .callLeftOut("C1")),
    ("part a 92.5", .part("a", Score(hundredths: 92_50))), ("part a 0", .part("a", .zero)),
    ("part a 200", .part("a", Score(hundredths: 200_00))), ("complaints 0", .complaints(0)),
    ("complaints 100000", .complaints(100_000)),
  ])
  func `a supposition is read as it is said`(_ text: String, _ supposition: Counterfactual.Supposition) {
    #expect(Counterfactual.Supposition(text) == supposition)
  }

  @Test(arguments: [
    "", "item a", "item a failed", "item a passed on", "item a passed by C1", "call C1", "call C1 left in",
    "part a", "part a x", "part a -0.01", "part a 200.01", "part a 1.234", "complaints", "complaints -1",
    "complaints 1.5", "complaints 100001", "Complaints 0",
  ])
  func `anything else is no supposition`(_ text: String) {
    #expect(Counterfactual.Supposition(text) == nil)
  }
}
