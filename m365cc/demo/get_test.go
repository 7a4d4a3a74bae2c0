package demo

import (
	"net/url"
	"slices"
	"testing"
)

func TestGetUser(t *testing.T) {
	c := startServer(t, Options{Users: 5000})
	tenant := c.server.Tenant()
	for _, i := range []int{0, 3, 8, 100, 4999} {
		id, upn := tenant.UserID(i), tenant.UserPrincipalName(i)
		for _, path := range []string{
			"users/" + id, "users/" + url.PathEscape(upn), "users('" + id + "')",
			"users('" + url.PathEscape(doubled(upn)) + "')", "users/" + id + "/",
		} {
			a := c.ok(path)
			if a.json["id"] != id || a.json["userPrincipalName"] != upn || len(a.json) != 12 {
				t.Errorf("%s is %v of %d members", path, a.json["userPrincipalName"], len(a.json))
			}
		}
	}
	a := c.ok("users/" + tenant.UserID(0) + "?$select=displayName,assignedLicenses")
	if got := keys(a.json); !slices.Equal(got, []string{"@odata.context", "assignedLicenses", "displayName", "id"}) {
		t.Errorf("members %v", got)
	}
}

// doubled is a key with its quotes doubled, as parentheses want it.
func doubled(key string) string {
	var b []byte
	for k := range len(key) {
		if b = append(b, key[k]); key[k] == '\'' {
			b = append(b, '\'')
		}
	}
	return string(b)
}

func TestGetUserIsRefused(t *testing.T) {
	c := startServer(t, Options{})
	tenant := c.server.Tenant()
	const gone = "' does not exist or one of its queried reference-property objects are not present."
	for _, key := range []string{"nobody@contoso.com", "00000000-0000-4000-8000-000000000000", "x"} {
		c.get("users/"+key).wantRefusal(t, 404, "Request_ResourceNotFound", "Resource '"+key+gone)
	}
	for _, option := range []string{"$filter", "$top", "$orderby", "$count", "$skiptoken"} {
		c.get("users/"+tenant.UserID(0)+"?"+option+"=1").wantRefusal(t, 400, "Request_BadRequest", "'"+option+"' is not supported by the service.")
	}
	c.get("users/"+tenant.UserID(0)+"/messages").wantRefusal(t, 400, "BadRequest", "Resource not found for the segment 'messages'.")
}

// The sign-in store knows users by their id only.
func TestGetByNameWithSignInActivity(t *testing.T) {
	c := startServer(t, Options{})
	tenant := c.server.Tenant()
	c.get("users/AdeleV@contoso.com?$select=id,signInActivity").wantRefusal(t, 400, "400",
		"Get By Key only supports UserId and the key has to be a valid Guid")
	a := c.ok("users/" + tenant.UserID(0) + "?$select=id,signInActivity")
	activity, _ := a.json["signInActivity"].(map[string]any)
	if len(activity) != 6 || activity["lastSignInDateTime"] != asJSON(tenant.User(0).SignInActivity.LastSignInDateTime) {
		t.Errorf("signInActivity %v", activity)
	}
	c.ok("users/AdeleV@contoso.com?$select=id,mail")
}

