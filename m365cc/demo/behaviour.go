package demo

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Behaviour has the ways in which a real tenant or a real Graph may differ from
// what the documentation says. The zero value is a strict and healthy one.
type Behaviour struct {
	Roles     []string // the application permissions in new tokens; nil: DefaultRoles
	NoPremium bool     // the tenant has no Entra ID P1 or P2: requests that touch signInActivity get 403

	RefuseFilter      []string // properties that $filter refuses with 400, naming them; "*": any $filter
	RefuseOperators   []string // operators ("in", "ne", "startswith", "any", "$count" ...) that $filter refuses with 400, naming no property
	RefuseAdvanced    bool     // advanced queries get 400, as in a B2C tenant
	UnknownProperties []string // properties that this cloud does not know, in $select and $filter

	MaxTop               int           // the largest $top of users; 0: 999
	SignInActivityMaxTop int           // with signInActivity, the $top above which Graph answers 400; 0: larger ones give pages of 500
	PageSize             int           // pages are never longer, whatever is asked for; 0: as asked
	EmptyPages           bool          // an empty page with a nextLink stands between two pages
	TokenLifetime        time.Duration // of new tokens; 0: one hour
	ResourceUnits        int           // the budget of ten seconds; 0: Graph's for the size of the tenant; below 0: none

	Latency  time.Duration                                         // every Graph request waits so long
	Throttle func(r *http.Request) (status int, retryAfter string) // answers before anything else where its status is not 0; nil: never
	Hold     func(r *http.Request)                                 // is called before a Graph request is answered and may block; it should give up when r.Context() ends; nil: nothing
}

// DefaultRoles returns the permissions that the application has been granted
// unless Behaviour.Roles says otherwise: all that the demo tenant asks for.
func DefaultRoles() []string {
	return []string{
		"User.Read.All", roleAuditLog, "Reports.Read.All", "Directory.Read.All", "Organization.Read.All",
		"LicenseAssignment.Read.All", roleLifeCycle, roleAttributes,
	}
}

func (b *Behaviour) roles() []string {
	if b.Roles == nil {
		return DefaultRoles()
	}
	return b.Roles
}

// maxTop is the largest $top of users.
func (b *Behaviour) maxTop() int {
	if b.MaxTop == 0 {
		return 999
	}
	return b.MaxTop
}

func (b *Behaviour) tokenLifetime() time.Duration {
	if b.TokenLifetime == 0 {
		return time.Hour
	}
	return b.TokenLifetime
}

// refusesFilter is asked with a property's path.
func (b *Behaviour) refusesFilter(path []string) bool {
	return slices.ContainsFunc(b.RefuseFilter, func(name string) bool {
		return name == "*" || name == path[0] || name == strings.Join(path, "/")
	})
}

func (b *Behaviour) refusesOperator(o operator) bool {
	return slices.ContainsFunc(b.RefuseOperators, func(name string) bool { return strings.EqualFold(name, o.String()) })
}
