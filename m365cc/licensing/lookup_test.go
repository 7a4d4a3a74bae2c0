package licensing

import (
	"strings"
	"testing"
)

// lookups are all look-ups, with keys in the form that costs most.
var lookups = []struct {
	name string
	run  func()
}{
	{"ProductByID", func() { ProductByID(upperE5) }},
	{"ProductByID/unknown", func() { ProductByID(unknownGUID) }},
	{"ProductsByPartNumber", func() { ProductsByPartNumber("Mcopstn5") }},
	{"ProductName", func() { ProductName(unknownGUID, "SPE_E5") }},
	{"ProductApplications", func() { ProductApplications(upperE5) }},
	{"PlanName", func() { PlanName(planTeams, "TEAMS1") }},
	{"PlanApplications", func() { PlanApplications(planKiosk) }},
	{"EntitledApplications", func() { EntitledApplications("SPE_E5", somePlans) }},
	{"EntitledApplications/F1", func() { EntitledApplications("m365_f1_comm", somePlans) }},
	{"Families", func() { Families() }},
	{"FamilyByID", func() { FamilyByID(upperE5) }},
}

var (
	upperE5   = strings.ToUpper(skuE5)
	somePlans = []string{planTeams, planKiosk, planPowerBI, planProject2, planVisio}
)

func TestLookupsDoNotAllocate(t *testing.T) {
	for _, lookup := range lookups {
		if n := testing.AllocsPerRun(100, lookup.run); n != 0 {
			t.Errorf("%s allocates %v times", lookup.name, n)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	for _, lookup := range lookups {
		b.Run(lookup.name, func(b *testing.B) {
			lookup.run() // parses the table
			b.ReportAllocs()
			for b.Loop() {
				lookup.run()
			}
		})
	}
}

// BenchmarkParse is what the first look-up in each table costs.
func BenchmarkParse(b *testing.B) {
	for _, table := range []struct {
		name  string
		parse func()
	}{
		{"products", func() { parseProducts() }},
		{"plans", func() { parseServicePlans() }},
		{"families", func() { parseFamilies() }},
	} {
		b.Run(table.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				table.parse()
			}
		})
	}
}
