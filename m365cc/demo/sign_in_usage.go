package demo

// manner is how a person uses a product.
type manner uint8

const (
	notUsed manner = iota
	usedInFull
	onlySilent  // only in sign-ins that nobody saw
	onlyFailing // every sign-in failed: no use at all
)

// manner decides, by the person's licences, whether and how a product is used.
// A few use what they have no licence for.
func (p *person) manner(pr product) manner {
	if p.pick(askManner.part(question(pr)), 1000) >= p.useRate(pr) {
		return notUsed
	}
	switch n := p.pick(askManner.part(question(productCount+pr)), 100); {
	case n < 15:
		return onlyFailing
	case n < 35:
		return onlySilent
	}
	return usedInFull
}

// useRate is the share of people like this one who use a product, in
// thousandths.
func (p *person) useRate(pr product) int {
	rate := [productCount]int{usesDynamics: 10, usesPowerBI: 30, usesProject: 10, usesVisio: 5, usesPowerApps: 100}[pr]
	_, licences := p.licensing()
	for _, l := range licences {
		switch {
		case pr == usesDynamics && l.sku == skuDynamics, pr == usesPowerBI && l.sku == skuPowerBI,
			pr == usesProject && l.sku == skuProject, pr == usesVisio && l.sku == skuVisio:
			rate = 800
		case pr == usesPowerBI && l.sku == skuE5, pr == usesProject && l.sku == skuE5, pr == usesPowerApps && l.sku == skuFlowFree:
			rate = max(rate, 200)
		}
	}
	return rate
}

// choose finds the two applications of a user's sign-in, and in which manner
// its product is used. must says that the sign-in succeeded.
func (s *signInRow) choose(must bool) (appUse, manner) {
	if s.once(askUsage.part(3), 600) {
		p := s.person()
		var used [productCount]product
		n := 0
		for pr := range productCount {
			if p.manner(pr) != notUsed {
				used[n], n = pr, n+1
			}
		}
		if n > 0 {
			pr := used[s.pick(askUsage.part(4), n)]
			how := p.manner(pr)
			if fits := how == usedInFull || how == onlySilent && !s.isInteractive() || how == onlyFailing && !must; fits {
				return s.t.inCloud(productUsages[pr][s.pick(askUsage.part(5), len(productUsages[pr]))]), how
			}
		}
	}
	return ordinary[s.pick(askUsage.part(6), len(ordinary))], notUsed
}

// inCloud replaces the applications that are others in the cloud.
func (t *Tenant) inCloud(u appUse) appUse {
	if u.app == appPowerBIWeb && t.cloud.region == "USGov" {
		u.app = appPowerBIGov
	}
	return u
}

// signInError is why a sign-in failed.
//
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
type signInError struct {
	code   int
	reason string
	detail string // additionalDetails; "": null
}

var interactiveErrors = []signInError{
	{50126, "Error validating credentials due to invalid username or password.", "The user didn't enter the right credentials. It's expected to see some number of these errors in your logs due to users making mistakes."},
	{50053, "Account is locked because user tried to sign in too many times with an incorrect user ID or password.", ""},
	{50055, "Invalid password, entered expired password.", ""},
	{50074, "Strong Authentication is required.", "User needs to perform multifactor authentication. There could be multiple things requiring multifactor, e.g. Conditional Access policies, per-user enforcement, requested by client, among others."},
	{50076, "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.", ""},
	{53003, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.", ""},
	{65001, "The user or administrator has not consented to use the application with ID '{identifier}'{namePhrase}. Send an interactive authorization request for this user and resource.", ""},
	{500121, "Authentication failed during strong authentication request.", "MFA denied; user declined the authentication"},
}

var silentErrors = []signInError{
	{70044, "The session has expired or is invalid due to sign-in frequency checks by conditional access.", ""},
	{700082, "The refresh token has expired due to inactivity. The token was issued on {issueDate} and was inactive for {time}.", ""},
	{50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed.", ""},
	{50058, "Session information is not sufficient for single-sign-on.", ""},
	{53003, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.", ""},
}

var (
	accountDisabled = signInError{50057, "User account is disabled. The account has been disabled by an administrator.", ""}
	secretExpired   = signInError{7000222, "The provided client secret keys are expired.", ""}
)

// failure is the reason of a user's sign-in that failed.
func (s *signInRow) failure() *signInError {
	h := s.roll(askOutcome.part(1))
	switch {
	case !s.person().enabled():
		return &accountDisabled
	case s.isInteractive():
		return &interactiveErrors[below(h, len(interactiveErrors))]
	}
	return &silentErrors[below(h, len(silentErrors))]
}

const blockedByPolicy = 53003
