package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is something that goes wrong on the way to a client, where and when the
// fields say. Of several faults with the same Every, one strikes at a time, and
// they take turns.
type Fault struct {
	Name       string        // one of Faults
	Where      string        // a prefix of the path below the version, "users" or "reports/getOffice365"; "": wherever the fault can strike
	Every      int           // 0: the first attempt of each request, so that another one succeeds; 1: always; n: every nth request that it can strike
	RetryAfter time.Duration // what throttle-seconds, throttle-date and unavailable ask for; 0: a second
}

// Once and Always are values of Fault.Every.
const (
	Once   = 0
	Always = 1
)

// Target is a kind of request that faults strike. Several are a set.
type Target uint8

// The kinds of requests.
const (
	Pages       Target = 1 << iota // of the lists of the directory and of the logs
	ReportPages                    // of reports in JSON
	Objects                        // single ones, by their key
	Counts                         // the $count segment
	Addresses                      // requests for a report, which Graph answers with a redirect to its file
	Files                          // reports as CSV, most of them on a host of their own
	Tokens                         // everything that the token server answers
)

const (
	anyPage  = Pages | ReportPages
	jsonBody = anyPage | Objects
	graphOwn = jsonBody | Counts // with a body that Graph itself gives
	anyGraph = graphOwn | Addresses
)

// Outcome says what a query comes to that a fault strikes.
type Outcome int

const (
	// Harmless faults leave nothing out: the result must be whole, however often they strike.
	Harmless Outcome = iota
	// Curable faults give no whole answer, but another attempt gets one unless they strike always: the
	// result must be whole, or an error.
	Curable
	// Fatal faults cannot or must not be overcome: the query must end with an error.
	Fatal
)

// FaultInfo tells what a fault is.
type FaultInfo struct {
	Name    string
	Says    string // what it does, without a full stop
	Strikes Target
	Outcome Outcome
}

// Faults returns all faults that there are, those of Graph first.
func Faults() []FaultInfo {
	var all []FaultInfo
	for _, spec := range faultSpecs {
		all = append(all, spec.FaultInfo)
	}
	return all
}

// ParseFault reads NAME, NAME:always or NAME:7 (every seventh request), each of
// them with @PREFIX of a path. The error of an unknown name lists all.
func ParseFault(text string) (Fault, error) {
	rest, where, _ := strings.Cut(text, "@")
	name, when, hasWhen := strings.Cut(rest, ":")
	f := Fault{Name: name, Where: strings.TrimPrefix(where, "/")}
	if specOf(name) == nil {
		var names []string
		for _, spec := range faultSpecs {
			names = append(names, spec.Name)
		}
		return Fault{}, fmt.Errorf("%q is not one of %s", name, strings.Join(names, ", "))
	}
	switch n, err := strconv.Atoi(when); {
	case !hasWhen:
	case when == "always":
		f.Every = Always
	case err == nil && n > 1:
		f.Every = n
	default:
		return Fault{}, fmt.Errorf("%q does not say when %s strikes; give %[2]s, %[2]s:always or %[2]s:7 for every seventh request", when, name)
	}
	return f, nil
}

// faultSpec is a fault with what it does.
type faultSpec struct {
	FaultInfo
	spoil func(*blow, *message) bool // changes an answer; false: there is nothing to spoil
	pages func(*paging)              // makes other pages of a list; nil: the usual ones

	needsPages bool                                    // strikes only lists of several pages, so that their first one is made short
	later      bool                                    // strikes no first page
	spares     func(s *faults, token string) bool      // whether a token is struck only by Always; nil: all are struck
	stays      func(s *faults, first, now string) bool // whether a request that was struck with one token is struck again with another; nil: no
	ofToken    bool                                    // strikes no request without a good token, which is refused anyway
	everywhere bool                                    // all requests are struck from the first one on
}

// specOf returns nil for a name that is not known.
func specOf(name string) *faultSpec {
	k := slices.IndexFunc(faultSpecs, func(s *faultSpec) bool { return s.Name == name })
	if k < 0 {
		return nil
	}
	return faultSpecs[k]
}

// retryAfter is a second unless the fault says otherwise.
func (f *Fault) retryAfter() time.Duration {
	if f.RetryAfter == 0 {
		return time.Second
	}
	return f.RetryAfter
}
