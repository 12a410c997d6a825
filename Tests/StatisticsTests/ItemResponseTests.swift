import Statistics
import Testing

// Expected numbers: SciPy, maximum of the marginal likelihood and its numerical Hessian.

private func isNear(_ a: Double?, _ b: Double, _ tolerance: Double) -> Bool {
  a.map { abs($0 - b) <= tolerance * max(1, abs(b)) } ?? false
}

@Suite struct ItemResponseTests {
  @Test func `the 2pl model reaches the reference's likelihood, parameters and errors`() throws {
    let cells = hexRows(twoPL, items: 10).flatMap { $0 }
    let model = try #require(ItemResponseModel(cells, itemCount: 10, form: .twoPL))
    #expect(model.isConverged && isNear(model.logLikelihood, -2539.952532469447, 1e-8))
    let expected: [[Double]] = [
      [1.570320439381543, -1.9365532736578526, 0.3212752452605076, 0.24995020305268872],
      [1.6735878303854728, -1.2620364893678289, 0.2891665246994013, 0.14506607518191322],
      [1.8567543807392222, -0.9140125215770758, 0.31174672028120737, 0.10878723760744509],
      [0.45531057861953705, -0.46286619398421164, 0.11884451609406092, 0.23440853611818233],
      [0.8030441423080167, -0.1376353093443244, 0.14052980244451949, 0.12868000390174889],
      [0.4698195669975326, 0.08921334642431092, 0.11917237740486784, 0.20148922335318087],
      [1.4036928181528305, 0.6356025705635552, 0.2120343007178968, 0.10634008722095653],
      [1.7176868616145429, 1.2344329650282058, 0.2862859051042007, 0.1383160820242552],
      [2.289446577790351, 1.285592820742155, 0.4286027005449904, 0.12531911504888324],
      [0.9463949928283396, 1.939258129140844, 0.1845594545910709, 0.31558906200939973],
    ]
    for (item, row) in zip(model.items, expected) {
      let item = try #require(item)
      #expect(isNear(item.a, row[0], 1e-4) && isNear(item.b, row[1], 1e-4))
      #expect(isNear(item.aError, row[2], 1e-4) && isNear(item.bError, row[3], 1e-4))
    }
  }

  @Test func `the 1pl model reaches the reference's likelihood, parameters and errors`() throws {
    let cells = hexRows(twoPL, items: 10).flatMap { $0 }
    let model = try #require(ItemResponseModel(cells, itemCount: 10, form: .onePL))
    #expect(model.isConverged && isNear(model.logLikelihood, -2583.3437259291304, 1e-8))
    let expected: [[Double]] = [
      [1.0828014040890848, -2.442196946078608, 0.06302220153832386, 0.1915924335710414],
      [1.0828014040890848, -1.6290240121326067, 0.06302220153832386, 0.1438112297070375],
      [1.0828014040890848, -1.2327001338306285, 0.06302220153832386, 0.1267690561248447],
      [1.0828014040890848, -0.2317323652205777, 0.06302220153832386, 0.10331166285902287],
      [1.0828014040890848, -0.11208409475002579, 0.06302220153832386, 0.10263095824953462],
      [1.0828014040890848, 0.04371005098127286, 0.06302220153832386, 0.10247488987295843],
      [1.0828014040890848, 0.7444792669304319, 0.06302220153832386, 0.11177279587326566],
      [1.0828014040890848, 1.614786691341104, 0.06302220153832386, 0.1433776185519957],
      [1.0828014040890848, 1.902478288095752, 0.06302220153832386, 0.1581036734269333],
      [1.0828014040890848, 1.7605277693313632, 0.06302220153832386, 0.15057730888540385],
    ]
    for (item, row) in zip(model.items, expected) {
      let item = try #require(item)
      #expect(isNear(item.a, row[0], 1e-4) && isNear(item.b, row[1], 1e-4))
      #expect(isNear(item.aError, row[2], 1e-4) && isNear(item.bError, row[3], 1e-4))
    }
  }

  @Test func `an item that all got right has no difficulty and spoils nothing`() throws {
    let rows = hexRows(twoPL, items: 10)
    let plain = try #require(ItemResponseModel(rows.flatMap { $0 }, itemCount: 10, form: .twoPL))
    let longer = try #require(ItemResponseModel(rows.flatMap { $0 + [1] }, itemCount: 11, form: .twoPL))
    #expect(longer.items[10] == nil)
    #expect(isNear(longer.items[0]?.a, plain.items[0]?.a ?? 0, 1e-9))
    #expect(ItemResponseModel([1, 1, 1], itemCount: 1, form: .onePL) == nil)
  }

  @Test func `an item keyed wrongly gets a negative slope and the others keep theirs`() throws {
    let rows = hexRows(twoPL, items: 10)
    let plain = try #require(ItemResponseModel(rows.flatMap { $0 }, itemCount: 10, form: .twoPL))
    let turned = rows.flatMap { row in row.enumerated().map { $0 == 2 ? 1 - $1 : $1 } }
    let model = try #require(ItemResponseModel(turned, itemCount: 10, form: .twoPL))
    for index in 0..<10 {
      let (a, b) = (plain.items[index]?.a ?? 0, model.items[index]?.a ?? 0)
      #expect(isNear(b, index == 2 ? -a : a, 1e-5))
      #expect(isNear(model.items[index]?.b, plain.items[index]?.b ?? 0, 1e-5))
    }
    #expect(isNear(model.logLikelihood, plain.logLikelihood, 1e-9))
  }
}
