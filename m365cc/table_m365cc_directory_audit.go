package m365cc

import (
	"context"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableDirectoryAudit = define(definition[directoryAudit]{
	name:        "m365cc_directory_audit",
	description: "Changes in the directory of the last 30 days: who created, blocked, licensed or deleted whom, and whether it succeeded.",
	sources:     directoryAudits.sources(),
	list:        listDirectoryAudits,
	columns:     directoryAuditColumns,
})

var directoryAuditColumns = []column[directoryAudit]{
	text("id", "The unique id of the change.", func(d *directoryAudit) string { return d.ID }).from("id").where(Equal),
	timestamp("activity_date_time", "When the change was made.", func(d *directoryAudit) string { return d.ActivityDateTime }).
		from("activityDateTime").where(Equal | Ranges).newestFirst(),
	text("activity_display_name", "What was done, for example Add user, Disable account, Change user license or Delete user.", func(d *directoryAudit) string { return d.ActivityDisplayName }).
		from("activityDisplayName").whereExact(Equal | StartsWith),
	text("category", "What kind of object was changed, for example UserManagement, GroupManagement, ApplicationManagement or RoleManagement.", func(d *directoryAudit) string { return d.Category }).
		from("category").whereExact(Equal),
	text("operation_type", "The kind of the change, for example Add, Assign, Update, Unassign or Delete.", func(d *directoryAudit) string { return d.OperationType }).from("operationType"),
	text("result", "Whether the change succeeded: success, failure or timeout.", func(d *directoryAudit) string { return d.Result }).
		from("result").whereExact(Equal),
	text("result_reason", "Why the change failed, or more about its success.", func(d *directoryAudit) string { return d.ResultReason }).from("resultReason"),
	text("logged_by_service", "The service that wrote the entry, for example Core Directory, Self-service Password Management or Invited Users.", func(d *directoryAudit) string { return d.LoggedByService }).
		from("loggedByService").whereExact(Equal),
	text("initiated_by_id", "The id (GUID) of the user who made the change; NULL if an application did.", func(d *directoryAudit) string { return d.InitiatedBy.User.ID }).
		from("initiatedBy").at("initiatedBy/user/id").whereExact(Equal),
	text("initiated_by_user_principal_name", "The user principal name (UPN) of the user who made the change.", func(d *directoryAudit) string { return d.InitiatedBy.User.UserPrincipalName }).
		from("initiatedBy").at("initiatedBy/user/userPrincipalName").whereExact(Equal | StartsWith),
	text("initiated_by_display_name", "The name of the user who made the change, which Graph often leaves out.", func(d *directoryAudit) string { return d.InitiatedBy.User.DisplayName }).from("initiatedBy"),
	text("initiated_by_ip_address", "The IP address of the user who made the change.", func(d *directoryAudit) string { return d.InitiatedBy.User.IPAddress }).from("initiatedBy"),
	text("initiated_by_app_id", "The id (GUID) of the application that made the change, which Graph often leaves out; NULL if a user did.", func(d *directoryAudit) string { return d.InitiatedBy.App.AppID }).
		from("initiatedBy").at("initiatedBy/app/appId").whereExact(Equal),
	text("initiated_by_app_display_name", "The name of the application that made the change, for example Microsoft Azure AD Group-Based Licensing.", func(d *directoryAudit) string { return d.InitiatedBy.App.DisplayName }).
		from("initiatedBy").at("initiatedBy/app/displayName").whereExact(Equal),
	text("initiated_by_service_principal_id", "The id (GUID) of the service principal that made the change.", func(d *directoryAudit) string { return d.InitiatedBy.App.ServicePrincipalID }).from("initiatedBy"),
	text("target_id", "The id (GUID) of what was changed, for example of the user; the first where there are several, as of a user who was added to a group.", func(d *directoryAudit) string { return d.target().ID }).
		from("targetResources").whereBy(Equal, targetClause),
	text("target_type", "What was changed: User, Device, Directory, App, Role, Group, Policy or Other.", func(d *directoryAudit) string { return d.target().Type }).from("targetResources"),
	text("target_display_name", "The name of what was changed, which Graph often leaves out for users.", func(d *directoryAudit) string { return d.target().DisplayName }).from("targetResources"),
	text("target_user_principal_name", "The user principal name (UPN) of the user who was changed.", func(d *directoryAudit) string { return d.target().UserPrincipalName }).from("targetResources"),
	list("target_ids", "The ids of everything that was changed.", (*directoryAudit).targetIDs).from("targetResources").whereBy(Contains, targetClause),
	document("target_resources", "Everything that was changed, with its properties before and after (modifiedProperties), as Graph gives it.", func(d *directoryAudit) jsontext.Value { return d.TargetResources }).from("targetResources"),
	document("additional_details", "More about the change, as pairs of key and value.", func(d *directoryAudit) jsontext.Value { return d.AdditionalDetails }).from("additionalDetails"),
	document("initiated_by", "Who made the change, as Graph gives it.", func(d *directoryAudit) jsontext.Value { return d.InitiatedBy.raw }).from("initiatedBy"),
	text("correlation_id", "An id (GUID) that entries of several services have in common.", func(d *directoryAudit) string { return d.CorrelationID }).
		from("correlationId").whereExact(Equal),
	text("title", "The title of the resource: what was done.", func(d *directoryAudit) string { return d.ActivityDisplayName }).from("activityDisplayName"),
}

// directoryAudit is a change in the directory.
//
// https://learn.microsoft.com/graph/api/resources/directoryaudit
type directoryAudit struct {
	ID                  string         `json:"id"`
	ActivityDateTime    string         `json:"activityDateTime"`
	ActivityDisplayName string         `json:"activityDisplayName"`
	Category            string         `json:"category"`
	OperationType       string         `json:"operationType"`
	Result              string         `json:"result"`
	ResultReason        string         `json:"resultReason"`
	LoggedByService     string         `json:"loggedByService"`
	InitiatedBy         auditInitiator `json:"initiatedBy"`
	TargetResources     jsontext.Value `json:"targetResources"`
	AdditionalDetails   jsontext.Value `json:"additionalDetails"`
	CorrelationID       string         `json:"correlationId"`

	targets []auditTarget
}

// directoryAudits are in v1.0 as they are in beta. The documentation does not list $select, which Graph itself
// recommends in its answers.
//
// https://learn.microsoft.com/graph/api/directoryaudit-list
var directoryAudits = collection[directoryAudit]{
	path:           "/auditLogs/directoryAudits",
	id:             func(d *directoryAudit) string { return d.ID },
	top:            1000,
	selectOptional: true,
	keys:           []key{{column: "id", fits: plainAuditID, valid: plainAuditID}},
	help:           graph.Help{Permissions: []string{"AuditLog.Read.All"}},
	pool:           new(graph.Pool[directoryAudit]),
	prepare:        readTargets,
	moment:         func(d *directoryAudit) string { return d.ActivityDateTime },
}

// directoryAuditLog is read as the log of sign-ins is, with which it shares its limits.
var directoryAuditLog = timeLog[directoryAudit]{&directoryAudits, "activity_date_time", []string{"id", "target_id", "correlation_id"}}

func listDirectoryAudits(ctx context.Context, q *request[directoryAudit]) error {
	if q.NewestFirst {
		q = q.wanting("activity_date_time")
	}
	return directoryAuditLog.read(ctx, q)
}
