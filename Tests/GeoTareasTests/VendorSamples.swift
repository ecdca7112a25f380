import GeoTareas
import JSON

/// The example answers of the vendor's page "Workflow Tasks", whole.
enum VendorSamples {
  static let list = """
    {
    "success": true,
    "data": [
    {
    "id": "674839201748392018",
    "instance_id": "591847302948571634",
    "workflow_name": "New Account Onboarding",
    "step_name": "Send Welcome Email",
    "status": "PENDING",
    "assigned_to_user": null,
    "assigned_to_group": {"id": "293847102938471029", "name": "Sales Team"},
    "entity": {"type": "CUENTA", "id": "738291047382910473", "label": "Acme Corp"},
    "due_date": "2026-03-17T11:30:00",
    "escalated": false,
    "created_at": "2026-03-15T11:30:01"
    }
    ],
    "meta": {
    "total": 8,
    "limit": 10,
    "offset": 0
    }
    }
    """

  static let detail = """
    {
    "success": true,
    "data": {
    "id": "674839201748392018",
    "instance_id": "591847302948571634",
    "workflow_name": "New Account Onboarding",
    "step_name": "Send Welcome Email",
    "step_description": "Send the welcome email to the new account contact.",
    "status": "PENDING",
    "assigned_to_user": null,
    "assigned_to_group": {"id": "293847102938471029", "name": "Sales Team"},
    "due_date": "2026-03-17T11:30:00",
    "escalated": false,
    "entity": {"type": "CUENTA", "id": "738291047382910473", "label": "Acme Corp"},
    "available_results": [
    {"code": "sent", "label": "Email Sent"},
    {"code": "failed", "label": "Email Failed"}
    ],
    "fields": [
    {"id": "f_email", "name": "email_address", "type": "text", "required": true, "value": null},
    {"id": "f_template", "name": "template", "type": "select", "required": true, "value": null}
    ],
    "previous_steps_data": [
    {
    "step_name": "Verify Contact Information",
    "completed_by": "jdoe",
    "completed_at": "2026-03-15T11:30:00",
    "result": "approved",
    "captured_data": {
    "contact_verified": true,
    "phone_confirmed": true
    }
    }
    ],
    "created_at": "2026-03-15T11:30:01"
    },
    "meta": {}
    }
    """

  static let completed = """
    {"success": true, "data": {"task_id": "674839201748392018", "status": "COMPLETED", "result": "sent",
    "completed_at": "2026-03-19T14:10:00", "instance_status": "RUNNING", "next_step": "Review Welcome Package"},
    "meta": {}}
    """

  static let reassigned = """
    {"success": true, "data": {"task_id": "674839201748392018",
    "assigned_to_user": {"id": "182736450918273645", "name": "Maria Garcia"}, "assigned_to_group": null,
    "reassigned_at": "2026-03-19T14:15:00"}, "meta": {}}
    """

  static let login = #"{"success": true, "data": {"authorization": "eyJhbGciOiJIUzI1NiJ9.e30.abc"}, "meta": {}}"#

  static let id = TaskID("674839201748392018")
}

/// JSON from a literal; a test that gets it wrong fails by the error.
func json(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

/// An answer with a JSON body.
func response(_ status: Int, _ body: String, type: String? = "application/json", _ headers: [HTTPHeader] = [])
  -> HTTPResponse
{
  HTTPResponse(
    status: status, headers: (type.map { [HTTPHeader("Content-Type", $0)] } ?? []) + headers, body: Array(body.utf8))
}
