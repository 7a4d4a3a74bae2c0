package demo

import "time"

// organizationRow is the one row of /organization.
type organizationRow struct {
	cursor
	tenant *Tenant
}

// https://learn.microsoft.com/graph/api/resources/organization
var organizationSchema = newSchema("microsoft.graph.organization", "Organization", allStandard([]property[*organizationRow]{
	plain("id", func(r *organizationRow) string { return r.tenant.ID() }),
	nothing[*organizationRow]("deletedDateTime"),
	objects("assignedPlans", func(r *organizationRow) int { return len(r.plans()) },
		date("assignedDateTime", func(r *organizationRow) time.Time { return r.founded() }),
		constant[*organizationRow]("capabilityStatus", "Enabled"),
		plain("service", func(r *organizationRow) string { return r.plans()[r.at[0]].service }),
		plain("servicePlanId", func(r *organizationRow) string { return r.plans()[r.at[0]].id })),
	texts("businessPhones", func(*organizationRow) int { return 1 },
		func(_ *organizationRow, b []byte) []byte { return append(b, "+353 1 555 0100"...) }),
	constant[*organizationRow]("city", "Dublin"),
	nothing[*organizationRow]("country"),
	constant[*organizationRow]("countryLetterCode", "IE"),
	date("createdDateTime", func(r *organizationRow) time.Time { return r.founded() }),
	constant[*organizationRow]("displayName", "Contoso"),
	texts("marketingNotificationEmails", func(*organizationRow) int { return 0 }, nil),
	boolean("onPremisesSyncEnabled", func(*organizationRow) trilean { return yes }),
	date("onPremisesLastSyncDateTime", func(r *organizationRow) time.Time { return r.tenant.Now().Add(-20 * time.Minute) }),
	constant[*organizationRow]("postalCode", "D02 AF30"),
	constant[*organizationRow]("preferredLanguage", "en"),
	nothing[*organizationRow]("state"),
	constant[*organizationRow]("street", "70 Sir John Rogerson's Quay"),
	texts("technicalNotificationMails", func(*organizationRow) int { return 1 },
		func(r *organizationRow, b []byte) []byte { return append(append(b, "it@"...), r.tenant.Domain()...) }),
	constant[*organizationRow]("tenantType", "AAD"),
	objects("verifiedDomains", func(r *organizationRow) int { return len(r.tenant.Domains()) },
		constant[*organizationRow]("capabilities", "Email, OfficeCommunicationsOnline"),
		boolean("isDefault", func(r *organizationRow) trilean { return truth(r.at[0] == 0) }),
		boolean("isInitial", func(r *organizationRow) trilean { return truth(r.at[0] == 1) }),
		plain("name", func(r *organizationRow) string { return r.tenant.Domains()[r.at[0]] }),
		plain("type", func(r *organizationRow) string { return r.tenant.AllDomains()[r.at[0]].AuthenticationType })),
})...)

// plans are those of the dearest licence.
func (r *organizationRow) plans() []*planFacts { return r.tenant.catalogue[skuE5].plans }

// founded is when the tenant was made: before all of its users.
func (r *organizationRow) founded() time.Time {
	return r.tenant.Now().AddDate(-11, 0, 0).Truncate(24 * time.Hour)
}
