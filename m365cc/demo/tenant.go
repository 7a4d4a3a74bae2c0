package demo

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxUsers keeps row numbers within what names, GUIDs and page tokens can hold.
const maxUsers = 100_000_000

// Tenant is a made-up tenant: the truth that the server gives out piece by
// piece, and that tests compare with. Its methods may be called side by side.
type Tenant struct {
	users int
	seed  int64
	key   uint64
	now   int64 // seconds since 1970
	cloud cloudFacts

	roster     *roster
	catalogue  []skuFacts
	ids        [guidKinds]guidSpace
	castNumber map[string]int // by sign-in name in lower case

	licensing func() tenantLicences // counts all users, when first asked
	signInLog func() []signInRef    // sorts all sign-ins, when first asked
	orders    orders
	deleted   func() []int      // finds who is in the deleted items, when first asked
	auditLog  func() []auditRef // sorts all changes, when first asked
	newcomers [2]int            // users who have the sign-in name of somebody deleted
}

// NewTenant makes up a tenant without serving it. It fails for a size below
// zero or above 100 million and for an unknown cloud.
func NewTenant(o Options) (*Tenant, error) {
	o = o.withDefaults()
	if o.Users < 0 || o.Users > maxUsers {
		return nil, fmt.Errorf("%d users: not a number from 1 to %d", o.Users, maxUsers)
	}
	cloud, err := cloudNamed(o.Cloud)
	if err != nil {
		return nil, err
	}
	t := &Tenant{
		users: o.Users, seed: o.Seed, key: mix(uint64(o.Seed)), now: o.Now.Unix(), cloud: cloud,
		roster: newRoster(o.Seed), catalogue: catalogue(), castNumber: map[string]int{},
	}
	for kind := range t.ids {
		t.ids[kind] = newGUIDSpace(o.Seed, kind)
	}
	for i := range min(t.users, len(cast)) {
		t.castNumber[strings.ToLower(t.UserPrincipalName(i))] = i
	}
	t.newcomers = t.findNewcomers()
	t.licensing = sync.OnceValue(t.countLicences)
	t.signInLog = sync.OnceValue(t.sortSignIns)
	t.deleted = sync.OnceValue(t.findDeleted)
	t.auditLog = sync.OnceValue(t.sortAudits)
	return t, nil
}

// Len returns the number of users.
func (t *Tenant) Len() int { return t.users }

// Now returns the clock that the tenant's dates are relative to, in UTC.
func (t *Tenant) Now() time.Time { return time.Unix(t.now, 0).UTC() }

// ID returns the tenant's id, a GUID.
func (t *Tenant) ID() string { return t.ids[guidTenant].text(0) }

// Cloud returns the cloud that the tenant is in, as Options name it.
func (t *Tenant) Cloud() string { return t.cloud.name }

// Domain returns the company's own, default domain, such as contoso.com.
func (t *Tenant) Domain() string { return t.cloud.domain }

// Domains returns all verified domains, the default one first.
func (t *Tenant) Domains() []string {
	return []string{t.cloud.domain, t.cloud.initial, t.cloud.federatedDomain()}
}

// UserID returns the id of user i, a GUID.
func (t *Tenant) UserID(i int) string { return t.ids[guidUser].text(i) }

// UserPrincipalName returns the sign-in name of user i.
func (t *Tenant) UserPrincipalName(i int) string {
	var p person
	t.load(&p, i)
	return string(p.userPrincipalName(nil))
}

// Find returns the number of the user with this id or sign-in name, in any
// case, and whether there is one. Its time does not depend on the tenant's size.
func (t *Tenant) Find(idOrName string) (int, bool) {
	if hi, lo, ok := parseGUID(idOrName); ok {
		i, known := t.ids[guidUser].index(hi, lo)
		return i, known && i < t.users
	}
	name := strings.ToLower(idOrName)
	if i, ok := t.castNumber[name]; ok {
		return i, true
	}
	i, ok := t.guess(name)
	if !ok || i >= t.users || strings.ToLower(t.UserPrincipalName(i)) != name {
		return 0, false
	}
	return i, true
}

// guess reads a user's number out of a sign-in name in lower case. It may be
// wrong for a name that nobody has.
func (t *Tenant) guess(name string) (int, bool) {
	local, _, _ := strings.Cut(name, "@")
	if outside, ok := strings.CutSuffix(local, "#ext#"); ok {
		if at := strings.LastIndexByte(outside, '_'); at >= 0 {
			local = outside[:at]
		}
	}
	if x, ok := t.roster.find(local); ok {
		return x + dealtFrom, true
	}
	i, err := strconv.Atoi(local[strings.LastIndexByte(local, '-')+1:])
	return i, err == nil && i >= len(cast)
}
