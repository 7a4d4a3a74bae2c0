package demo

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
)

// The licences that the tenant has, with the ids, part numbers and service
// plans of Microsoft's table "Product names and service plan identifiers for
// licensing", but for the last, which is in no table. In service_plans.csv,
// service and applies_to are made up where Microsoft's table is silent.
//
// https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
//
//go:embed skus.csv
var skusCSV string

//go:embed service_plans.csv
var servicePlansCSV string

// The numbers of the SKUs, in the order of skus.csv.
const (
	skuE5         = iota // Microsoft 365 E5
	skuE3                // Microsoft 365 E3
	skuO365E5            // Office 365 E5
	skuO365E3            // Office 365 E3
	skuE1                // Office 365 E1
	skuF3                // Microsoft 365 F3, for frontline workers
	skuEMS               // Enterprise Mobility + Security E3
	skuPowerBI           // Power BI Pro
	skuProject           // Planner and Project Plan 3; more consumed than bought
	skuVisio             // Visio Plan 2; in its grace period
	skuDynamics          // Dynamics 365 Sales Enterprise
	skuFlowFree          // Power Automate Free
	skuTeamsTrial        // Teams Exploratory; trials only
	skuExchange          // Exchange Online (Plan 1); suspended
	skuPhone             // Teams Phone Standard; nobody has one
	skuStorage           // Extra File Storage; for the company, not for users
	skuStore             // Windows Store for Business; locked out
	skuPreview           // a preview that Microsoft's table does not have
	skuCount
)

// skuFacts is a SKU as Microsoft sells it.
type skuFacts struct {
	part, id  string
	appliesTo string // User or Company
	plans     []*planFacts
	optional  []*planFacts // up to three plans that administrators switch off
}

// planFacts is a service plan.
type planFacts struct {
	name, id  string
	service   string
	appliesTo string // User or Company
}

// oftenOff are plans that administrators like to switch off. In a SKU that has
// none of them, none is ever off.
var oftenOff = []string{"YAMMER_ENTERPRISE", "TEAMS1", "SWAY", "EXCHANGE_S_DESKLESS", "BI_AZURE_P2", "VISIOONLINE", "SHAREPOINT_PROJECT"}

// catalogue is read once; its files are part of the program and right.
var catalogue = sync.OnceValue(func() []skuFacts {
	plans := map[string]*planFacts{}
	for _, r := range records(servicePlansCSV) {
		plans[r[0]] = &planFacts{name: r[0], id: r[1], service: r[2], appliesTo: r[3]}
	}
	var skus []skuFacts
	for _, r := range records(skusCSV) {
		s := skuFacts{part: r[0], id: r[1], appliesTo: r[2]}
		for name := range strings.FieldsSeq(r[3]) {
			s.plans = append(s.plans, plans[name])
		}
		for _, p := range s.plans {
			if len(s.optional) < 3 && slices.Contains(oftenOff, p.name) {
				s.optional = append(s.optional, p)
			}
		}
		skus = append(skus, s)
	}
	return skus
})

// records returns the lines of a CSV file without its header.
func records(file string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		panic("demo: embedded file: " + err.Error())
	}
	return rows[1:]
}
