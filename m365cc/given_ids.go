package m365cc

import (
	"hash/maphash"
	"sync"
)

// givenIDs are the ids of the objects that a query has been given. Graph gives an object on two pages when the directory
// changes in between, and for two parts of a list when the object moves from the one to the other. The zero value has
// none.
type givenIDs struct {
	mu   sync.Mutex // parts may be read side by side
	keys map[idKey]struct{}
}

// idKey stands for an id, at half its size: of a million ids, two have the same key once in 10^26 times.
type idKey [2]uint64

var idSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// withoutGiven leaves out the objects that were given before, and keeps the ids of the others. What Graph gives without an
// id is left alone.
func withoutGiven[R any](g *givenIDs, rows []R, id func(*R) string) []R {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.keys == nil {
		g.keys = map[idKey]struct{}{}
	}
	kept := 0
	for i := range rows {
		if !g.isFirst(id(&rows[i])) {
			continue
		}
		if kept != i {
			rows[kept] = rows[i]
		}
		kept++
	}
	clear(rows[kept:])
	return rows[:kept]
}

// isFirst is called with the lock.
func (g *givenIDs) isFirst(id string) bool {
	if id == "" {
		return true
	}
	before := len(g.keys)
	g.keys[idKey{maphash.String(idSeeds[0], id), maphash.String(idSeeds[1], id)}] = struct{}{}
	return len(g.keys) > before
}
