package demo

import "sync"

// workload is a part of Microsoft 365 that service plans entitle to and whose
// use the reports tell.
type workload uint8

const (
	exchange workload = iota
	oneDrive
	sharePoint
	skypeForBusiness
	yammer
	teams
	outlook       // mail and meetings, in the report of e-mail activity
	officeApps    // Word, Excel and so on, on any platform
	copilot       // in any application
	officeClient  // the desktop applications, to be activated
	excelClient   // likewise: Excel with more analysis
	projectClient // likewise
	visioClient   // likewise
	workloadCount
)

// workloadSet is a set of them.
type workloadSet uint16

func (s workloadSet) has(w workload) bool { return s>>w&1 == 1 }

// workloadPlans are the service plans that give a workload; any is enough.
// Exchange Foundation is in nearly every SKU and gives no mailbox.
var workloadPlans = map[string][]workload{
	"EXCHANGE_S_ENTERPRISE":       {exchange, outlook},
	"EXCHANGE_S_STANDARD":         {exchange, outlook},
	"EXCHANGE_S_DESKLESS":         {exchange, outlook},
	"SHAREPOINTENTERPRISE":        {sharePoint, oneDrive},
	"SHAREPOINTSTANDARD":          {sharePoint, oneDrive},
	"SHAREPOINTDESKLESS":          {sharePoint, oneDrive},
	"ONEDRIVE_BASIC":              {oneDrive},
	"MCOSTANDARD":                 {skypeForBusiness},
	"MCOIMP":                      {skypeForBusiness},
	"YAMMER_ENTERPRISE":           {yammer},
	"VIVAENGAGE_CORE":             {yammer},
	"TEAMS1":                      {teams},
	"OFFICESUBSCRIPTION":          {officeApps, officeClient},
	"OFFICEMOBILE_SUBSCRIPTION":   {officeApps},
	"EXCEL_PREMIUM":               {excelClient},
	"COPILOT_FRONTIER_PREVIEW":    {copilot},
	"PROJECT_CLIENT_SUBSCRIPTION": {projectClient},
	"VISIO_CLIENT_SUBSCRIPTION":   {visioClient},
}

// skuWorkloads returns what a SKU gives for each choice of optional plans that
// are off.
var skuWorkloads = sync.OnceValue(func() *[skuCount][8]workloadSet {
	table := new([skuCount][8]workloadSet)
	for sku, facts := range catalogue() {
		for off := range table[sku] {
			for _, plan := range facts.plans {
				if isPlanOff(&facts, plan, uint8(off)) {
					continue
				}
				for _, w := range workloadPlans[plan.name] {
					table[sku][off] |= 1 << w
				}
			}
		}
	}
	return table
})

func isPlanOff(s *skuFacts, plan *planFacts, mask uint8) bool {
	for k, optional := range s.optional {
		if optional == plan {
			return mask>>k&1 == 1
		}
	}
	return false
}

// workloads returns what the person's licences give.
func (p *person) workloads() (set workloadSet) {
	table := skuWorkloads()
	_, licences := p.licensing()
	for _, l := range licences {
		set |= table[l.sku][l.disabled]
	}
	return set
}

// workloadAssigned is when the person was first given a workload that is not
// off; 0: never.
func (p *person) workloadAssigned(w workload) (first int64) {
	table := skuWorkloads()
	_, licences := p.licensing()
	for _, l := range licences {
		if !table[l.sku][l.disabled].has(w) {
			continue
		}
		if at := p.assigned(l.sku); first == 0 || at < first {
			first = at
		}
	}
	return first
}

// productNames are the SKUs as reports call them.
var productNames = [skuCount]string{
	skuE5: "MICROSOFT 365 E5", skuE3: "MICROSOFT 365 E3", skuO365E5: "OFFICE 365 E5", skuO365E3: "OFFICE 365 E3",
	skuE1: "OFFICE 365 E1", skuF3: "MICROSOFT 365 F3", skuEMS: "ENTERPRISE MOBILITY + SECURITY E3", skuPowerBI: "POWER BI PRO",
	skuProject: "PLANNER AND PROJECT PLAN 3", skuVisio: "VISIO PLAN 2", skuDynamics: "DYNAMICS 365 FOR SALES ENTERPRISE EDITION",
	skuFlowFree: "MICROSOFT POWER AUTOMATE FREE", skuTeamsTrial: "MICROSOFT TEAMS EXPLORATORY", skuExchange: "EXCHANGE ONLINE (PLAN 1)",
	skuPhone: "MICROSOFT TEAMS PHONE STANDARD", skuStorage: "OFFICE 365 EXTRA FILE STORAGE", skuStore: "WINDOWS STORE FOR BUSINESS",
	skuPreview: "MICROSOFT 365 COPILOT FRONTIER PREVIEW",
}
