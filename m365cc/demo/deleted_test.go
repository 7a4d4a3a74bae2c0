package demo

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"
)

const deletedItems = "directory/deletedItems/microsoft.graph.user"

// The deleted are the people of the usage reports who are gone, with the same
// names and days.
func TestDeletedAreTheGone(t *testing.T) {
	for _, users := range []int{1, 25, 250, 3000} {
		tenant := testTenant(t, users)
		reported := map[string]Usage{}
		for _, u := range tenant.DeletedReportRows() {
			reported[strings.ToLower(u.UserPrincipalName)] = u
		}
		all := tenant.DeletedUsers()
		if len(all) != len(reported) { // all went within thirty days
			t.Errorf("of %d users %d are deleted, the reports have %d", users, len(all), len(reported))
		}
		for _, d := range all {
			u, known := reported[strings.ToLower(d.FormerUserPrincipalName)]
			switch {
			case !known || u.DisplayName != d.DisplayName:
				t.Errorf("the reports do not know %s", d.FormerUserPrincipalName)
			case u.IsDeleted && !u.DeletedDate.Equal(d.DeletedDateTime.Truncate(24*time.Hour)):
				t.Errorf("%s went on %v, the reports say %v", d.DisplayName, d.DeletedDateTime, u.DeletedDate)
			case d.DeletedDateTime.After(testNow) || testNow.Sub(d.DeletedDateTime) > 30*24*time.Hour:
				t.Errorf("%s went on %v", d.DisplayName, d.DeletedDateTime)
			case !d.CreatedDateTime.IsZero() && !d.CreatedDateTime.Before(d.DeletedDateTime):
				t.Errorf("%s came on %v and went on %v", d.DisplayName, d.CreatedDateTime, d.DeletedDateTime)
			case d.UserPrincipalName != strings.ReplaceAll(d.ID, "-", "")+d.FormerUserPrincipalName:
				t.Errorf("%s is called %s", d.FormerUserPrincipalName, d.UserPrincipalName)
			}
			if _, there := tenant.Find(d.ID); there {
				t.Errorf("%s is there", d.ID)
			}
		}
	}
}

func TestDeletedRows(t *testing.T) {
	c := startServer(t, Options{Users: 3000})
	all := c.server.Tenant().DeletedUsers()
	var rows []map[string]any
	pages := c.all(deletedItems + "?$top=20&$select=id,userPrincipalName,displayName,deletedDateTime,createdDateTime,assignedLicenses,jobTitle")
	for _, page := range pages {
		rows = append(rows, page.value()...)
	}
	if len(pages) != 2 || len(rows) != len(all) {
		t.Fatalf("%d pages of %d rows, want %d rows", len(pages), len(rows), len(all))
	}
	for k, d := range all {
		licences, _ := rows[k]["assignedLicenses"].([]any)
		title, _ := rows[k]["jobTitle"].(string)
		if rows[k]["id"] != d.ID || rows[k]["userPrincipalName"] != d.UserPrincipalName || rows[k]["displayName"] != d.DisplayName || title != d.JobTitle ||
			rows[k]["deletedDateTime"] != d.DeletedDateTime.Format(time.RFC3339) || len(licences) != len(d.AssignedLicenses) {
			t.Errorf("got %v, want %+v", rows[k], d)
		}
	}
	if n := c.get(deletedItems+"/$count", eventual...).body; n != "33" {
		t.Errorf("$count is %s", n)
	}
}

func TestDeletedQueries(t *testing.T) {
	c := startServer(t, Options{Users: 3000})
	all := c.server.Tenant().DeletedUsers()
	at := all[5].DeletedDateTime
	moment := at.Format(time.RFC3339)
	for filter, fits := range map[string]func(DeletedUser) bool{
		"id eq '" + all[7].ID + "'":                                func(d DeletedUser) bool { return d.ID == all[7].ID },
		"(id eq '" + all[7].ID + "' or id eq '" + all[2].ID + "')": func(d DeletedUser) bool { return d.ID == all[7].ID || d.ID == all[2].ID },
		"deletedDateTime ge " + moment:                             func(d DeletedUser) bool { return !d.DeletedDateTime.Before(at) },
		"deletedDateTime le " + moment:                             func(d DeletedUser) bool { return !d.DeletedDateTime.After(at) },
		"startswith(displayName,'a')":                              func(d DeletedUser) bool { return strings.HasPrefix(strings.ToLower(d.DisplayName), "a") },
	} {
		want := []string{}
		for _, d := range all {
			if fits(d) {
				want = append(want, d.ID)
			}
		}
		if got := c.ok(deletedItems + "?$select=id&$top=999&$filter=" + filter).texts("id"); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: got %v, want %v", filter, got, want)
		}
	}
	slices.SortStableFunc(all, func(a, b DeletedUser) int { return cmp.Compare(a.DeletedDateTime.Unix(), b.DeletedDateTime.Unix()) })
	for k, id := range c.advanced(deletedItems + "?$select=id&$top=999&$orderby=deletedDateTime").texts("id") {
		if id != all[k].ID {
			t.Errorf("place %d in the order of deletedDateTime is %s", k, id)
		}
	}
	names := c.ok(deletedItems + "?$select=displayName&$top=999&$orderby=displayName desc").texts("displayName")
	if !slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(b), strings.ToLower(a)) }) {
		t.Errorf("by name: %q", names)
	}
	c.get(deletedItems+"?$select=id&$orderby=deletedDateTime").wantRefusal(t, 400, "Request_UnsupportedQuery", "Sorting not supported for current query.")
	c.get(deletedItems+"?$select=signInActivity").wantRefusal(t, 400, "BadRequest",
		"Parsing OData Select and Expand failed: Could not find a property named 'signInActivity' on type 'microsoft.graph.user'.")
	c.get(deletedItems+"?$top=1000").wantRefusal(t, 400, "Request_UnsupportedQuery", "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.")
}
