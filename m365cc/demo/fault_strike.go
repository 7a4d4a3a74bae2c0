package demo

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// faults knows which requests were struck. Its methods that begin with "is" are
// called while it is locked.
type faults struct {
	mu      sync.Mutex
	turns   map[turnKey]*turn
	stuck   map[string]stuck // by request, "" for all
	claimed map[string]bool  // ids of tokens that were asked for with the challenge
	struck  map[string]int
}

// turnKey is what is counted apart: the faults that strike equally often, on
// each of the three servers.
type turnKey struct {
	every int
	host  Target
}

// turn counts requests.
type turn struct {
	seen  map[string]bool // the requests that came before; nil unless Every is Once
	count int
	blows int
}

// stuck is a blow that may be given again, to a request that came with a token.
type stuck struct {
	spec  *faultSpec
	fault Fault
	token string
}

// victim is a request that faults may strike.
type victim struct {
	key    string // tells requests apart
	path   string // below the version
	target Target
	host   Target // Pages for all of Graph, Files or Tokens
	later  bool   // it asks for a page that is not the first
	token  string // the id of its access token; "": none
}

// strike finds the fault that strikes a request, false if there is none.
func (s *faults) strike(all []Fault, v victim) (stuck, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range []string{"", v.key} {
		if b, ok := s.stuck[key]; ok && v.fits(b.spec, &b.fault) && b.spec.stays(s, b.token, v.token) {
			return b, true
		}
	}
	var done []int
	for _, f := range all {
		if slices.Contains(done, f.Every) {
			continue
		}
		done = append(done, f.Every)
		if b, ok := s.inTurn(all, f.Every, v); ok {
			s.keep(b, v)
			return b, true
		}
	}
	return stuck{}, false
}

// inTurn finds the one of the faults that strike equally often whose turn it is.
func (s *faults) inTurn(all []Fault, every int, v victim) (stuck, bool) {
	var able []stuck
	for _, f := range all {
		spec := specOf(f.Name)
		if f.Every == every && v.fits(spec, &f) && (every == Always || spec.spares == nil || !spec.spares(s, v.token)) {
			able = append(able, stuck{spec, f, v.token})
		}
	}
	if len(able) == 0 || !s.turn(every, v.host).comes(every, v.key) {
		return stuck{}, false
	}
	t := s.turn(every, v.host)
	t.blows++
	return able[(t.blows-1)%len(able)], true
}

func (s *faults) turn(every int, host Target) *turn {
	key := turnKey{every, host}
	if s.turns[key] == nil {
		if s.turns == nil {
			s.turns = map[turnKey]*turn{}
		}
		s.turns[key] = &turn{seen: map[string]bool{}}
	}
	return s.turns[key]
}

// comes counts a request and says whether it is to be struck.
func (t *turn) comes(every int, key string) bool {
	t.count++
	if every > 0 {
		return t.count%every == 0
	}
	before := t.seen[key]
	t.seen[key] = true
	return !before
}

// keep remembers a blow that may be given again.
func (s *faults) keep(b stuck, v victim) {
	if b.spec.stays == nil {
		return
	}
	if s.stuck == nil {
		s.stuck = map[string]stuck{}
	}
	key := v.key
	if b.spec.everywhere {
		key = ""
	}
	s.stuck[key] = b
}

// fits says whether a fault can strike the request at all.
func (v *victim) fits(spec *faultSpec, f *Fault) bool {
	return spec.Strikes&v.target != 0 && strings.HasPrefix(v.path, f.Where) && (!spec.later || v.later) && (!spec.ofToken || v.token != "")
}

// note counts a fault that struck.
func (s *faults) note(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.struck == nil {
		s.struck = map[string]int{}
	}
	s.struck[name]++
}

func (s *faults) all() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.struck)
}

// forget begins anew.
func (s *faults) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turns, s.stuck, s.claimed, s.struck = nil, nil, nil, nil
}

func (s *faults) isClaimed(token string) bool { return s.claimed[token] }

// claim notes that a token was asked for with the challenge.
func (s *faults) claim(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.claimed == nil {
		s.claimed = map[string]bool{}
	}
	s.claimed[token] = true
}
