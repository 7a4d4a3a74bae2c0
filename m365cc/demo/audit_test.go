package demo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const directoryAudits = "auditLogs/directoryAudits"

// auditIDs returns the ids of the changes that fit, the newest first.
func auditIDs(tenant *Tenant, fits func(DirectoryAudit) bool) []string {
	ids := []string{}
	for _, d := range tenant.DirectoryAudits() {
		if fits(d) {
			ids = append(ids, d.ID)
		}
	}
	slices.Reverse(ids)
	return ids
}

func (c *client) audited(query string) []string {
	c.t.Helper()
	ids := []string{}
	for _, page := range c.all(directoryAudits + "?" + query) {
		ids = append(ids, page.texts("id")...)
	}
	return ids
}

// The log tells what the users' own properties tell: who was created, licensed,
// blocked or deleted, and when.
func TestAuditsFollowFromTheTenant(t *testing.T) {
	tenant := testTenant(t, 3000)
	since := testNow.AddDate(0, 0, -auditDays)
	told := map[string]time.Time{}
	kinds := map[string]int{}
	before := time.Time{}
	for _, d := range tenant.DirectoryAudits() {
		if d.ActivityDateTime.Before(since) || d.ActivityDateTime.After(testNow) || !d.ActivityDateTime.After(before) {
			t.Fatalf("%s on %v, after one on %v", d.ActivityDisplayName, d.ActivityDateTime, before)
		}
		before = d.ActivityDateTime
		told[d.ActivityDisplayName+" "+d.TargetResources[0].ID] = d.ActivityDateTime.Truncate(time.Second)
		kinds[d.ActivityDisplayName+" "+d.Result]++
		if (d.User == nil) == (d.App == nil) {
			t.Errorf("%s was made by %v and %v", d.ID, d.User, d.App)
		}
	}
	for i := range tenant.Len() {
		u := tenant.User(i)
		at, isTold := told["Add user "+u.ID]
		if isNew := u.CreatedDateTime.After(since); isNew != isTold && !u.CreatedDateTime.IsZero() || isTold && !at.Equal(u.CreatedDateTime) {
			t.Errorf("%s was created on %v, the log says %v", u.UserPrincipalName, u.CreatedDateTime, at)
		}
		if at, isTold := told["Disable account "+u.ID]; isTold && (u.AccountEnabled || u.SignInActivity != nil && u.SignInActivity.LastSuccessfulSignInDateTime.After(at)) {
			t.Errorf("%s was blocked on %v", u.UserPrincipalName, at)
		}
		for _, s := range u.LicenseAssignmentStates {
			if _, isTold := told["Change user license "+u.ID]; s.LastUpdatedDateTime.After(since) && !isTold {
				t.Errorf("%s got a licence on %v, of which the log knows nothing", u.UserPrincipalName, s.LastUpdatedDateTime)
			}
		}
	}
	for _, d := range tenant.DeletedUsers() {
		if at := told["Delete user "+d.ID]; !at.Equal(d.DeletedDateTime) {
			t.Errorf("%s was deleted on %v, the log says %v", d.DisplayName, d.DeletedDateTime, at)
		}
	}
	for _, kind := range []string{"Add user success", "Disable account success", "Change user license success", "Change user license failure", "Reset password (by admin) failure",
		"Add member to group success", "Delete user success"} {
		if kinds[kind] < 3 {
			t.Errorf("%s: %d times", kind, kinds[kind])
		}
	}
}

