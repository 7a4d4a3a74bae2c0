package demo

import (
	"cmp"
	"slices"
	"sort"
)

// The log of changes in the directory follows from the tenant: whoever was
// created, licensed, blocked or deleted within thirty days is in it, at the
// moment that the user's own properties tell.

const auditDays = 30

// What is asked about one change. The numbers begin where those about sign-ins
// can never end.
const (
	askBlocked question = iota + 192
	askAuditor
	askAuditDetail
)

// auditKind is what was done.
type auditKind uint8

const (
	addUser auditKind = iota
	addMember
	changeLicence
	resetPassword
	disableAccount
	deleteUser
)

// auditRef says which change it is.
type auditRef struct {
	at   int64 // seconds since 1970
	who  int   // the number of the user; behind the users, of somebody gone
	kind auditKind
	nth  uint8 // of the user's grants
}

// sortAudits makes the log, the oldest first.
func (t *Tenant) sortAudits() []auditRef {
	var refs []auditRef
	add := func(at int64, who int, kind auditKind, nth int) {
		if at > t.now-auditDays*day && at < t.now {
			refs = append(refs, auditRef{at, who, kind, uint8(nth)})
		}
	}
	var p person
	for i := range t.users {
		t.load(&p, i)
		p.audits(func(at int64, kind auditKind, nth int) { add(at, i, kind, nth) })
	}
	var u usage
	for _, k := range t.deleted() {
		t.loadGone(&u, k)
		add(u.deletedAt(), t.users+k, deleteUser, 0)
	}
	slices.SortFunc(refs, func(a, b auditRef) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.who, b.who), cmp.Compare(a.kind, b.kind), cmp.Compare(a.nth, b.nth))
	})
	return refs
}

// audits calls give with what was done to a user, however long ago.
func (p *person) audits(give func(at int64, kind auditKind, nth int)) {
	give(p.created(), addUser, 0)
	if at := p.blockedAt(); at > 0 {
		give(at, disableAccount, 0)
	}
	if p.worksHere() {
		give(p.lastPasswordChange(), resetPassword, 0)
	}
	grants, _ := p.licensing()
	for k, g := range grants {
		at := p.assigned(g.sku)
		give(at, changeLicence, k)
		if g.group > 0 {
			give(at-min(90, at-p.created()), addMember, k)
		}
	}
}

// blockedAt is when the account was blocked; 0: it is not, or nobody knows. Nobody
// signs in after that.
func (p *person) blockedAt() int64 {
	if p.enabled() || p.kind == shared || p.kind == room || p.cast == nil && !p.once(askBlocked, 500) {
		return 0
	}
	last := p.signIns()
	return max(p.before(askBlocked.part(1), 29*day), p.created()+60, last.interactive+60, last.nonInteractive+60)
}

// auditPlace returns how many changes are before a moment, or with it.
func (t *Tenant) auditPlace(m logTime, with bool) int {
	log := t.auditLog()
	return sort.Search(len(log), func(k int) bool {
		n := (logTime{log[k].at, t.auditTicks(k)}).compare(m)
		return n > 0 || n == 0 && !with
	})
}

// auditTicks is the fraction of a second of a change, in units of 100 ns. Those of
// one second are in their order.
func (t *Tenant) auditTicks(k int) int64 {
	log, before := t.auditLog(), 0
	for before < k && log[k-before-1].at == log[k].at {
		before++
	}
	const steps = 64
	return int64(min(before, steps-1))*(ticksPerSecond/steps) + int64(below(mix(t.key^uint64(k)), ticksPerSecond/steps))
}

const (
	auditCorrelation = 1 << 40 // of the numbers of GUIDs
	auditPrincipal   = 1 << 41
)

// appendAuditID appends the id of change k, which is none of a GUID's form.
func (t *Tenant) appendAuditID(b []byte, k int) []byte {
	b = append(b, "Directory_"...)
	b = t.ids[guidAudit].append(b, auditCorrelation+k)
	b = append(b, "_QYZ7K_"...)
	return appendInt(b, 19_000_000+k, 1)
}

// findAudit returns the change with this id.
func (t *Tenant) findAudit(id string) (int, bool) {
	const prefix = len("Directory_")
	if len(id) < prefix+36 {
		return 0, false
	}
	hi, lo, ok := parseGUID(id[prefix : prefix+36])
	if !ok {
		return 0, false
	}
	k, ok := t.ids[guidAudit].index(hi, lo)
	k -= auditCorrelation
	return k, ok && k >= 0 && k < len(t.auditLog()) && string(t.appendAuditID(nil, k)) == id
}
