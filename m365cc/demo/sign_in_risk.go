package demo

// What Entra ID Protection and Conditional Access say of a sign-in.

// risk is a case of the five properties about risk.
type risk struct {
	level, state, detail string
	events               []string
}

var risks = []risk{
	{"none", "none", "none", nil},
	{"hidden", "none", "hidden", nil}, // without Entra ID P2
	{"low", "remediated", "userPassedMFADrivenByRiskBasedPolicy", []string{"unfamiliarFeatures"}},
	{"medium", "dismissed", "adminDismissedAllRiskForUser", []string{"unlikelyTravel", "unfamiliarFeatures"}},
	{"high", "atRisk", "none", []string{"anonymizedIPAddress"}},
	{"high", "confirmedCompromised", "adminConfirmedSigninCompromised", []string{"leakedCredentials", "passwordSpray"}},
}

// risk is none for most, hidden for some, and something for three in a hundred.
func (s *signInRow) risk() *risk {
	switch n := s.pick(askRisk, 100); {
	case !s.isUser() || n < 72:
		return &risks[0]
	case n < 97:
		return &risks[1]
	}
	return &risks[2+s.pick(askRisk.part(1), len(risks)-2)]
}

func (s *signInRow) riskEventCount() int { return len(s.risk().events) }

func (s *signInRow) riskEvent(b []byte) []byte { return append(b, s.risk().events[s.at[0]]...) }

// oldRiskEvent is the event as the enumeration has it that riskEventTypes_v2
// replaces: what it does not know is generic there.
func (s *signInRow) oldRiskEvent(b []byte) []byte {
	if e := s.risk().events[s.at[0]]; e == "passwordSpray" {
		return append(b, "generic"...)
	}
	return s.riskEvent(b)
}

// policy is one of Conditional Access.
type policy struct{ name, control string }

var policies = []policy{{"Require MFA for all users", "Mfa"}, {"Block legacy authentication", "Block"}}

// conditionalAccess is the status; principals and legacy clients that got
// through are what no policy applied to.
func (s *signInRow) conditionalAccess() string {
	o := s.decide()
	switch {
	case o.error != nil && (o.error.code == blockedByPolicy || s.isMultiFactor()):
		return "failure"
	case !s.isUser() || o.legacy || o.error != nil || s.once(askPolicy, 350):
		return "notApplied"
	}
	return "success"
}

// policyResult is what the policy of the list's element did.
func (s *signInRow) policyResult() string {
	block := s.at[0] == 1
	switch status := s.conditionalAccess(); {
	case status == "failure" && block == s.decide().legacy:
		return "failure"
	case status == "success" && !block:
		return "success"
	case block:
		return "notApplied"
	}
	return "notEnabled"
}

// isMultiFactor says whether a second factor was asked for.
func (s *signInRow) isMultiFactor() bool {
	o := s.decide()
	switch {
	case !s.isUser() || o.legacy:
		return false
	case o.error != nil:
		return o.error.code == 50074 || o.error.code == 50076 || o.error.code == 500121
	}
	return s.conditionalAccess() == "success" || s.once(askMFA, 200)
}

func (s *signInRow) requirement() string {
	if s.isMultiFactor() {
		return "multiFactorAuthentication"
	}
	return "singleFactorAuthentication"
}

// stepCount is the number of authenticationDetails: none for what nobody saw.
func (s *signInRow) stepCount() int {
	switch {
	case !s.isInteractive():
		return 0
	case s.isMultiFactor():
		return 2
	}
	return 1
}

func (s *signInRow) isSecondStep() bool { return s.at[0] == 1 }

func (s *signInRow) stepMethod() string {
	if s.isSecondStep() {
		return [...]string{"Mobile app notification", "Text message", "Previously satisfied"}[s.pick(askMFA.part(1), 3)]
	}
	return "Password"
}

func (s *signInRow) stepRequirement() string {
	if s.isSecondStep() {
		return "Multifactor authentication"
	}
	return "Primary authentication"
}

// stepResult is text about how the step went.
func (s *signInRow) stepResult() string {
	switch {
	case !s.stepSucceeded() && s.isSecondStep():
		return "MFA required in Azure AD"
	case !s.stepSucceeded():
		return "Invalid username or password or Invalid on-premise username or password."
	case s.isSecondStep():
		return "MFA completed in Azure AD"
	}
	return "Correct password"
}

// stepSucceeded: whoever was asked for a second factor got the first one right.
func (s *signInRow) stepSucceeded() bool {
	return s.decide().error == nil || s.isMultiFactor() && !s.isSecondStep()
}
