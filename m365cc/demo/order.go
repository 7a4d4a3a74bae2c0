package demo

import (
	"bytes"
	"cmp"
	"slices"
	"sync"
)

// orders keeps, for each $orderby that was asked for, the users' numbers in
// that order: four bytes a user. Beside the numbers of the sign-in log it is
// the one thing that is kept, since a list of many pages would sort all users
// again for each.
type orders struct {
	mu   sync.Mutex
	kept map[string][]int32
}

// order returns the users' numbers in the order of a property, as $orderby has
// them: without regard to case, null first, and users that are equal in the
// order of the list.
func (t *Tenant) order(f *property[*person]) []int32 {
	t.orders.mu.Lock()
	defer t.orders.mu.Unlock()
	if sorted, ok := t.orders.kept[f.name]; ok {
		return sorted
	}
	sorted := make([]int32, t.users)
	keys := make([]sortKey, t.users)
	var texts []byte
	var p person
	for i := range t.users {
		t.load(&p, i)
		sorted[i] = int32(i)
		if f.form == formTime {
			keys[i].number = f.time(&p)
			continue
		}
		start := len(texts)
		texts = append(texts, fold(f.text(&p, nil))...)
		keys[i] = sortKey{number: int64(start), end: int64(len(texts))}
	}
	slices.SortStableFunc(sorted, func(a, b int32) int {
		if f.form == formTime {
			return cmp.Compare(keys[a].number, keys[b].number)
		}
		return bytes.Compare(texts[keys[a].number:keys[a].end], texts[keys[b].number:keys[b].end])
	})
	if t.orders.kept == nil {
		t.orders.kept = map[string][]int32{}
	}
	t.orders.kept[f.name] = sorted
	return sorted
}

// sortKey is a moment, or where a text begins and ends.
type sortKey struct{ number, end int64 }