func TestSubscribedSKUs(t *testing.T) {
	c := startServer(t, Options{})
	skus := c.server.Tenant().SKUs()
	rows := c.ok("subscribedSkus").value()
	if len(rows) != len(skus) {
		t.Fatalf("%d SKUs, want %d", len(rows), len(skus))
	}
	for k, s := range skus {
		r := rows[k]
		units, _ := r["prepaidUnits"].(map[string]any)
		plans, _ := r["servicePlans"].([]any)
		if r["id"] != s.ID || r["skuId"] != s.SKUID || r["skuPartNumber"] != s.SKUPartNumber || r["appliesTo"] != s.AppliesTo ||
			r["capabilityStatus"] != s.CapabilityStatus || r["consumedUnits"] != float64(s.ConsumedUnits) ||
			r["accountId"] != s.AccountID || r["accountName"] != s.AccountName {
			t.Errorf("%s: %v", s.SKUPartNumber, r)
		}
		if units["enabled"] != float64(s.EnabledUnits) || units["warning"] != float64(s.WarningUnits) ||
			units["suspended"] != float64(s.SuspendedUnits) || units["lockedOut"] != float64(s.LockedOutUnits) {
			t.Errorf("%s: units %v", s.SKUPartNumber, units)
		}
		if len(plans) != len(s.ServicePlans) || len(r["subscriptionIds"].([]any)) != len(s.SubscriptionIDs) {
			t.Errorf("%s: %d plans", s.SKUPartNumber, len(plans))
		}
		first, _ := plans[0].(map[string]any)
		if p := s.ServicePlans[0]; first["servicePlanId"] != p.ID || first["servicePlanName"] != p.Name ||
			first["provisioningStatus"] != p.ProvisioningStatus || first["appliesTo"] != p.AppliesTo {
			t.Errorf("%s: plan %v", s.SKUPartNumber, first)
		}
	}
	selected := c.ok("subscribedSkus?$select=skuPartNumber,consumedUnits").value()
	if got := keys(selected[0]); !slices.Equal(got, []string{"consumedUnits", "id", "skuPartNumber"}) {
		t.Errorf("selected %v", got)
	}
	if a := c.ok("subscribedSkus/" + skus[1].ID); a.json["skuPartNumber"] != "SPE_E3" {
		t.Errorf("get %v", a.json["skuPartNumber"])
	}
	for _, option := range []string{"$filter=skuPartNumber eq 'SPE_E5'", "$top=1", "$count=true", "$orderby=skuPartNumber", "$skiptoken=x"} {
		name := option[:slices.Index([]byte(option), '=')]
		c.get("subscribedSkus?"+option).wantRefusal(t, 400, "Request_BadRequest", "'"+name+"' is not supported by the service.")
	}
	c.get("subscribedSkus?$select=price").wantRefusal(t, 400, "BadRequest",
		"Parsing OData Select and Expand failed: Could not find a property named 'price' on type 'microsoft.graph.subscribedSku'.")
	c.get("subscribedSkus/x").wantRefusal(t, 404, "Request_ResourceNotFound",
		"Resource 'x' does not exist or one of its queried reference-property objects are not present.")
}

// Only the global cloud has lockedOut units.
func TestLockedOutUnitsByCloud(t *testing.T) {
	for _, cloud := range []string{"global", "gcc_high", "dod", "china"} {
		c := startServer(t, Options{Cloud: cloud, Users: 30})
		units, _ := c.ok("subscribedSkus").value()[0]["prepaidUnits"].(map[string]any)
		if _, there := units["lockedOut"]; there != (cloud == "global") {
			t.Errorf("%s: units %v", cloud, units)
		}
	}
}

func TestDirectorySubscriptions(t *testing.T) {
	c := startServer(t, Options{})
	all := c.server.Tenant().Subscriptions()
	rows := c.ok("directory/subscriptions").value()
	if len(rows) != len(all) {
		t.Fatalf("%d subscriptions, want %d", len(rows), len(all))
	}
	for k, s := range all {
		r := rows[k]
		plans, _ := r["serviceStatus"].([]any)
		if r["id"] != s.ID || r["commerceSubscriptionId"] != s.CommerceSubscriptionID || r["skuId"] != s.SKUID ||
			r["skuPartNumber"] != s.SKUPartNumber || r["status"] != s.Status || r["totalLicenses"] != float64(s.TotalLicenses) ||
			r["isTrial"] != s.IsTrial || r["createdDateTime"] != asJSON(s.CreatedDateTime) ||
			r["nextLifecycleDateTime"] != asJSON(s.NextLifecycleDateTime) || r["ownerId"] != asJSON(s.OwnerID) ||
			r["ownerTenantId"] != asJSON(s.OwnerTenantID) || r["ownerType"] != asJSON(s.OwnerType) || len(plans) != len(s.ServiceStatus) {
			t.Errorf("subscription %d: %v\nwant %+v", k, r, s)
		}
	}
	if a := c.ok("directory/subscriptions/" + all[2].ID); a.json["id"] != all[2].ID {
		t.Errorf("get %v", a.json["id"])
	}
	c.get("directory/subscriptions?$filter=isTrial eq true").wantRefusal(t, 400, "Request_BadRequest", "'$filter' is not supported by the service.")
}

func TestOrganization(t *testing.T) {
	c := startServer(t, Options{})
	rows := c.ok("organization").value()
	if len(rows) != 1 || rows[0]["id"] != c.server.TenantID() || rows[0]["displayName"] != "Contoso" || rows[0]["tenantType"] != "AAD" {
		t.Fatalf("organization %v", rows)
	}
	domains, _ := rows[0]["verifiedDomains"].([]any)
	first, _ := domains[0].(map[string]any)
	if len(domains) != 3 || first["name"] != "contoso.com" || first["isDefault"] != true || first["isInitial"] != false {
		t.Errorf("domains %v", domains)
	}
	if a := c.ok("organization/" + c.server.TenantID() + "?$select=id"); len(a.json) != 2 {
		t.Errorf("get %v", a.json)
	}
}
