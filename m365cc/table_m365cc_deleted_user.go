package m365cc

import (
	"context"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableDeletedUser = define(definition[user]{
	name:        "m365cc_deleted_user",
	description: "Users who were deleted in the last 30 days, and can be restored.",
	sources:     []source{deletedUsers.source(), subscribedSkus.source().of("licenses")},
	list:        listDeletedUsers,
	columns:     deletedUserColumns,
})

var deletedUserColumns = []column[user]{
	text("id", "The unique id (GUID) of the user, which stays the same when the user is restored.", func(u *user) string { return u.ID }).from("id").where(Equal),
	timestamp("deleted_date_time", "When the user was deleted; 30 days later the user is gone for good.", func(u *user) string { return u.seldom().DeletedDateTime }).
		from("deletedDateTime").where(Equal | Ranges),
	text("user_principal_name", "The user principal name (UPN) as Graph gives it: with the id, without hyphens, in front, so that somebody else can have the name.", func(u *user) string { return u.UserPrincipalName }).from("userPrincipalName"),
	text("former_user_principal_name", "The user principal name (UPN) that the user had, which is the one in usage reports. Somebody else may have it since.", (*user).formerUPN).from("userPrincipalName", "id"),
	text("display_name", "The name that the address book showed.", func(u *user) string { return u.DisplayName }).from("displayName"),
	text("given_name", "The first name.", func(u *user) string { return u.GivenName }).from("givenName"),
	text("surname", "The last name.", func(u *user) string { return u.Surname }).from("surname"),
	text("mail", "The e-mail (SMTP) address.", func(u *user) string { return u.Mail }).from("mail"),
	boolean("account_enabled", "True if the account was not blocked when it was deleted.", func(u *user) Flag { return u.AccountEnabled }).from("accountEnabled"),
	text("user_type", "Member or Guest. It is NULL for some old accounts.", func(u *user) string { return u.UserType }).from("userType"),
	list("licenses", "The names of the licences that Graph still lists for the user, as people know them, sorted. They hold no seats.", func(u *user, _ *scope) []string { return u.licenses }).from("assignedLicenses"),
	list("assigned_sku_ids", "The ids (GUID) of these licences, sorted.", (*user).skuIDs).from("assignedLicenses"),
	document("assigned_licenses", "These licences as Graph gives them: skuId and disabledPlans of each.", func(u *user) jsontext.Value { return u.AssignedLicenses }).from("assignedLicenses"),
	text("job_title", "The job title.", func(u *user) string { return u.JobTitle }).from("jobTitle"),
	text("department", "The department in which the user worked.", func(u *user) string { return u.Department }).from("department"),
	text("company_name", "The company that the user belonged to.", func(u *user) string { return u.CompanyName }).from("companyName"),
	text("country", "The country or region where the user was.", func(u *user) string { return u.Country }).from("country"),
	text("usage_location", "The country (ISO 3166, two letters) that decides which licences can be assigned.", func(u *user) string { return u.UsageLocation }).from("usageLocation"),
	text("office_location", "The office.", func(u *user) string { return u.seldom().OfficeLocation }).from("officeLocation"),
	text("employee_id", "The organization's identifier of the employee.", func(u *user) string { return u.seldom().EmployeeID }).from("employeeId"),
	text("employee_type", "The kind of worker, for example Employee, Contractor, Consultant or Vendor.", func(u *user) string { return u.seldom().EmployeeType }).from("employeeType"),
	timestamp("created_date_time", "When the account was created. It is NULL for some accounts from before June 2018.", func(u *user) string { return u.CreatedDateTime }).from("createdDateTime"),
	newColumn("on_premises_sync_enabled", Boolean, "True if the account was synced from an on-premises Active Directory, false for a cloud account.", (*user).synced).from("onPremisesSyncEnabled"),
	document("proxy_addresses", "All addresses of the mailbox; the primary one begins with SMTP in capitals.", func(u *user) jsontext.Value { return u.seldom().ProxyAddresses }).from("proxyAddresses"),
	text("title", "The title of the resource: the display name.", func(u *user) string { return u.DisplayName }).from("displayName"),
}

// deletedUsers are read from the directory's deleted items. One is found with a filter: by id alone Graph gives
// a directory object, which has none of a user's properties.
//
// https://learn.microsoft.com/graph/api/directory-deleteditems-list
var deletedUsers = collection[user]{
	path:    "/directory/deletedItems/microsoft.graph.user",
	id:      func(u *user) string { return u.ID },
	top:     999,
	keys:    []key{{column: "id", fits: func(string) bool { return false }, valid: guidPattern.MatchString, equal: graph.EqualAny}},
	help:    graph.Help{Permissions: []string{"User.Read.All", "Directory.Read.All"}},
	pool:    new(graph.Pool[user]),
	prepare: nameLicenses,
}

func listDeletedUsers(ctx context.Context, q *request[user]) error { return deletedUsers.read(ctx, q) }

// formerUPN is the user principal name without the id that Graph puts in front of a deleted user's.
func (u *user) formerUPN() string {
	id := strings.ReplaceAll(u.ID, "-", "")
	if n := len(id); n > 0 && len(u.UserPrincipalName) > n && strings.EqualFold(u.UserPrincipalName[:n], id) {
		return u.UserPrincipalName[n:]
	}
	return u.UserPrincipalName
}
