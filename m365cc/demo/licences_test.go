package demo

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"
)

// A user's licences follow from the ways in which they were assigned.
func TestLicencesFollowFromAssignments(t *testing.T) {
	ways := map[string]int{}
	for _, u := range everyone(t, 2000) {
		active := map[string][][]string{} // the plans that are off, by SKU and way
		for _, s := range u.LicenseAssignmentStates {
			switch {
			case (s.State == "Error") != (s.Error != "None"), s.State != "Error" && s.State != "Active":
				t.Fatalf("%s: state %q with error %q", u.UserPrincipalName, s.State, s.Error)
			case s.State == "Active":
				active[s.SKUID] = append(active[s.SKUID], s.DisabledPlans)
			case !hasSKU(u, s.SKUID):
				ways["failed"]++
			}
			if s.AssignedByGroup != "" {
				ways["group"]++
			} else {
				ways["direct"]++
			}
			if s.LastUpdatedDateTime.After(testNow) || s.LastUpdatedDateTime.IsZero() {
				t.Fatalf("%s: updated %v", u.UserPrincipalName, s.LastUpdatedDateTime)
			}
		}
		if len(active) != len(u.AssignedLicenses) {
			t.Fatalf("%s: %d licences from %d", u.UserPrincipalName, len(u.AssignedLicenses), len(active))
		}
		for _, l := range u.AssignedLicenses {
			off := active[l.SKUID][0]
			for _, other := range active[l.SKUID][1:] {
				off = slices.DeleteFunc(slices.Clone(off), func(p string) bool { return !slices.Contains(other, p) })
			}
			if !slices.Equal(off, l.DisabledPlans) && len(off)+len(l.DisabledPlans) > 0 {
				t.Fatalf("%s: plans off %v, want %v", u.UserPrincipalName, l.DisabledPlans, off)
			}
			if len(active[l.SKUID]) > 1 {
				ways["twice"]++
			}
			if len(l.DisabledPlans) > 0 {
				ways["plans off"]++
			}
		}
	}
	for _, way := range []string{"group", "direct", "failed", "twice", "plans off"} {
		if ways[way] < 10 {
			t.Errorf("%s: %d of 2000 users", way, ways[way])
		}
	}
}

// The plans of a user are those of the licences, and one that is off is so in
// both lists.
func TestPlansFollowFromLicences(t *testing.T) {
	tenant := testTenant(t, 1000)
	plans := map[string][]ServicePlan{}
	for _, s := range tenant.SKUs() {
		plans[s.SKUID] = s.ServicePlans
	}
	for i := range tenant.Len() {
		u := tenant.User(i)
		n := 0
		for _, l := range u.AssignedLicenses {
			for _, plan := range plans[l.SKUID] {
				got := u.AssignedPlans[n]
				off := slices.Contains(l.DisabledPlans, plan.ID)
				if got.ServicePlanID != plan.ID || off != (got.CapabilityStatus == "Deleted") || off != (got.ProvisioningStatus == "Disabled") {
					t.Fatalf("user %d: plan %s, off %v, is %+v", i, plan.Name, off, got)
				}
				n++
			}
		}
		if n != len(u.AssignedPlans) {
			t.Fatalf("user %d: %d plans, want %d", i, len(u.AssignedPlans), n)
		}
	}
}

func TestConsumedUnitsAreTheUsers(t *testing.T) {
	for _, size := range []int{250, 3000} {
		tenant := testTenant(t, size)
		consumed := map[string]int{}
		for i := range size {
			for _, l := range tenant.User(i).AssignedLicenses {
				consumed[l.SKUID]++
			}
		}
		for _, s := range tenant.SKUs() {
			if s.ConsumedUnits != consumed[s.SKUID] {
				t.Errorf("%s: %d consumed, the users have %d", s.SKUPartNumber, s.ConsumedUnits, consumed[s.SKUID])
			}
		}
	}
}

func TestSKUsAreVaried(t *testing.T) {
	tenant := testTenant(t, 0)
	found := map[string]string{}
	trials := map[string]int{}
	for _, b := range tenant.Subscriptions() {
		if b.IsTrial {
			trials[b.SKUID]++
		}
	}
	for _, s := range tenant.SKUs() {
		for name, holds := range map[string]bool{
			"more consumed than bought": s.CapabilityStatus == "Enabled" && s.ConsumedUnits > s.EnabledUnits,
			"none consumed":             s.AppliesTo == "User" && s.EnabledUnits > 0 && s.ConsumedUnits == 0,
			"company":                   s.AppliesTo == "Company",
			"warning":                   s.CapabilityStatus == "Warning" && s.WarningUnits > 0 && s.EnabledUnits == 0,
			"suspended and used":        s.CapabilityStatus == "Suspended" && s.SuspendedUnits > 0 && s.ConsumedUnits > 0,
			"locked out":                s.CapabilityStatus == "LockedOut" && s.LockedOutUnits > 0,
			"trials only":               trials[s.SKUID] == len(s.SubscriptionIDs),
			"paid and trial":            trials[s.SKUID] > 0 && trials[s.SKUID] < len(s.SubscriptionIDs),
		} {
			if holds {
				found[name] = s.SKUPartNumber
			} else if _, seen := found[name]; !seen {
				found[name] = ""
			}
		}
	}
	for name, part := range found {
		if part == "" {
			t.Errorf("no SKU: %s", name)
		}
	}
}

