import Foundation
package import Testing

extension Trait where Self == TimeLimitTrait {
  /// Ends a test that hangs.
  ///
  /// The time is long beside what a test takes, but not on a machine that is busy or slow, as under a sanitizer:
  /// `CAPATAZ_TEST_PATIENCE=10` makes it ten times as long.
  package static func limit(minutes: Int) -> Self { .timeLimit(.minutes(minutes * patience)) }

  private static var patience: Int {
    ProcessInfo.processInfo.environment["CAPATAZ_TEST_PATIENCE"].flatMap { Int($0) } ?? 1
  }
}
