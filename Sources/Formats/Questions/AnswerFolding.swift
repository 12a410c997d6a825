/// Folds full width to half width, so that `ＡＢＣ１２３` and `ABC123` are the same answer.
package func foldedWidth(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0xff01...0xff5e: result.append(Unicode.Scalar(scalar.value - 0xfee0) ?? scalar)
    case 0x3000: result.append(" ")
    default: result.append(scalar)
    }
  }
  return String(result)
}
