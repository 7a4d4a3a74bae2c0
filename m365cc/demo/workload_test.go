package demo

import (
	"slices"
	"testing"
)

// The workloads follow from the plans that Graph shows as not disabled.
func TestWorkloadsFollowFromPlans(t *testing.T) {
	tenant := testTenant(t, 3000)
	names := map[string]string{}
	for _, r := range records(servicePlansCSV) {
		names[r[1]] = r[0]
	}
	plansOf := map[string][]string{}
	for _, sku := range tenant.SKUs() {
		for _, plan := range sku.ServicePlans {
			plansOf[sku.SKUID] = append(plansOf[sku.SKUID], plan.ID)
		}
	}
	switchedOff := 0
	for i := range tenant.Len() {
		want := map[workload]bool{}
		for _, l := range tenant.User(i).AssignedLicenses {
			for _, id := range plansOf[l.SKUID] {
				if slices.Contains(l.DisabledPlans, id) {
					switchedOff++
					continue
				}
				for _, w := range workloadPlans[names[id]] {
					want[w] = true
				}
			}
		}
		got := loaded(tenant, i).workloads()
		for w := range workloadCount {
			if got.has(w) != want[w] {
				t.Fatalf("user %d: workload %d is %v", i, w, got.has(w))
			}
		}
	}
	if switchedOff == 0 {
		t.Error("no plan is off")
	}
}

// A plan of that name exists, and every workload is given by some SKU.
func TestWorkloadPlansExist(t *testing.T) {
	known := map[string]bool{}
	var given workloadSet
	for sku, facts := range catalogue() {
		given |= skuWorkloads()[sku][0]
		for _, plan := range facts.plans {
			known[plan.name] = true
		}
		if productNames[sku] == "" {
			t.Errorf("%s has no name in the reports", facts.part)
		}
	}
	for plan := range workloadPlans {
		if !known[plan] {
			t.Errorf("no SKU has the plan %s", plan)
		}
	}
	if given != 1<<workloadCount-1 {
		t.Errorf("some workload is in no SKU: %b", given)
	}
}

func TestWorkloadAssigned(t *testing.T) {
	tenant := testTenant(t, 1000)
	for i := range tenant.Len() {
		p := loaded(tenant, i)
		for w := range workloadCount {
			at := p.workloadAssigned(w)
			if (at != 0) != p.workloads().has(w) || at != 0 && (at < p.created() || at > tenant.now) {
				t.Fatalf("user %d: workload %d since %v", i, w, moment(at))
			}
		}
	}
}
