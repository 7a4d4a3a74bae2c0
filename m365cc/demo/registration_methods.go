package demo

// Authentication methods that a person has registered.

// method is one of them.
type method uint8

const (
	authenticatorPush method = iota
	oneTimePasscode
	mobilePhone
	alternateMobilePhone
	officePhone
	passkey
	helloForBusiness
	authenticatorPasswordless
	recoveryMail
	securityQuestion
	temporaryAccessPass
	methodCount
)

// methodFacts is what a method is good for, and its names: as a registered
// method, as a default of multifactor authentication, and as a preferred second
// factor.
type methodFacts struct {
	name, preferred string
	isDefault       bool // may be the default method
	isStrong        bool // counts for multifactor authentication
	resets          bool // counts for the reset of a password
	passwordless    bool
}

var methods = [methodCount]methodFacts{
	authenticatorPush:         {name: "microsoftAuthenticatorPush", preferred: "push", isDefault: true, isStrong: true, resets: true},
	oneTimePasscode:           {name: "softwareOneTimePasscode", preferred: "oath", isDefault: true, isStrong: true, resets: true},
	mobilePhone:               {name: "mobilePhone", preferred: "sms", isDefault: true, isStrong: true, resets: true},
	alternateMobilePhone:      {name: "alternateMobilePhone", preferred: "voiceAlternateMobile", isDefault: true, isStrong: true},
	officePhone:               {name: "officePhone", preferred: "voiceOffice", isDefault: true, isStrong: true, resets: true},
	passkey:                   {name: "passKeyDeviceBound", isStrong: true, passwordless: true},
	helloForBusiness:          {name: "windowsHelloForBusiness", isStrong: true, passwordless: true},
	authenticatorPasswordless: {name: "microsoftAuthenticatorPasswordless", isStrong: true, passwordless: true},
	recoveryMail:              {name: "email", resets: true},
	securityQuestion:          {name: "securityQuestion", resets: true},
	temporaryAccessPass:       {name: "temporaryAccessPass"},
}

// methodSet is a set of them.
type methodSet uint16

func (s methodSet) has(m method) bool { return s>>m&1 == 1 }

// count returns how many methods of the set fit.
func (s methodSet) count(fits func(*methodFacts) bool) int {
	n := 0
	for m := range methodCount {
		if s.has(m) && fits(&methods[m]) {
			n++
		}
	}
	return n
}

// nth returns the nth method of the set.
func (s methodSet) nth(n int) *methodFacts {
	for m := range methodCount {
		if s.has(m) {
			if n == 0 {
				return &methods[m]
			}
			n--
		}
	}
	return nil
}

// Combinations that people register, and how many of a thousand employees have
// each; the rest have none.
var methodRates = []struct {
	set  methodSet
	rate int
}{
	{1<<authenticatorPush | 1<<oneTimePasscode, 330},
	{1<<authenticatorPush | 1<<oneTimePasscode | 1<<mobilePhone, 180},
	{1 << mobilePhone, 110},
	{1<<mobilePhone | 1<<alternateMobilePhone | 1<<recoveryMail, 30},
	{1<<oneTimePasscode | 1<<recoveryMail, 30},
	{1 << officePhone, 20},
	{1 << passkey, 25},
	{1<<helloForBusiness | 1<<authenticatorPush, 60},
	{1<<passkey | 1<<helloForBusiness | 1<<authenticatorPasswordless | 1<<temporaryAccessPass, 25},
	// These register nothing that multifactor authentication takes.
	{1 << recoveryMail, 40},
	{1<<recoveryMail | 1<<securityQuestion, 20},
	{1 << temporaryAccessPass, 10},
}

// methods are what the person has registered: nothing for mailboxes and most
// programs, and less for guests.
func (p *person) methods() methodSet {
	n := p.pick(askMethods, 1000)
	switch {
	case p.kind == shared || p.kind == room || p.kind == service && n >= 50 || p.has(neverSignedIn):
		return 0
	case p.kind == guest:
		n += 400
	}
	for _, r := range methodRates {
		if n < r.rate {
			return r.set
		}
		n -= r.rate
	}
	return 0
}

func isStrong(m *methodFacts) bool       { return m.isStrong }
func isPasswordless(m *methodFacts) bool { return m.passwordless }
func resets(m *methodFacts) bool         { return m.resets }

func (p *person) isMFARegistered() bool { return p.methods().count(isStrong) > 0 }

// isMFACapable is false for a few whose method the policy no longer allows.
func (p *person) isMFACapable() bool { return p.isMFARegistered() && !p.once(askMethods.part(1), 40) }

func (p *person) isPasswordlessCapable() bool {
	return p.isMFACapable() && p.methods().count(isPasswordless) > 0
}

// isSSPRRegistered: the reset of a password needs two methods.
func (p *person) isSSPRRegistered() bool { return p.methods().count(resets) > 1 }

func (p *person) isSSPREnabled() bool {
	return p.worksHere() && !p.isAdmin() && !p.once(askMethods.part(2), 300)
}

func (p *person) isSSPRCapable() bool { return p.isSSPRRegistered() && p.isSSPREnabled() }

// isAdmin says whether the account has a role in the directory.
func (p *person) isAdmin() bool {
	return p.kind == service && p.once(askAdmin, 300) || p.worksHere() && p.once(askAdmin, 40)
}

// systemPreferred is off where an administrator has said so.
func (p *person) systemPreferred() bool { return !p.once(askMethods.part(3), 80) }

// defaultMethod is the one that the person chose of those that may be the
// default; nil for none.
func (p *person) defaultMethod() *methodFacts {
	set := p.methods()
	n := set.count(func(m *methodFacts) bool { return m.isDefault })
	if n == 0 {
		return nil
	}
	// Methods that may be the default come first.
	return set.nth(p.pick(askMethods.part(4), n))
}
