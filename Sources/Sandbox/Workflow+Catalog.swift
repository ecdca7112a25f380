extension Workflow {
  private static let hour = 3600
  private static let day = 24 * 3600

  /// Every workflow of the sandbox's company.
  static let catalog = [onboarding, quote, collections, fieldVisit, staffLeave, stockCount]

  /// The workflow of the vendor's example, with the steps it names.
  static let onboarding = Workflow(
    id: "318274650192837465", name: "New Account Onboarding", entityTypes: ["CUENTA"],
    steps: [
      Step(
        name: "Verify Contact Information", description: "Check the contact's address and phone number.",
        results: [
          Result(code: "approved", label: "Approved", next: 1), Result(code: "rejected", label: "Rejected", next: nil),
        ],
        fields: [
          Field(id: "f_verified", name: "contact_verified", kind: .boolean, isRequired: true),
          Field(id: "f_phone", name: "phone_confirmed", kind: .boolean),
        ],
        assignment: .group(Staff.sales), dueAfter: 2 * day),
      Step(
        name: "Send Welcome Email", description: "Send the welcome email to the new account contact.",
        results: [
          Result(code: "sent", label: "Email Sent", next: 2), Result(code: "failed", label: "Email Failed", next: 0),
        ],
        fields: [
          Field(id: "f_email", name: "email_address", kind: .text, isRequired: true),
          Field(
            id: "f_template", name: "template", kind: .select, isRequired: true,
            options: ["Premium Welcome", "Standard Welcome"]),
        ],
        assignment: .group(Staff.sales), dueAfter: 2 * day - 1),
      Step(
        name: "Review Welcome Package", description: nil,
        results: [
          Result(code: "done", label: "Done", next: nil), Result(code: "resend", label: "Send Again", next: 1),
        ],
        fields: [Field(id: "f_notes", name: "notes", kind: .text)],
        assignment: .user(Staff.maria), dueAfter: 3 * day),
    ])

  static let quote = Workflow(
    id: "318274650192837466", name: "Quote", entityTypes: ["CLIENTE", "CUENTA"],
    steps: [
      Step(
        name: "Quote", description: "Work out the price.",
        results: [
          Result(code: "quoted", label: "Quoted", next: 1), Result(code: "declined", label: "Declined", next: nil),
        ],
        fields: [
          Field(id: "f_amount", name: "amount", kind: .number, isRequired: true),
          Field(id: "f_currency", name: "currency", kind: .select, isRequired: true, options: ["USD", "EUR"]),
          Field(id: "f_valid", name: "valid_until", kind: .date),
        ],
        assignment: .user(Staff.luis), dueAfter: day),
      Step(
        name: "Approve", description: "Approve or refuse the quote.",
        results: [
          Result(code: "approved", label: "Approved", next: 2), Result(code: "rejected", label: "Rejected", next: 0),
        ],
        fields: [
          Field(id: "f_amount", name: "amount", kind: .number, isRequired: true, isCarried: true),
          Field(id: "f_discount", name: "discount", kind: .number),
        ],
        assignment: .group(Staff.backOffice), dueAfter: 4 * hour),
      Step(
        name: "Send", description: "Send the quote to the customer.",
        results: [
          Result(code: "sent", label: "Sent", next: nil), Result(code: "withdrawn", label: "Withdrawn", next: nil),
        ],
        fields: [Field(id: "f_email", name: "email_address", kind: .text, isRequired: true)],
        dueAfter: day),
    ])

  static let collections = Workflow(
    id: "318274650192837467", name: "Collections", entityTypes: ["CUENTA", "CLIENTE"],
    steps: [
      Step(
        name: "Call Customer", description: "Ask when the invoice will be paid.",
        results: [
          Result(code: "promised", label: "Promised to Pay", next: 2), Result(code: "paid", label: "Paid", next: nil),
          Result(code: "no_answer", label: "No Answer", next: 1),
        ],
        fields: [
          Field(id: "f_contacted", name: "contacted", kind: .boolean, isRequired: true),
          Field(id: "f_promised", name: "amount_promised", kind: .number),
          Field(id: "f_promise_date", name: "promise_date", kind: .date),
        ],
        assignment: .group(Staff.collections), dueAfter: day),
      Step(
        name: "Escalate", description: "Decide how to go on.",
        results: [
          Result(code: "lawyer", label: "Lawyer", next: 2), Result(code: "retry", label: "Call Again", next: 0),
        ],
        fields: [Field(id: "f_reason", name: "reason", kind: .text, isRequired: true)],
        assignment: .user(Staff.ana), dueAfter: 2 * day),
      Step(
        name: "Close", description: nil,
        results: [Result(code: "closed", label: "Closed", next: nil)],
        fields: [
          Field(id: "f_receipt", name: "receipt", kind: .file),
          Field(id: "f_checked", name: "checked_on", kind: .date),
          Field(id: "f_promised", name: "promised", kind: .number),
        ]),
    ])

  static let fieldVisit = Workflow(
    id: "318274650192837468", name: "Field Visit", entityTypes: ["TAREA"],
    steps: [
      Step(
        name: "Schedule", description: "Agree a day with the customer.",
        results: [Result(code: "scheduled", label: "Scheduled", next: 1)],
        fields: [Field(id: "f_day", name: "visit_date", kind: .date, isRequired: true)],
        assignment: .group(Staff.backOffice), dueAfter: day),
      Step(
        name: "Confirm Report", description: "Check the visit's report.",
        results: [
          Result(code: "accepted", label: "Accepted", next: nil), Result(code: "repeat", label: "Repeat", next: 0),
        ],
        fields: [
          Field(id: "f_score", name: "score", kind: .number, isRequired: true),
          Field(id: "f_remark", name: "remark", kind: .text),
        ],
        dueAfter: 3 * day),
    ])

  static let staffLeave = Workflow(
    id: "318274650192837469", name: "Staff Leave", entityTypes: ["PERSONAL"],
    steps: [
      Step(
        name: "Approve Leave", description: nil,
        results: [
          Result(code: "granted", label: "Granted", next: 1), Result(code: "refused", label: "Refused", next: nil),
        ],
        fields: [Field(id: "f_days", name: "days", kind: .number, isRequired: true, value: 5)],
        assignment: .user(Staff.maria), dueAfter: 2 * day),
      Step(
        name: "File Record", description: "File the signed request.",
        results: [Result(code: "filed", label: "Filed", next: nil)],
        fields: [Field(id: "f_scan", name: "scan", kind: .file)]),
    ])

  static let stockCount = Workflow(
    id: "318274650192837470", name: "Stock Count", entityTypes: ["NINGUNA"],
    steps: [
      Step(
        name: "Count", description: "Count the van's stock.",
        results: [Result(code: "counted", label: "Counted", next: 1)],
        fields: [Field(id: "f_units", name: "units", kind: .number, isRequired: true)],
        dueAfter: day),
      Step(
        name: "Sign Off", description: nil,
        results: [Result(code: "ok", label: "OK", next: nil), Result(code: "recount", label: "Count Again", next: 0)],
        fields: [], assignment: .user(Staff.john), dueAfter: day),
    ])
}
