extension SyntaxError {
  /// The problem in words that say what to do; libyaml's own words where we have no better advice.
  var message: String {
    switch problem {
    case "found character that cannot start any token":
      "this character cannot start a value; put the value in quotes"
    case "mapping values are not allowed in this context":
      "':' is not expected here; check the indentation, or put text that holds ': ' in quotes"
    case "could not find expected ':'":
      "expected ':' after the key"
    case "did not find expected key":
      "expected a key here; check the indentation and the quotes"
    case "did not find expected '-' indicator":
      "expected '- ' here; put it before the next entry of the list, or indent the line as the entry above"
    case "did not find expected ',' or ']'":
      "the list is not closed; expected ',' or ']'"
    case "did not find expected ',' or '}'":
      "the map is not closed; expected ',' or '}'"
    case "did not find expected node content":
      "expected a key or a value here"
    case "found unexpected end of stream":
      "the quotes are not closed before the end of the file"
    case "did not find expected <document start>":
      "expected the end of the file here; check the indentation"
    case "block sequence entries are not allowed in this context":
      "'- ' is not expected here; check the indentation"
    case "found unknown escape character":
      "no such escape in double quotes; write '\\\\' for a backslash, or use single quotes"
    default: "not YAML: \(problem)"
    }
  }
}
