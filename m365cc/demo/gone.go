package demo

// People who were deleted and are still in the reports, which forget them only
// after some weeks. They are numbered apart from the users.

// goneCount is how many there are.
func (t *Tenant) goneCount() int { return goneFew + t.users/100 }

// The first of them are the awkward cases.
const (
	goneReused    = iota // the sign-in name is a new user's since
	goneMultiline        // a line break in the display name
	goneUnmarked         // gone from the directory, but not yet marked in the reports
	goneFew              // the rest; the last of all has a new user's sign-in name too
)

// loadGone makes u number k of those who are gone. Their names come from behind
// those of all users, so that no user has them.
func (t *Tenant) loadGone(u *usage, k int) {
	p := &u.person
	t.load(p, max(t.users, len(cast))+k)
	p.kind = employee
	p.given = p.culture.given[p.pair.given].native
	p.family = p.culture.family[p.pair.family].native
	p.grantsKnown = true
	p.grants = append(p.grants[:0], grant{sku: skuE3 + k%2*(skuE1-skuE3)})
	p.licenceList = append(p.licenceList[:0], licence{sku: p.grants[0].sku})

	u.gone, u.goneName, u.goneShow = true, "", ""
	u.goneDay = t.refreshDay() - int64(p.pick(askGone, 27))
	switch k {
	case goneReused:
		t.giveName(u, t.newcomers[0])
		u.goneShow = "Diego Santos"
	case goneMultiline:
		u.goneShow = word(p.displayName) + "\n(on leave)"
	case goneUnmarked:
		u.goneDay = t.refreshDay() + 1
	case t.goneCount() - 1:
		t.giveName(u, t.newcomers[1])
	}
}

// giveName makes u somebody who had the sign-in name of user i until shortly
// before that user's account was made.
func (t *Tenant) giveName(u *usage, i int) {
	if i < 0 {
		return
	}
	var heir person
	t.load(&heir, i)
	u.goneName = string(heir.userPrincipalName(nil))
	u.goneDay = heir.created()/day - 1 - int64(u.pick(askGone, 10))
}

// findNewcomers returns two users whose accounts are new and in the reports
// already; -1 where the tenant is too small.
func (t *Tenant) findNewcomers() [2]int {
	found := [2]int{-1, -1}
	var p person
	n := 0
	for i := 0; i < t.users && n < len(found); i++ {
		t.load(&p, i)
		if !p.has(isNew) || !p.worksHere() || p.created()/day > t.refreshDay() {
			continue
		}
		if _, licences := p.licensing(); len(licences) > 0 {
			found[n] = i
			n++
		}
	}
	return found
}

// isDeleted is what the reports say, which know nothing of today.
func (u *usage) isDeleted() bool { return u.gone && u.goneDay <= u.t.refreshDay() }

func (u *usage) deletedDay() int64 {
	if u.isDeleted() {
		return u.goneDay
	}
	return 0
}
