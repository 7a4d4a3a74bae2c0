package graph

import (
	"maps"
	"sync"
	"time"
)

// refusals is what a connection has learned about its Graph: which filters, properties and page sizes it
// does not take, although the documentation says so. Each is found out once, with one warning, and left
// out for a while; the rows are right either way, since the SQL engines check every condition again. After
// that while it is asked for again: consent may have been granted, or a licence bought.
type refusals struct {
	mu      sync.Mutex
	now     func() time.Time    // nil: time.Now
	learned map[string]*learned // by version and path of the collection
	warned  map[string]bool
}

// learned is what one collection refuses.
type learned struct {
	properties map[string]bool
	filters    map[string]bool // by the kind of a clause, or of a whole filter
	tops       map[int]int     // the page size that is taken, by the one that the request would have without it
	noSelect   bool            // where the request can do without $select
	since      time.Time
}

// relearnAfter is how long a refusal is taken for granted.
const relearnAfter = 5 * time.Minute

func (k *refusals) time() time.Time {
	if k.now != nil {
		return k.now()
	}
	return time.Now()
}

// lesson is something refused: told and remembered once the request succeeds without it.
type lesson struct {
	remember func(*learned)
	warning  string
	err      error
	// visible lessons change the answer, others only the way to it.
	visible bool
}

// of returns a copy of what is known of a collection.
func (k *refusals) of(place string) *learned {
	k.mu.Lock()
	defer k.mu.Unlock()
	known, ok := k.learned[place]
	if !ok || k.time().Sub(known.since) > relearnAfter {
		delete(k.learned, place)
		return newLearned(k.time())
	}
	return &learned{maps.Clone(known.properties), maps.Clone(known.filters), maps.Clone(known.tops), known.noSelect, known.since}
}

func newLearned(now time.Time) *learned {
	return &learned{map[string]bool{}, map[string]bool{}, map[int]int{}, false, now}
}

func rememberProperty(property string) func(*learned) {
	return func(k *learned) { k.properties[property] = true }
}

func (k *refusals) remember(place string, l lesson) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.learned == nil {
		k.learned = map[string]*learned{}
	}
	if k.learned[place] == nil {
		k.learned[place] = newLearned(k.time())
	}
	l.remember(k.learned[place])
}

// first says whether the warning is given for the first time.
func (k *refusals) first(warning string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.warned == nil {
		k.warned = map[string]bool{}
	}
	was := k.warned[warning]
	k.warned[warning] = true
	return !was
}
