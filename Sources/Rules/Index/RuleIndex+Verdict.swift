import Foundation

extension RuleIndex {
  func verdict(on task: IndexedTask, at now: Date, _ learning: inout IndexLearning) -> Verdict {
    withUnsafePointer(to: task) { task in
      learning.lend { memory in withSearch(at: now, memory) { verdict(on: task, $0) } }
    }
  }

  /// Adds verdicts for the first of `tasks`: at least one, and more until something runs out of room.
  func addVerdicts(
    on tasks: [IndexedTask], at now: Date, _ learning: inout IndexLearning, to verdicts: inout [Verdict]
  ) {
    tasks.withUnsafeBufferPointer { tasks in
      learning.lend { memory in
        withSearch(at: now, memory) { search in
          repeat {
            verdicts.append(verdict(on: tasks.pointer(to: verdicts.count), search))
          } while verdicts.count < tasks.count && !memory.wantsRoom(for: mostLearned)
        }
      }
    }
  }

  private func verdict(on task: UnsafePointer<IndexedTask>, _ search: IndexSearch) -> Verdict {
    let key = task.pointee.key
    let unknown = search.unknownFields(of: key)
    return withUnsafeTemporaryAllocation(of: IndexSearch.Cursor.self, capacity: anchors.count + 1) { cursors in
      var count = 0
      for anchor in anchors {
        let number = Int(key.numbers[Int(anchor.field.rawValue)])
        let isKnown = number != TextNumber.unknown
        let table = isKnown ? number < anchor.tables.count ? anchor.tables[number] : -1 : anchor.whole
        guard table >= 0 else { continue }
        cursors.initializeElement(at: count, to: search.cursor(table, key))
        count += 1
      }
      if common >= 0 {
        cursors.initializeElement(at: count, to: search.cursor(common, key))
        count += 1
      }
      var verdict = Verdict(match: nil)
      while true {
        var first = 0
        var rule = UInt32.max
        for place in 0..<count where cursors[place].rule < rule {
          rule = cursors[place].rule
          first = place
        }
        guard rule < .max else { return verdict }
        let entry = entries[Int(rule)]
        let truth =
          entry.asksRuleSet ? .unknown : search.truth(of: entry, at: cursors[first], of: task, unknown: unknown)
        if truth != .no {
          if entry.asksRuleSet || entry.matchAsksRuleSet {
            let answer = ruleSet.rules[Int(rule)].answer(on: task.pointee.view, at: search.now)
            guard verdict.add(answer, of: Int(rule)) else { return verdict }
          } else if truth == .yes {
            let acts = !entry.mayWatch || ruleSet.rules[Int(rule)].acts(on: task.pointee.view.instanceID)
            guard verdict.add(.takes(acts: acts), of: Int(rule)) else { return verdict }
          } else {
            verdict.undecided.append(Int(rule))
          }
        }
        search.advance(&cursors[first])
      }
    }
  }

  /// Lends the memory of the index to a search.
  private func withSearch<Result>(
    at now: Date, _ memory: IndexCache, _ body: (IndexSearch) -> Result
  ) -> Result {
    tables.lend { parts in
      program.lend { program in
        body(
          IndexSearch(
            parts: parts, program: program, firstOther: firstOther, memory: memory, now: now,
            seconds: now.timeIntervalSinceReferenceDate))
      }
    }
  }
}

extension UnsafeBufferPointer {
  /// The address of an element, so that it is read without a copy.
  fileprivate func pointer(to place: Int) -> UnsafePointer<Element> {
    guard let baseAddress, indices.contains(place) else { preconditionFailure("no element \(place)") }
    return baseAddress + place
  }
}
