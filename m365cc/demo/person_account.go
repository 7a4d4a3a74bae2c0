package demo

// What Entra knows of an account beside names, work and licences.

func (p *person) userType(b []byte) []byte {
	switch {
	case p.has(hasNoType):
		return b
	case p.kind == guest:
		return append(b, "Guest"...)
	}
	return append(b, "Member"...)
}

func (p *person) creationType(b []byte) []byte {
	switch {
	case p.kind != guest:
		return b
	case p.has(signedUp):
		return append(b, "SelfServiceSignUp"...)
	}
	return append(b, "Invitation"...)
}

func (p *person) externalUserState(b []byte) []byte {
	switch {
	case p.kind != guest:
		return b
	case p.has(isPending):
		return append(b, "PendingAcceptance"...)
	}
	return append(b, "Accepted"...)
}

// The three properties about age are null but for apprentices under age and a
// few grown-ups.

func (p *person) isGrownUp() bool { return p.has(hasEverything) }

func (p *person) ageGroup(b []byte) []byte {
	switch {
	case p.has(isMinor):
		return append(b, "Minor"...)
	case p.isGrownUp():
		return append(b, "Adult"...)
	}
	return b
}

func (p *person) minorConsent(b []byte) []byte {
	if p.has(isMinor) {
		return append(b, "Granted"...)
	}
	return b
}

func (p *person) legalAgeGroup(b []byte) []byte {
	switch {
	case p.has(isMinor):
		return append(b, "MinorWithParentalConsent"...)
	case p.isGrownUp():
		return append(b, "Adult"...)
	}
	return b
}

func (p *person) passwordPolicies(b []byte) []byte {
	switch n := p.pick(askPassword.part(2), 100); {
	case p.kind == service || n < 8:
		return append(b, "DisablePasswordExpiration"...)
	case p.kind == shared || n < 10:
		return append(b, "DisablePasswordExpiration, DisableStrongPassword"...)
	}
	return b
}

// isManagementRestricted is null where it was never set.
func (p *person) isManagementRestricted() trilean {
	if p.has(isRestricted) {
		return yes
	}
	return null
}

func (p *person) isResourceAccount() trilean {
	if p.kind == room {
		return yes
	}
	return null
}

func (p *person) showInAddressList() trilean {
	switch {
	case p.has(isRestricted):
		return no
	case p.kind == shared || p.kind == room || p.once(askMail.part(3), 50):
		return yes
	}
	return null
}

// deviceEnrollmentLimit is null for those who have no Intune.
func (p *person) deviceEnrollmentLimit() (int64, bool) {
	_, licences := p.licensing()
	for _, l := range licences {
		if l.sku == skuE5 || l.sku == skuE3 || l.sku == skuEMS {
			if p.once(askExtras.part(9), 20) {
				return 1000, true
			}
			return 5, true
		}
	}
	return 0, false
}

func (p *person) certificateCount() int {
	if p.has(hasEverything) {
		return 1
	}
	return 0
}

func (p *person) certificateUserID(b []byte) []byte {
	return p.userPrincipalName(append(b, "X509:<PN>"...))
}
