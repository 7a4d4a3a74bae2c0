package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// kept are rows that the loops of a statement read again and again. They are read from the stream only as
// far as a loop needs, and once.
type kept struct {
	db     *DB
	def    *m365cc.Table
	stream *stream
	// places are where each column is in a row of the store, -1 for those that are not kept.
	places []int
	width  int
	whole  bool // the stream is at its end
	store  store
	index  map[lookup]*index
}

// store holds rows by number, in memory or in a file.
type store interface {
	// append keeps a row.
	append(row []m365cc.Value) error
	// row returns a row; it is good until the next call.
	row(i int) ([]m365cc.Value, error)
	len() int
	close() error
}

// lookup is a column and the collation that it is compared by.
type lookup struct {
	column    int
	collation string
}

// index finds the numbers of the rows with a key.
type index map[string][]int32

func newKept(db *DB, def *m365cc.Table, s *stream, columns []int) *kept {
	k := &kept{db: db, def: def, stream: s, places: make([]int, len(def.Columns)), width: len(columns), store: &memoryStore{width: len(columns)}, index: map[lookup]*index{}}
	for i := range k.places {
		k.places[i] = -1
	}
	for place, column := range columns {
		k.places[column] = place
	}
	return k
}

// look returns the rows that the bound terms may hold for: by key if one of the terms that vary is an
// equality, else all.
func (k *kept) look(bounds []bound) (rows, error) {
	for _, b := range bounds {
		if b.constant || !b.isEqual() || k.places[b.column] < 0 {
			continue
		}
		keys, ok := k.keys(b)
		if !ok {
			continue
		}
		if err := k.readAll(); err != nil {
			return nil, err
		}
		found, err := k.find(lookup{b.column, b.collation}, keys)
		if err != nil {
			return nil, err
		}
		return k.loop(&keptRows{kept: k, numbers: found, byKey: true}), nil
	}
	return k.loop(&keptRows{kept: k}), nil
}

func (k *kept) loop(r *keptRows) *keptRows {
	k.db.statement.active++
	return r
}

// keys are the values to look for; false where they do not compare as the column's values do.
func (k *kept) keys(b bound) ([]string, bool) {
	column := k.def.Columns[b.column]
	keys := make([]string, 0, len(b.values))
	for _, v := range b.values {
		value := typed(column.Type, v)
		key, ok := keyOf(value, b.collation)
		if !ok {
			return nil, false
		}
		keys = append(keys, key)
	}
	return keys, true
}

// keyOf is equal for values that are equal by the collation. It is false for NULL and unknown collations.
func keyOf(v m365cc.Value, collation string) (string, bool) {
	switch {
	case v.IsNull():
		return "", false
	case v.Type() == m365cc.Timestamp:
		return v.Text(), strings.EqualFold(collation, timeCollation)
	case v.Type() == m365cc.Boolean, v.Type() == m365cc.Integer:
		return strconv.FormatInt(v.Int(), 10), true
	case strings.EqualFold(collation, "BINARY"):
		return v.Text(), true
	case strings.EqualFold(collation, "NOCASE"):
		return m365cc.LowerASCII(v.Text()), true
	}
	return "", false
}

// readAll keeps what is left of the stream.
func (k *kept) readAll() error {
	for !k.whole {
		if err := k.readOne(); err != nil {
			return err
		}
	}
	return nil
}

// readOne keeps the next row of the stream, or notices its end.
func (k *kept) readOne() error {
	more, err := k.stream.next(k.db.conn.GetInterrupt())
	if err != nil {
		return err
	}
	if !more {
		k.whole = true
		return nil
	}
	row := make([]m365cc.Value, k.width)
	for column, place := range k.places {
		if place >= 0 {
			row[place] = k.stream.batch.Value(k.stream.row, column)
		}
	}
	return k.keep(row)
}

func (k *kept) keep(row []m365cc.Value) error {
	if m, ok := k.store.(*memoryStore); ok && m.full() {
		spilled, err := spill(m)
		if err != nil {
			return err
		}
		k.store = spilled
	}
	return k.store.append(row)
}

// find returns the numbers of the rows with one of the keys, from an index that is made at the first look.
func (k *kept) find(by lookup, keys []string) ([]int32, error) {
	idx, ok := k.index[by]
	if !ok {
		made, err := k.makeIndex(by)
		if err != nil {
			return nil, err
		}
		idx = &made
		k.index[by] = idx
	}
	if len(keys) == 1 {
		return (*idx)[keys[0]], nil
	}
	var found []int32
	seen := map[string]bool{}
	for _, key := range keys {
		if !seen[key] {
			seen[key] = true
			found = append(found, (*idx)[key]...)
		}
	}
	slices.Sort(found) // as they were read, which may be the order that SQLite relies on
	return found, nil
}

func (k *kept) makeIndex(by lookup) (index, error) {
	idx := make(index, k.store.len())
	for i := range k.store.len() {
		row, err := k.store.row(i)
		if err != nil {
			return nil, err
		}
		if key, ok := keyOf(row[k.places[by.column]], by.collation); ok {
			idx[key] = append(idx[key], int32(i))
		}
	}
	return idx, nil
}

// close ends the stream and drops the rows.
func (k *kept) close() error {
	k.stream.close()
	return k.store.close()
}

// keptRows is one loop over kept rows.
type keptRows struct {
	kept    *kept
	byKey   bool
	numbers []int32 // of the rows, with byKey
	at      int     // how many were given
	row     int     // the number of the current one
	current []m365cc.Value
}

func (r *keptRows) next() (bool, error) {
	number := r.at
	switch {
	case r.byKey && r.at >= len(r.numbers):
		return false, nil
	case r.byKey:
		number = int(r.numbers[r.at])
	default:
		for number >= r.kept.store.len() {
			if r.kept.whole {
				return false, nil
			}
			if err := r.kept.readOne(); err != nil {
				return false, err
			}
		}
	}
	r.at++
	r.row = number
	var err error
	r.current, err = r.kept.store.row(number)
	return err == nil, err
}

func (r *keptRows) number() int64 { return int64(r.row) }

func (r *keptRows) value(column int) m365cc.Value {
	if place := r.kept.places[column]; place >= 0 {
		return r.current[place]
	}
	return m365cc.Value{}
}

func (r *keptRows) close() { r.kept.db.statement.active-- }

// memoryStore keeps rows in memory.
type memoryStore struct {
	width int
	rows  [][]m365cc.Value
	bytes int
}

// memoryBound is how many bytes a store may hold before it goes to a file; tests lower it.
var memoryBound = 64 << 20

// valueSize is what a value takes beside its text.
const valueSize = 32

func (m *memoryStore) append(row []m365cc.Value) error {
	m.rows = append(m.rows, row)
	m.bytes += len(row) * valueSize
	for _, v := range row {
		m.bytes += len(v.Text())
	}
	return nil
}

func (m *memoryStore) row(i int) ([]m365cc.Value, error) { return m.rows[i], nil }
func (m *memoryStore) len() int                          { return len(m.rows) }
func (m *memoryStore) full() bool                        { return m.bytes > memoryBound }
func (m *memoryStore) close() error                      { m.rows = nil; return nil }
