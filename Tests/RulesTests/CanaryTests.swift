import Foundation
import Rules
import Testing

@Suite struct CanaryTests {
  private func rule(_ id: String, _ share: Decimal?) -> Rule {
    var safeguards = Safeguards()
    safeguards.canaryShare = share
    return Make.rule(id, .test(.flag(.escalated, true)), safeguards: safeguards)
  }

  static let instances = (0..<10_000).map { String(591_847_302_948_571_634 + $0 * 37) }

  @Test("a canary takes its share of 10,000 instances within one percent", arguments: [0, 1, 10, 25, 50, 99, 100])
  func share(percent: Int) {
    let rule = rule("approve", Decimal(percent) / 100)
    let count = Self.instances.filter { rule.isInCanary(instance: $0) }.count
    #expect(abs(count - percent * 100) <= 100)
    if percent == 0 || percent == 100 { #expect(count == percent * 100) }
  }

  @Test("a greater share keeps all instances of a smaller one")
  func growing() {
    let few = rule("approve", 0.1)
    let many = rule("approve", 0.3)
    #expect(Self.instances.allSatisfy { !few.isInCanary(instance: $0) || many.isInCanary(instance: $0) })
  }

  @Test("two rules choose different instances")
  func rules() {
    let both = Self.instances.filter {
      rule("approve", 0.5).isInCanary(instance: $0) && rule("close", 0.5).isInCanary(instance: $0)
    }
    #expect(abs(both.count - 2_500) < 150)
  }

  @Test("the choice stays from version to version, and without a share there is none")
  func stable() {
    let chosen = Self.instances.prefix(40).map { rule("approve", 0.5).isInCanary(instance: $0) ? "1" : "0" }
    #expect(chosen.joined() == "1011000110100011101011010110011110110110")
    #expect(!rule("approve", nil).isInCanary(instance: "1"))
  }
}
