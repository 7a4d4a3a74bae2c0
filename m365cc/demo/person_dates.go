package demo

import "time"

const (
	hour = 60 * 60
	day  = 24 * hour
)

// Dates are seconds since 1970, as the tenant's clock counts; 0 is null.

// before returns a moment up to span seconds before the tenant's now.
func (p *person) before(q question, span int64) int64 {
	return p.t.now - 60 - int64(below(p.roll(q), int(span)))
}

// since returns a moment between from and now: near from for share 0, near now
// for share 1000.
func (p *person) since(from int64, share int) int64 {
	return from + (p.t.now-from)*int64(share)/1001
}

// created is when the account was made, also where Graph does not know it.
func (p *person) created() int64 {
	switch {
	case p.has(isNew):
		return p.before(askCreated, 10*day)
	case p.has(hasNoCreated) && p.cast != nil:
		return p.t.now - 3400*day - int64(p.i)*day
	case p.kind == guest:
		return p.before(askCreated, 900*day)
	}
	return p.t.now - 15*day - int64(below(p.roll(askCreated), 3700*day))
}

// No date of creation was kept for some accounts from before June 2018.
var datesKept = time.Date(2018, time.June, 1, 0, 0, 0, 0, time.UTC).Unix()

func (p *person) createdDateTime() int64 {
	if c := p.created(); c >= datesKept || !p.has(hasNoCreated) {
		return c
	}
	return 0
}

// enabled is false for those who have left, and for shared mailboxes and rooms,
// where nobody is meant to sign in.
func (p *person) enabled() bool {
	switch p.kind {
	case shared, room:
		return p.has(isOpen) || p.once(askEnabled, 100)
	case guest:
		return p.cast != nil || !p.once(askEnabled, 30)
	}
	return !p.has(isDisabled)
}

// activity is when a person signs in.
type activity struct {
	interactive, nonInteractive, successful int64
}

// lastInteractive is the last attempt to sign in; 0: never.
func (p *person) lastInteractive() int64 {
	if p.has(neverSignedIn) || p.kind == guest && p.has(isPending) ||
		(p.kind == shared || p.kind == room) && !p.has(isOpen) && !p.once(askSignIn.part(1), 100) {
		return 0
	}
	n := p.pick(askSignIn.part(2), 1000)
	var at int64
	switch {
	case p.has(onlyFails) || p.has(failsLately) || p.has(isOpen) || n < 640:
		at = p.before(askSignIn, 7*day)
	case n < 810:
		at = p.before(askSignIn, 30*day)
	case n < 900:
		at = p.before(askSignIn, 90*day)
	case n < 960:
		at = p.before(askSignIn, 400*day)
	default:
		at = p.before(askSignIn, 1500*day)
	}
	if !p.enabled() {
		at -= 45 * day
	}
	// Nobody signs in before there is an account.
	return max(at, p.since(p.created(), 100))
}

// signIns returns the three moments of signInActivity; interactive 0: never.
func (p *person) signIns() activity {
	a := activity{interactive: p.lastInteractive()}
	if a.interactive == 0 {
		return a
	}
	if !p.once(askNonInteractive, 150) {
		shift := int64(below(p.roll(askNonInteractive.part(1)), 6*day)) - 3*day
		a.nonInteractive = min(max(a.interactive+shift, p.created()), p.t.now-30)
	}
	a.successful = max(a.interactive, a.nonInteractive)
	switch {
	case p.has(onlyFails):
		a.nonInteractive, a.successful = 0, 0
	case p.has(failsLately):
		a.nonInteractive = 0
		a.successful = max(a.interactive-int64(120+p.pick(askSuccessful, 200))*day, p.since(p.created(), 1))
	case p.once(askSuccessful, 100):
		a.successful = min(a.interactive, max(a.nonInteractive, p.created()))
	}
	// Graph has kept the successful ones only since the end of 2023.
	if a.successful < successesKept {
		a.successful = 0
	}
	return a
}

var successesKept = time.Date(2023, time.December, 1, 0, 0, 0, 0, time.UTC).Unix()

func (p *person) lastSignIn() int64               { return p.signIns().interactive }
func (p *person) lastNonInteractiveSignIn() int64 { return p.signIns().nonInteractive }
func (p *person) lastSuccessfulSignIn() int64     { return p.signIns().successful }

// requestID appends the id of the sign-in at a moment, nothing for never.
func (p *person) requestID(b []byte, at int64, n int) []byte {
	if at == 0 {
		return b
	}
	return p.t.ids[guidSignInRequest].append(b, p.i*4+n)
}

func (p *person) lastSignInRequest(b []byte) []byte { return p.requestID(b, p.lastSignIn(), 0) }

func (p *person) lastNonInteractiveRequest(b []byte) []byte {
	return p.requestID(b, p.lastNonInteractiveSignIn(), 1)
}

// lastSuccessfulRequest is the id of one of the other two where that was the
// successful one.
func (p *person) lastSuccessfulRequest(b []byte) []byte {
	a := p.signIns()
	return p.requestID(b, a.successful, a.success())
}

// success says which sign-in was the last successful one: 0 the last
// interactive, 1 the last non-interactive, 2 one before these.
func (a activity) success() int {
	switch a.successful {
	case a.interactive:
		return 0
	case a.nonInteractive:
		return 1
	}
	return 2
}

func (p *person) lastPasswordChange() int64 {
	return p.since(p.created(), p.pick(askPassword, 1000))
}

// sessionsValidFrom is the last change of the password, or a later reset.
func (p *person) sessionsValidFrom() int64 {
	if p.once(askPassword.part(1), 200) {
		return p.since(p.lastPasswordChange(), 500)
	}
	return p.lastPasswordChange()
}

// hireDate is a day, before the account was made or a little after.
func (p *person) hireDate() int64 {
	if !p.isNumbered() {
		return 0
	}
	at := p.created() + int64(p.pick(askLeave, 400)-385)*day
	return at - at%day
}

// leaveDate is a day, for many of those who have left, and for a few to come.
func (p *person) leaveDate() int64 {
	var at int64
	switch {
	case !p.isNumbered():
		return 0
	case !p.enabled() && (p.cast != nil || p.once(askLeave.part(1), 600)):
		at = p.before(askLeave.part(2), 300*day)
	case p.enabled() && p.once(askLeave.part(1), 20):
		at = p.t.now + int64(1+p.pick(askLeave.part(2), 90))*day
	default:
		return 0
	}
	return at - at%day
}

func (p *person) guestStateChanged() int64 {
	if p.kind != guest {
		return 0
	}
	return p.since(p.created(), p.pick(askGuestState.part(1), 200))
}
