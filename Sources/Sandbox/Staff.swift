/// The users and groups of the sandbox's company.
enum Staff {
  static let maria = Assignee(id: "182736450918273645", name: "Maria Garcia")
  static let john = Assignee(id: "182736450918273646", name: "John Doe")
  static let ana = Assignee(id: "182736450918273647", name: "Ana Torres")
  static let luis = Assignee(id: "182736450918273648", name: "Luis Vega")
  static let sales = Assignee(id: "293847102938471029", name: "Sales Team")
  static let collections = Assignee(id: "293847102938471030", name: "Collections Team")
  static let backOffice = Assignee(id: "293847102938471031", name: "Back Office")

  static let users = [maria, john, ana, luis]
  /// Nobody gets its tasks by chance.
  static let audit = Assignee(id: "293847102938471032", name: "Audit")

  static let groups = [sales, collections, backOffice]

  static func user(_ id: String) -> Assignee? { users.first { $0.id == id } }

  static func group(_ id: String) -> Assignee? { (groups + [audit]).first { $0.id == id } }

  /// The short name that `completed_by` shows, such as `mgarcia`.
  static func login(of user: Assignee) -> String {
    let parts = user.name.lowercased().split(separator: " ")
    return String(parts[0].prefix(1)) + parts.dropFirst().joined()
  }
}
