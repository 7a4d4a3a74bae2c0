package demo

// The report of who has registered which authentication methods. Its rows are
// the users; those whose account is disabled are not in it.

// https://learn.microsoft.com/graph/api/resources/userregistrationdetails
var (
	betaRegistrationSchema = newSchema(registrationType, registrationResource, allStandard(registrationProperties(true))...)
	registrationSchemaV1   = newSchema(registrationType, registrationResource, allStandard(registrationProperties(false))...)
)

const (
	registrationType     = "microsoft.graph.userRegistrationDetails"
	registrationResource = "UserRegistrationDetails"
)

// undocumentedFilters are properties that only clients in the field filter on.
var undocumentedFilters = []string{"isAdmin", "userType", "userPreferredMethodForSecondaryAuthentication"}

func registrationProperties(beta bool) []property[*person] {
	flag := func(name string, get func(*person) bool) property[*person] {
		return boolean(name, func(p *person) trilean { return truth(get(p)) }).filter("eq")
	}
	upn := text("userPrincipalName", (*person).userPrincipalName).filter("eq startsWith")
	name := text("userDisplayName", (*person).displayName).filter("eq startsWith")
	upn.sorts, name.sorts = true, true
	all := []property[*person]{
		text("id", func(p *person, b []byte) []byte { return p.t.ids[guidUser].append(b, p.i) }),
		upn,
		name,
		plain("userType", (*person).reportedType).filter("eq"),
		flag("isAdmin", (*person).isAdmin),
		flag("isSsprRegistered", (*person).isSSPRRegistered),
		flag("isSsprEnabled", (*person).isSSPREnabled),
		flag("isSsprCapable", (*person).isSSPRCapable),
		flag("isMfaRegistered", (*person).isMFARegistered),
		flag("isMfaCapable", (*person).isMFACapable),
		flag("isPasswordlessCapable", (*person).isPasswordlessCapable),
		instant("lastUpdatedDateTime", func(p *person) int64 { return p.t.reportTime() }).exactly(func(*person) int64 { return reportTicks }),
		texts("methodsRegistered", (*person).methodCount,
			func(p *person, b []byte) []byte { return append(b, p.methods().nth(p.at[0]).name...) }).filter("any eq"),
		flag("isSystemPreferredAuthenticationMethodEnabled", (*person).systemPreferred),
		texts("systemPreferredAuthenticationMethods", (*person).systemPreferredCount,
			func(p *person, b []byte) []byte { return append(b, p.strongest()...) }).filter("any eq"),
		plain("userPreferredMethodForSecondaryAuthentication", (*person).preferredMethod).filter("eq").orBlank(),
	}
	if beta {
		all = append(all, plain("defaultMfaMethod", (*person).defaultMFAMethod).orBlank())
	}
	return all
}

// reportTime is when the report was computed, the same in every row.
func (t *Tenant) reportTime() int64 { return t.now - 3*hour - 17*60 }

const reportTicks = 6195833

// reportedType is in lower case, and there for users without a type too.
func (p *person) reportedType() string {
	if p.kind == guest {
		return "guest"
	}
	return "member"
}

func (p *person) methodCount() int {
	return p.methods().count(func(*methodFacts) bool { return true })
}

func (p *person) systemPreferredCount() int {
	if p.systemPreferred() && p.isMFARegistered() {
		return 1
	}
	return 0
}

// strongest is the best second factor of the person's, "none" for who has only
// methods that are more than a second factor.
func (p *person) strongest() string {
	if p.defaultMethod() == nil {
		return "none"
	}
	return p.methods().nth(0).preferred
}

// The two properties about the default are empty for those who have registered
// nothing, and none for those who need no second factor.

func (p *person) preferredMethod() string {
	switch m := p.defaultMethod(); {
	case !p.isMFARegistered():
		return ""
	case m == nil:
		return "none"
	case m == &methods[mobilePhone] && p.once(askMethods.part(5), 400):
		return "voiceMobile"
	default:
		return m.preferred
	}
}

func (p *person) defaultMFAMethod() string {
	switch m := p.defaultMethod(); {
	case !p.isMFARegistered():
		return ""
	case m == nil:
		return "none"
	default:
		return m.name
	}
}