func TestAuditRows(t *testing.T) {
	c := startLog(t, Options{Users: 5000})
	all := c.server.Tenant().DirectoryAudits()
	slices.Reverse(all)
	var rows []map[string]any
	pages := c.all(directoryAudits)
	for _, page := range pages {
		rows = append(rows, page.value()...)
	}
	if len(rows) != len(all) || len(pages) < 2 || len(pages[0].value()) != 1000 {
		t.Fatalf("%d rows in %d pages, want %d", len(rows), len(pages), len(all))
	}
	for k, d := range all {
		initiated, _ := rows[k]["initiatedBy"].(map[string]any)
		targets, _ := rows[k]["targetResources"].([]any)
		first, _ := targets[0].(map[string]any)
		at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(rows[k]["activityDateTime"]))
		if err != nil || !at.Equal(d.ActivityDateTime) || rows[k]["id"] != d.ID || rows[k]["result"] != d.Result || rows[k]["resultReason"] != d.ResultReason ||
			(initiated["user"] == nil) != (d.User == nil) || (initiated["app"] == nil) != (d.App == nil) || len(targets) != len(d.TargetResources) || first["id"] != d.TargetResources[0].ID {
			t.Fatalf("got %v, want %+v", rows[k], d)
		}
	}
	if one := c.ok(directoryAudits + "/" + all[3].ID); one.json["id"] != all[3].ID || one.json["correlationId"] != all[3].CorrelationID {
		t.Errorf("by id: %s", one.body)
	}
	for _, id := range []string{"x", all[3].CorrelationID, strings.Replace(all[3].ID, "_QYZ7K_", "_QYZ7K_1", 1), "Directory_" + c.server.Tenant().UserID(0) + "_QYZ7K_19000000"} {
		if a := c.get(directoryAudits + "/" + id); a.status != 404 {
			t.Errorf("%s: %d", id, a.status)
		}
	}
}

// A row has the properties of Microsoft's sample, and so has what is in it.
func TestAuditIsTheSample(t *testing.T) {
	var page struct{ Value []map[string]any }
	if err := json.Unmarshal(sample(t, "graph/samples/v1.0-directoryaudit-list.json"), &page); err != nil {
		t.Fatal(err)
	}
	c := startLog(t, Options{})
	var row map[string]any
	for _, r := range c.ok(directoryAudits + "?$filter=activityDisplayName eq 'Add member to group'").value() {
		row = r
	}
	within := func(object any, name string, k int) map[string]any {
		inner := object.(map[string]any)[name]
		if list, ok := inner.([]any); ok {
			inner = list[k]
		}
		return inner.(map[string]any)
	}
	for _, pair := range [][2]map[string]any{
		{page.Value[0], row},
		{within(within(page.Value[0], "initiatedBy", 0), "user", 0), within(within(row, "initiatedBy", 0), "user", 0)},
		{within(page.Value[0], "targetResources", 0), within(row, "targetResources", 0)},
		{within(page.Value[0], "additionalDetails", 0), within(row, "additionalDetails", 0)},
	} {
		for name := range pair[0] {
			if _, there := pair[1][strings.ToLower(name[:1])+name[1:]]; !there {
				t.Errorf("there is no %s in %v", name, keys(pair[1]))
			}
		}
	}
}

