package demo

import (
	"slices"
	"time"
)

// registrationPage is the page of the report. Microsoft does not say how long
// one is.
const registrationPage = 1000

// registrationVersions is the report in both versions.
//
// https://learn.microsoft.com/graph/api/authenticationmethodsroot-list-userregistrationdetails
func registrationVersions(t *Tenant) resource {
	return versions{v1: registrationCollection(t, registrationSchemaV1), beta: registrationCollection(t, betaRegistrationSchema)}
}

func registrationCollection(t *Tenant, schema *schema[*person]) *collection[*person] {
	return &collection[*person]{
		name: "reports/authenticationMethods/userRegistrationDetails", schema: schema,
		page: registrationPage, largest: registrationPage,
		options: []string{optFilter, optOrderBy, optSkipToken, optSelect, optTop},
		size:    t.Len, empty: func() *person { return new(person) },
		load: func(p *person, i int) { t.load(p, i) },
		find: t.findByID, order: t.registrationOrder,
		admits: (*request).admitToLog, plan: planRegistration, sortsFiltered: true,
		hides: func(p *person) bool { return !p.enabled() },
	}
}

// findByID finds a user as Find does, but not by the sign-in name.
func (t *Tenant) findByID(id string) (int, bool) {
	if _, _, ok := parseGUID(id); !ok {
		return 0, false
	}
	return t.Find(id)
}

// registrationOrder is the order of the users by a name, which they have under
// another one.
func (t *Tenant) registrationOrder(f *property[*person]) []int32 {
	if f.name == "userDisplayName" {
		f = userSchema.property("displayName")
	}
	return t.order(f)
}

// planRegistration refuses what Microsoft does not document, if told to.
func planRegistration(r *request, q *query[*person]) error {
	if !r.switches.RefuseUndocumented {
		return nil
	}
	for _, option := range []string{optSelect, optTop} {
		if q.values.Has(option) {
			return refuse(400, "BadRequest", "The query option '"+option+"' is not supported.")
		}
	}
	if q.filter == nil {
		return nil
	}
	if longestOr(q.filter.root) > 0 {
		return unsupported("Operator 'or' is not supported.")
	}
	for _, f := range q.filter.properties {
		if slices.Contains(undocumentedFilters, f.name) {
			return unsupported("Filter on property '" + f.name + "' is not supported.")
		}
	}
	return nil
}

// Registration is the truth about what a user has registered, under Graph's
// names. An empty string is an empty string there too.
//
// https://learn.microsoft.com/graph/api/resources/userregistrationdetails
type Registration struct {
	ID                                            string // of the user
	UserPrincipalName                             string
	UserDisplayName                               string
	UserType                                      string // member or guest
	IsAdmin                                       bool
	IsSSPRRegistered                              bool
	IsSSPREnabled                                 bool
	IsSSPRCapable                                 bool
	IsMFARegistered                               bool
	IsMFACapable                                  bool
	IsPasswordlessCapable                         bool
	LastUpdatedDateTime                           time.Time // when the report was computed
	MethodsRegistered                             []string
	IsSystemPreferredAuthenticationMethodEnabled  bool
	SystemPreferredAuthenticationMethods          []string
	UserPreferredMethodForSecondaryAuthentication string
	DefaultMFAMethod                              string // only in beta
}

// Registration returns what user i has registered; ok is false for users that
// the report leaves out, whose accounts are disabled.
func (t *Tenant) Registration(i int) (details Registration, ok bool) {
	var p person
	t.load(&p, i)
	if !p.enabled() {
		return Registration{}, false
	}
	return Registration{
		ID:                    t.UserID(i),
		UserPrincipalName:     word(p.userPrincipalName),
		UserDisplayName:       word(p.displayName),
		UserType:              p.reportedType(),
		IsAdmin:               p.isAdmin(),
		IsSSPRRegistered:      p.isSSPRRegistered(),
		IsSSPREnabled:         p.isSSPREnabled(),
		IsSSPRCapable:         p.isSSPRCapable(),
		IsMFARegistered:       p.isMFARegistered(),
		IsMFACapable:          p.isMFACapable(),
		IsPasswordlessCapable: p.isPasswordlessCapable(),
		LastUpdatedDateTime:   time.Unix(t.reportTime(), reportTicks*100).UTC(),
		MethodsRegistered:     each(&p, 0, p.methodCount(), func() string { return p.methods().nth(p.at[0]).name }),
		IsSystemPreferredAuthenticationMethodEnabled:  p.systemPreferred(),
		SystemPreferredAuthenticationMethods:          each(&p, 0, p.systemPreferredCount(), p.strongest),
		UserPreferredMethodForSecondaryAuthentication: p.preferredMethod(),
		DefaultMFAMethod: p.defaultMFAMethod(),
	}, true
}
