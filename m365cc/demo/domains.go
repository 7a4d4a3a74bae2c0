package demo

import "time"

// Domain is the truth about a domain, under Graph's names. A zero is null.
//
// https://learn.microsoft.com/graph/api/resources/domain
type Domain struct {
	ID                               string
	AuthenticationType               string // Managed or Federated
	AvailabilityStatus               string
	IsAdminManaged                   bool
	IsDefault, IsInitial             bool
	IsRoot, IsVerified               bool
	PasswordNotificationWindowInDays int
	PasswordValidityPeriodInDays     int
	SupportedServices                []string
	State                            *DomainState
}

// DomainState is how an operation on a domain stands.
type DomainState struct {
	LastActionDateTime time.Time
	Operation, Status  string
}

// passwordsNeverExpire is what Graph writes for that.
const passwordsNeverExpire = 1<<31 - 1

// federatedDomain is the domain whose users sign in through single sign-on
// elsewhere.
func (c *cloudFacts) federatedDomain() string { return "sso." + c.domain }

// AllDomains returns the domains of the tenant, those that are not verified too.
func (t *Tenant) AllDomains() []Domain {
	services := []string{"Email", "OfficeCommunicationsOnline"}
	return []Domain{
		{ID: t.cloud.domain, AuthenticationType: "Managed", IsAdminManaged: true, IsDefault: true, IsRoot: true, IsVerified: true,
			PasswordNotificationWindowInDays: 14, PasswordValidityPeriodInDays: 90, SupportedServices: append(services, "Intune")},
		{ID: t.cloud.initial, AuthenticationType: "Managed", IsAdminManaged: true, IsInitial: true, IsRoot: true, IsVerified: true,
			PasswordNotificationWindowInDays: 14, PasswordValidityPeriodInDays: passwordsNeverExpire, SupportedServices: services},
		{ID: t.cloud.federatedDomain(), AuthenticationType: "Federated", IsAdminManaged: true, IsVerified: true, SupportedServices: []string{"Email"}},
		{ID: "contoso-shop.example", AuthenticationType: "Managed", AvailabilityStatus: "AvailableImmediately", IsRoot: true, SupportedServices: []string{},
			State: &DomainState{t.Now().AddDate(0, 0, -3).Truncate(time.Hour), "Verification", "InProgress"}},
	}
}

// domainRow is a row of /domains.
type domainRow struct {
	cursor
	domain Domain
}

var domainSchema = newSchema("microsoft.graph.domain", "Domain", allStandard([]property[*domainRow]{
	plain("authenticationType", func(r *domainRow) string { return r.domain.AuthenticationType }),
	plain("availabilityStatus", func(r *domainRow) string { return r.domain.AvailabilityStatus }),
	plain("id", func(r *domainRow) string { return r.domain.ID }),
	boolean("isAdminManaged", func(r *domainRow) trilean { return truth(r.domain.IsAdminManaged) }),
	boolean("isDefault", func(r *domainRow) trilean { return truth(r.domain.IsDefault) }),
	boolean("isInitial", func(r *domainRow) trilean { return truth(r.domain.IsInitial) }),
	boolean("isRoot", func(r *domainRow) trilean { return truth(r.domain.IsRoot) }),
	boolean("isVerified", func(r *domainRow) trilean { return truth(r.domain.IsVerified) }),
	nothing[*domainRow]("manufacturer"),
	nothing[*domainRow]("model"),
	someDays("passwordNotificationWindowInDays", func(r *domainRow) int { return r.domain.PasswordNotificationWindowInDays }),
	someDays("passwordValidityPeriodInDays", func(r *domainRow) int { return r.domain.PasswordValidityPeriodInDays }),
	texts("supportedServices", func(r *domainRow) int { return len(r.domain.SupportedServices) },
		func(r *domainRow, b []byte) []byte { return append(b, r.domain.SupportedServices[r.at[0]]...) }),
	object("state", func(r *domainRow) bool { return r.domain.State != nil },
		date("lastActionDateTime", func(r *domainRow) time.Time { return r.domain.State.LastActionDateTime }),
		plain("operation", func(r *domainRow) string { return r.domain.State.Operation }),
		plain("status", func(r *domainRow) string { return r.domain.State.Status })),
})...)

// someDays is a number of days, null for none.
func someDays(name string, get func(*domainRow) int) property[*domainRow] {
	return integer(name, func(r *domainRow) (int64, bool) { return int64(get(r)), get(r) > 0 })
}

// https://learn.microsoft.com/graph/api/domain-list
func domainCollection(t *Tenant) *collection[*domainRow] {
	all := t.AllDomains()
	return &collection[*domainRow]{
		name: "domains", schema: domainSchema, roles: domainRoles, cost: 1, page: everyRow, whole: true,
		options: []string{optSelect},
		size:    func() int { return len(all) }, empty: func() *domainRow { return new(domainRow) },
		load: func(r *domainRow, i int) { r.domain = all[i] },
		find: finder(t.AllDomains, func(d Domain) string { return d.ID }),
	}
}
