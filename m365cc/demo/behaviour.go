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
	NoPremium bool     // the tenant has no Entra ID P1 or P2: requests that touch signInActivity, the sign-in log or the registration report get 403

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
	LogRequests          int           // how many requests for the sign-in log and the registration report are answered in any ten seconds; 0: Graph's five; below 0: all
	SignInClauses        int           // how many clauses an or in a filter of sign-ins may join; 0: any number, since no limit is documented
	RefuseUndocumented   bool          // the registration report refuses what its pages do not list, though clients in the field use it: $select, $top, or, and some filters; reports in JSON refuse $top
	RefuseSignInSelect   bool          // $select of sign-ins gets 400: its pages do not list that option, though Graph takes it

	ConcealNames     bool          // the reports show 32 digits instead of names of users, owners and sites
	LineFeeds        bool          // lines of reports end with LF instead of CRLF
	MovedColumns     bool          // the columns of files are in reverse order, with an unknown one among them
	BadRow           int           // this row of files, from 1, has a field too many, as the service has been seen to write it; 0: none
	ReportRequests   int           // how often a report may be asked for in ReportLimitTime; 0: 14 times as a file, 100 times as JSON; below 0: any
	ReportLimitTime  time.Duration // 0: ten minutes
	DownloadLifetime time.Duration // of the address of a report's file; 0: five minutes
	DownloadBytes    int           // the connection breaks when so many bytes of a report's file were sent; 0: never

	Faults           []Fault                                               // what goes wrong on the way, beside the switches; nil: nothing
	Latency          time.Duration                                         // every Graph request waits so long
	Throttle         func(r *http.Request) (status int, retryAfter string) // answers before anything else where its status is not 0; nil: never
	ThrottleDownload func(r *http.Request) (status int, retryAfter string) // likewise where the files of reports are
	Hold             func(r *http.Request)                                 // is called before a Graph request is answered and may block; it should give up when r.Context() ends; nil: nothing
}

// DefaultRoles returns the permissions that the application has been granted
// unless Behaviour.Roles says otherwise: all that the demo tenant asks for.
func DefaultRoles() []string {
	return []string{
		"User.Read.All", roleAuditLog, roleReports, "Directory.Read.All", "Organization.Read.All",
		"LicenseAssignment.Read.All", roleLifeCycle, roleAttributes, roleReportSettings,
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
