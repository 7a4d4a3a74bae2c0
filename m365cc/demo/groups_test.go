package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const someGroups = "groups?$select=id,displayName,assignedLicenses,licenseProcessingState&$filter="

// groupIDs returns the ids of the groups that fit, in their order.
func groupIDs(tenant *Tenant, fits func(Group) bool) []string {
	ids := []string{}
	for _, g := range tenant.Groups() {
		if fits(g) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

func TestGroupRows(t *testing.T) {
	c := startServer(t, Options{})
	rows := c.ok("groups?$select=displayName,assignedLicenses,licenseProcessingState,mail,onPremisesSyncEnabled").value()
	groups := c.server.Tenant().Groups()
	if len(rows) != len(groups) {
		t.Fatalf("%d groups, want %d", len(rows), len(groups))
	}
	for k, g := range groups {
		licences := []any{}
		for _, l := range g.AssignedLicenses {
			off := []any{}
			for _, plan := range l.DisabledPlans {
				off = append(off, plan)
			}
			licences = append(licences, map[string]any{"skuId": l.SKUID, "disabledPlans": off})
		}
		want := map[string]any{"id": g.ID, "displayName": g.DisplayName, "assignedLicenses": licences, "licenseProcessingState": nil, "mail": nil, "onPremisesSyncEnabled": nil}
		if g.LicenseProcessingState != "" {
			want["licenseProcessingState"] = map[string]any{"state": g.LicenseProcessingState}
		}
		if g.Mail != "" {
			want["mail"] = g.Mail
		}
		if g.OnPremisesSyncEnabled {
			want["onPremisesSyncEnabled"] = true
		}
		if fmt.Sprint(rows[k]) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", rows[k], want)
		}
		if one := c.ok("groups/" + g.ID + "?$select=displayName"); one.json["displayName"] != g.DisplayName {
			t.Errorf("by id: %s", one.body)
		}
	}
	for name := range c.ok("groups?$top=1").value()[0] {
		if name == "assignedLicenses" || name == "licenseProcessingState" {
			t.Errorf("%s is given without $select", name)
		}
	}
}

func TestGroupFilters(t *testing.T) {
	c := startServer(t, Options{})
	tenant := c.server.Tenant()
	e5 := tenant.SKUs()[skuE5].SKUID
	hasE5 := func(g Group) bool {
		return slices.ContainsFunc(g.AssignedLicenses, func(l AssignedLicense) bool { return l.SKUID == e5 })
	}
	licensed := func(g Group) bool { return len(g.AssignedLicenses) > 0 }
	for filter, fits := range map[string]func(Group) bool{
		"id eq '" + tenant.GroupID(skuE5) + "'":             func(g Group) bool { return g.ID == tenant.GroupID(skuE5) },
		"assignedLicenses/any(x:x/skuId eq " + e5 + ")":     hasE5,
		"startswith(displayName,'licence')":                 func(g Group) bool { return strings.HasPrefix(g.DisplayName, "Licence") },
		"securityEnabled eq true":                           func(g Group) bool { return g.SecurityEnabled },
		"groupTypes/any(t:t eq 'Unified')":                  func(g Group) bool { return slices.Contains(g.GroupTypes, "Unified") },
		"displayName in ('All hands','Golf Assist','none')": func(g Group) bool { return g.DisplayName == "All hands" || g.DisplayName == "Golf Assist" },
	} {
		want := groupIDs(tenant, fits)
		if got := c.ok(someGroups + filter).texts("id"); !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("%s: got %v, want %v", filter, got, want)
		}
	}
	if got, want := c.advanced(someGroups+"assignedLicenses/$count ne 0").texts("id"), groupIDs(tenant, licensed); !slices.Equal(got, want) {
		t.Errorf("with licences: got %v, want %v", got, want)
	}
	c.get(someGroups+"assignedLicenses/$count ne 0").wantRefusal(t, 400, "Request_UnsupportedQuery",
		"Unsupported or invalid query filter clause specified for property 'assignedLicenses' of resource 'Group'.")
	c.get("groups?$top=1000").wantRefusal(t, 400, "Request_UnsupportedQuery", "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.")
	c.get("groups?$select=shoeSize").wantRefusal(t, 400, "BadRequest",
		"Parsing OData Select and Expand failed: Could not find a property named 'shoeSize' on type 'microsoft.graph.group'.")
}

// A licence that a group gave, or failed to give, is one of the group's.
func TestGroupsGiveWhatUsersHave(t *testing.T) {
	tenant := testTenant(t, 2000)
	gives := map[string][]string{}
	for _, g := range tenant.Groups() {
		for _, l := range g.AssignedLicenses {
			gives[g.ID] = append(gives[g.ID], l.SKUID)
		}
	}
	used := map[string]bool{}
	for i := range tenant.Len() {
		for _, s := range tenant.User(i).LicenseAssignmentStates {
			if s.AssignedByGroup != "" && !slices.Contains(gives[s.AssignedByGroup], s.SKUID) {
				t.Fatalf("user %d has %s from the group %s, which gives %v", i, s.SKUID, s.AssignedByGroup, gives[s.AssignedByGroup])
			}
			used[s.AssignedByGroup] = true
		}
	}
	delete(used, "")
	if len(used) != len(gives)-1 { // but for the pilot
		t.Errorf("%d of %d groups give something to somebody", len(used), len(gives))
	}
}

// roleTests are the permissions of the collections: any of the first do, the
// others do not.
func TestPermissionsOfTheDirectory(t *testing.T) {
	c := startServer(t, Options{})
	for path, enough := range map[string][]string{
		"groups?$select=id": {"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"},
		"domains":           {"Domain.Read.All", "Directory.Read.All"},
		"directory/deletedItems/microsoft.graph.user?$select=id": {"User.Read.All", "Directory.Read.All"},
	} {
		for _, role := range enough {
			c.server.Set(func(b *Behaviour) { b.Roles = []string{role} })
			c.renew()
			c.ok(path)
		}
		c.server.Set(func(b *Behaviour) { b.Roles = []string{"LicenseAssignment.Read.All", "AuditLog.Read.All"} })
		c.renew()
		c.get(path).wantRefusal(t, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
	}
}