func TestSubscriptionsAreTheSKUs(t *testing.T) {
	tenant := testTenant(t, 0)
	left := tenant.Subscriptions()
	ids := map[string]bool{}
	for _, s := range tenant.SKUs() {
		var sum SKU
		for _, id := range s.SubscriptionIDs {
			b := left[0]
			left = left[1:]
			if b.ID != id || b.SKUID != s.SKUID || b.SKUPartNumber != s.SKUPartNumber || b.Status != s.CapabilityStatus || b.TotalLicenses < 1 {
				t.Fatalf("%s: subscription %+v", s.SKUPartNumber, b)
			}
			if ids[b.ID] || ids[b.CommerceSubscriptionID] || !slices.Equal(b.ServiceStatus, s.ServicePlans) {
				t.Fatalf("%s: an id twice, or other plans", s.SKUPartNumber)
			}
			ids[b.ID], ids[b.CommerceSubscriptionID] = true, true
			if b.CreatedDateTime.After(testNow) || !b.NextLifecycleDateTime.IsZero() && b.NextLifecycleDateTime.Before(testNow.Truncate(24*time.Hour)) {
				t.Errorf("%s: created %v, renewed %v", s.SKUPartNumber, b.CreatedDateTime, b.NextLifecycleDateTime)
			}
			sum.add(b)
		}
		if sum.EnabledUnits != s.EnabledUnits || sum.WarningUnits != s.WarningUnits || sum.SuspendedUnits != s.SuspendedUnits || sum.LockedOutUnits != s.LockedOutUnits {
			t.Errorf("%s: units are not those of its subscriptions", s.SKUPartNumber)
		}
		if s.ID != tenant.ID()+"_"+s.SKUID {
			t.Errorf("%s has the id %s", s.SKUPartNumber, s.ID)
		}
	}
	if len(left) > 0 {
		t.Errorf("%d subscriptions of no SKU", len(left))
	}
}

func TestGroupsGiveTheLicences(t *testing.T) {
	tenant := testTenant(t, 300)
	skus := tenant.SKUs()
	groups := map[string]string{}
	for k, s := range skus {
		groups[tenant.GroupID(k)] = s.SKUID
	}
	if len(groups) != len(skus) {
		t.Fatal("two groups are one")
	}
	for i := range tenant.Len() {
		for _, s := range tenant.User(i).LicenseAssignmentStates {
			if sku, known := groups[s.AssignedByGroup]; known && sku != s.SKUID {
				t.Fatalf("user %d has %s from the group of %s", i, s.SKUID, sku)
			}
		}
	}
}

// The SKUs and plans are Microsoft's, but for the one that is not.
func TestCatalogueIsMicrosofts(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(string(sample(t, "licensing/product-names-and-service-plans.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	plans := map[string]map[string]bool{}
	parts := map[string]string{}
	for _, r := range rows[1:] {
		id := strings.ToLower(r[2])
		if plans[id] == nil {
			plans[id] = map[string]bool{}
		}
		plans[id][strings.ToLower(r[4])] = true
		parts[strings.TrimSpace(r[1])] = id
	}
	for k, s := range catalogue() {
		if k == skuPreview {
			if parts[s.part] != "" || plans[s.id] != nil {
				t.Errorf("%s is in Microsoft's table", s.part)
			}
			continue
		}
		if parts[s.part] != s.id || len(plans[s.id]) != len(s.plans) {
			t.Errorf("%s is %s with %d plans, not %s with %d", s.part, s.id, len(s.plans), parts[s.part], len(plans[s.id]))
		}
		for _, p := range s.plans {
			if !plans[s.id][p.id] {
				t.Errorf("%s has no plan %s", s.part, p.name)
			}
		}
	}
}

func TestCatalogueIsWhole(t *testing.T) {
	all := catalogue()
	if len(all) != skuCount || len(purchases) != skuCount {
		t.Fatalf("%d SKUs, %d constants", len(all), skuCount)
	}
	for k, part := range map[int]string{skuE5: "SPE_E5", skuE3: "SPE_E3", skuO365E5: "ENTERPRISEPREMIUM", skuO365E3: "ENTERPRISEPACK",
		skuE1: "STANDARDPACK", skuF3: "SPE_F1", skuEMS: "EMS", skuPowerBI: "POWER_BI_PRO", skuProject: "PROJECTPROFESSIONAL",
		skuVisio: "VISIOCLIENT", skuDynamics: "DYN365_ENTERPRISE_SALES", skuFlowFree: "FLOW_FREE", skuTeamsTrial: "TEAMS_EXPLORATORY",
		skuExchange: "EXCHANGESTANDARD", skuPhone: "MCOEV", skuStorage: "SHAREPOINTSTORAGE", skuStore: "WINDOWS_STORE"} {
		if all[k].part != part {
			t.Errorf("SKU %d is %s, not %s", k, all[k].part, part)
		}
	}
	for _, s := range all {
		for _, p := range s.plans {
			if p == nil || p.service == "" || p.appliesTo != "User" && p.appliesTo != "Company" {
				t.Fatalf("%s has a plan %+v", s.part, p)
			}
		}
		if len(s.plans) == 0 || len(s.optional) > 3 {
			t.Errorf("%s has %d plans, %d optional", s.part, len(s.plans), len(s.optional))
		}
	}
}