func TestAuditFilters(t *testing.T) {
	c := startLog(t, Options{Users: 3000})
	tenant := c.server.Tenant()
	all := tenant.DirectoryAudits()
	some := all[len(all)/2]
	at := some.ActivityDateTime
	moment := at.Format("2006-01-02T15:04:05.0000000Z")
	target := some.TargetResources[0].ID
	byUser := func(d DirectoryAudit) bool { return d.User != nil && d.User.ID == tenant.UserID(1) }
	for filter, fits := range map[string]func(DirectoryAudit) bool{
		"activityDateTime ge " + moment: func(d DirectoryAudit) bool { return !d.ActivityDateTime.Before(at) },
		"activityDateTime le " + moment: func(d DirectoryAudit) bool { return !d.ActivityDateTime.After(at) },
		"activityDateTime eq " + moment: func(d DirectoryAudit) bool { return d.ActivityDateTime.Equal(at) },
		"activityDateTime ge " + moment + " and activityDateTime le 2026-11-20T00:00:00Z": func(d DirectoryAudit) bool {
			return !d.ActivityDateTime.Before(at) && !d.ActivityDateTime.After(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
		},
		"activityDisplayName eq 'Delete user'":                      func(d DirectoryAudit) bool { return d.ActivityDisplayName == "Delete user" },
		"startswith(activityDisplayName,'Add')":                     func(d DirectoryAudit) bool { return strings.HasPrefix(d.ActivityDisplayName, "Add") },
		"category eq 'GroupManagement'":                             func(d DirectoryAudit) bool { return d.Category == "GroupManagement" },
		"result eq 'failure'":                                       func(d DirectoryAudit) bool { return d.Result == "failure" },
		"loggedByService eq 'Self-service Password Management'":     func(d DirectoryAudit) bool { return d.LoggedByService == "Self-service Password Management" },
		"initiatedBy/user/id eq '" + tenant.UserID(1) + "'":         byUser,
		"initiatedBy/user/userPrincipalName eq 'AlexW@contoso.com'": byUser,
		"startswith(initiatedBy/user/userPrincipalName,'AlexW')":    byUser,
		"initiatedBy/app/displayName eq 'Microsoft Azure AD Group-Based Licensing'": func(d DirectoryAudit) bool {
			return d.App != nil && d.App.DisplayName == "Microsoft Azure AD Group-Based Licensing"
		},
		"initiatedBy/app/appId eq '6eb59a73-39b2-4c23-a70f-e2e3ce8965b1'": func(d DirectoryAudit) bool { return d.App != nil && d.App.AppID != "" },
		"correlationId eq '" + some.CorrelationID + "'":                   func(d DirectoryAudit) bool { return d.CorrelationID == some.CorrelationID },
		"targetResources/any(t: t/id eq '" + target + "')": func(d DirectoryAudit) bool {
			return slices.ContainsFunc(d.TargetResources, func(r AuditTarget) bool { return r.ID == target })
		},
	} {
		want := auditIDs(tenant, fits)
		if got := c.audited("$select=id&$filter=" + filter); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: %d changes, want %d", filter, len(got), len(want))
		}
	}
	oldest := c.ok(directoryAudits + "?$top=3&$orderby=activityDateTime asc").texts("id")
	if !slices.Equal(oldest, []string{all[0].ID, all[1].ID, all[2].ID}) {
		t.Errorf("the oldest are %v", oldest)
	}
}

func TestAuditRefusals(t *testing.T) {
	c := startLog(t, Options{Users: 30})
	clause := func(name string) string {
		return "Unsupported or invalid query filter clause specified for property '" + name + "' of resource 'DirectoryAudit'."
	}
	for query, message := range map[string]string{
		"$filter=activityDateTime gt 2026-11-20":       clause("activityDateTime"),
		"$filter=operationType eq 'Add'":               clause("operationType"),
		"$filter=category in ('a','b')":                clause("category"),
		"$filter=initiatedBy/user/ipAddress eq 'x'":    clause("initiatedBy"),
		"$filter=targetResources/any(t:t/type eq 'x')": clause("targetResources"),
		"$orderby=category":                            "Sorting not supported for current query.",
		"$top=1001":                                    "Invalid page size specified: '1001'. Must be between 1 and 1000 inclusive.",
	} {
		c.get(directoryAudits+"?"+query).wantRefusal(t, 400, "Request_UnsupportedQuery", message)
	}
	c.server.Set(func(b *Behaviour) { b.LogRequests, b.RefuseUndocumented = -1, true })
	c.get(directoryAudits+"?$select=id").wantRefusal(t, 400, "BadRequest", "The query option '$select' is not supported.")
	c.get(directoryAudits+"?$filter=result eq 'success'").wantRefusal(t, 400, "Request_UnsupportedQuery", "Filter on property 'result' is not supported.")
	c.server.Set(func(b *Behaviour) { *b = Behaviour{NoPremium: true} })
	for range logRequestsAllowed { // no licence is needed
		c.ok(directoryAudits + "?$top=1")
	}
	if a := c.get(directoryAudits + "?$top=1"); a.status != 429 || a.header.Get("Retry-After") == "" {
		t.Errorf("beyond the limit: %d", a.status)
	}
	c.server.Set(func(b *Behaviour) { b.Roles = []string{"Directory.Read.All"} })
	c.renew()
	c.get(directoryAudits).wantRefusal(t, 403, "Authentication_MSGraphPermissionMissing", "Calling principal does not have required MSGraph permissions AuditLog.Read.All")
}
