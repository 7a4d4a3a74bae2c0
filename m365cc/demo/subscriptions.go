package demo

import "time"

// SKU is a licence of the tenant, as /subscribedSkus has it.
//
// https://learn.microsoft.com/graph/api/resources/subscribedsku
type SKU struct {
	ID               string // the tenant's id and the SKU's, joined by _
	SKUID            string
	SKUPartNumber    string
	AccountID        string
	AccountName      string
	AppliesTo        string // User or Company
	CapabilityStatus string // Enabled, Warning, Suspended or LockedOut
	ConsumedUnits    int    // the users that have the SKU among their assignedLicenses
	EnabledUnits     int
	SuspendedUnits   int
	WarningUnits     int
	LockedOutUnits   int
	ServicePlans     []ServicePlan
	SubscriptionIDs  []string
}

// ServicePlan is a part of a SKU.
type ServicePlan struct {
	ID, Name           string
	ProvisioningStatus string
	AppliesTo          string // User or Company
}

// Subscription is a purchase, as /directory/subscriptions has it.
//
// https://learn.microsoft.com/graph/api/resources/companysubscription
type Subscription struct {
	ID                     string
	CommerceSubscriptionID string
	SKUID                  string
	SKUPartNumber          string
	Status                 string
	TotalLicenses          int
	IsTrial                bool
	CreatedDateTime        time.Time
	NextLifecycleDateTime  time.Time // zero: null, for what is free for ever
	OwnerID                string    // "": null
	OwnerTenantID          string    // the partner who sold it; "": null
	OwnerType              string    // "": null
	ServiceStatus          []ServicePlan
}

// tenantLicences is what the tenant has bought, which follows from what its
// users have.
type tenantLicences struct {
	skus          []SKU
	subscriptions []Subscription
}

// Seats of a purchase that are no fixed number.
const (
	enough = 0  // so many that some are left
	short  = -1 // fewer than are assigned
)

// purchase is how one subscription was bought.
type purchase struct {
	seats   int
	trial   bool
	partner bool // sold by a partner
	age     int  // days since it was bought
	ends    int  // days until it is renewed or changes its state; 0: never
}

// skuStatus is the state of a SKU and of its subscriptions.
var skuStatus = func() (s [skuCount]string) {
	for k := range s {
		s[k] = "Enabled"
	}
	s[skuVisio], s[skuExchange], s[skuStore] = "Warning", "Suspended", "LockedOut"
	return s
}()

var purchases = [skuCount][]purchase{
	skuE5:         {{age: 900, ends: 195}, {seats: 10, partner: true, age: 400, ends: 60}, {seats: 25, trial: true, age: 20, ends: 10}},
	skuE3:         {{age: 1200, ends: 45}, {seats: 15, age: 100, ends: 265}},
	skuO365E5:     {{age: 800, ends: 295}},
	skuO365E3:     {{partner: true, age: 1500, ends: 325}},
	skuE1:         {{age: 1460, ends: 1}},
	skuF3:         {{age: 600, ends: 130}},
	skuEMS:        {{age: 700, ends: 30}},
	skuPowerBI:    {{age: 500, ends: 230}, {seats: 5, trial: true, age: 25, ends: 5}},
	skuProject:    {{seats: short, age: 380, ends: 350}},
	skuVisio:      {{age: 375, ends: 20}},
	skuDynamics:   {{partner: true, age: 300, ends: 65}},
	skuFlowFree:   {{seats: 10000, age: 1400}},
	skuTeamsTrial: {{trial: true, age: 50, ends: 310}},
	skuExchange:   {{age: 430, ends: 55}},
	skuPhone:      {{seats: 25, age: 90, ends: 275}},
	skuStorage:    {{seats: 500, age: 365, ends: 14}},
	skuStore:      {{seats: 25, age: 1300, ends: 12}},
	skuPreview:    {{seats: 300, trial: true, age: 40, ends: 50}, {age: 10, ends: 355}},
}

// SKUs returns the tenant's licences, in the order in which Graph lists them.
// The first call counts the licences of all users.
func (t *Tenant) SKUs() []SKU { return t.licensing().skus }

// Subscriptions returns the purchases behind SKUs.
func (t *Tenant) Subscriptions() []Subscription { return t.licensing().subscriptions }

// GroupID returns the id of the group that gives a SKU by its number in SKUs.
func (t *Tenant) GroupID(sku int) string { return t.ids[guidGroup].text(byGroup(sku)) }

func (t *Tenant) countLicences() tenantLicences {
	var consumed [skuCount]int
	var p person
	for i := range t.users {
		t.load(&p, i)
		_, licences := p.licensing()
		for _, l := range licences {
			consumed[l.sku]++
		}
	}
	var all tenantLicences
	for k := range t.catalogue {
		sku, bought := t.buy(k, consumed[k], len(all.subscriptions))
		all.skus = append(all.skus, sku)
		all.subscriptions = append(all.subscriptions, bought...)
	}
	return all
}

// buy makes up the purchases of SKU k; number is that of the first one.
func (t *Tenant) buy(k, consumed, number int) (SKU, []Subscription) {
	facts := &t.catalogue[k]
	sku := SKU{
		ID: t.ID() + "_" + facts.id, SKUID: facts.id, SKUPartNumber: facts.part,
		AccountID: t.ids[guidOwner].text(0), AccountName: "contoso",
		AppliesTo: facts.appliesTo, CapabilityStatus: skuStatus[k], ConsumedUnits: consumed,
		ServicePlans: facts.servicePlans(),
	}
	var bought []Subscription
	for _, b := range purchases[k] {
		s := Subscription{
			ID: t.ids[guidSubscription].text(number), CommerceSubscriptionID: t.ids[guidCommerce].text(number),
			SKUID: facts.id, SKUPartNumber: facts.part, Status: skuStatus[k], IsTrial: b.trial,
			TotalLicenses:   seats(b, purchases[k], consumed),
			CreatedDateTime: t.Now().AddDate(0, 0, -b.age).Truncate(time.Hour),
			ServiceStatus:   sku.ServicePlans,
		}
		if b.ends > 0 {
			s.NextLifecycleDateTime = t.Now().AddDate(0, 0, b.ends).Truncate(24 * time.Hour)
			s.OwnerID, s.OwnerType = t.ids[guidOwner].text(1), "User"
		}
		if b.partner {
			s.OwnerTenantID = t.ids[guidTenant].text(1)
		}
		sku.SubscriptionIDs = append(sku.SubscriptionIDs, s.ID)
		sku.add(s)
		bought = append(bought, s)
		number++
	}
	return sku, bought
}

// seats returns how many licences purchase b has, one of all purchases of its
// SKU.
func seats(b purchase, all []purchase, consumed int) int {
	switch b.seats {
	case enough:
		want := (consumed+consumed/12)/5*5 + 10
		for _, other := range all {
			want -= other.seats
		}
		return max(want, 5)
	case short:
		return max(consumed-2, 1)
	}
	return b.seats
}

// add counts a subscription's seats among those of the SKU.
func (s *SKU) add(b Subscription) {
	switch b.Status {
	case "Warning":
		s.WarningUnits += b.TotalLicenses
	case "Suspended":
		s.SuspendedUnits += b.TotalLicenses
	case "LockedOut":
		s.LockedOutUnits += b.TotalLicenses
	default:
		s.EnabledUnits += b.TotalLicenses
	}
}

func (s *skuFacts) servicePlans() []ServicePlan {
	var plans []ServicePlan
	for _, p := range s.plans {
		plans = append(plans, ServicePlan{p.id, p.name, provisioning(p), p.appliesTo})
	}
	return plans
}
