package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// answer is what a statement gave: the number of rows, the first of them, and the sum of all, in any order.
type answer struct {
	rows  int
	first string
	sum   [sha256.Size]byte
}

// String tells answers apart for people.
func (a answer) String() string {
	return fmt.Sprintf("%d rows (%x), the first in order %s", a.rows, a.sum[:4], a.first)
}

// collector is a result that becomes an answer.
type collector struct{ rows []string }

// Begin is told the columns, which do not matter.
func (*collector) Begin([]engine.Column) error { return nil }

// Row keeps the row as text.
func (c *collector) Row(values []m365cc.Value) error {
	var row strings.Builder
	for _, v := range values {
		fmt.Fprintf(&row, "%v\x1f", v.Any())
	}
	c.rows = append(c.rows, row.String())
	return nil
}

// End has nothing to do.
func (*collector) End() error { return nil }

func (c *collector) answer() answer {
	slices.Sort(c.rows)
	a := answer{rows: len(c.rows), sum: sha256.Sum256([]byte(strings.Join(c.rows, "\x1e")))}
	if len(c.rows) > 0 {
		a.first = fmt.Sprintf("%.200q", strings.Split(strings.TrimSuffix(c.rows[0], "\x1f"), "\x1f"))
	}
	return a
}

// answers are the right ones, by tenant and statement.
type answers struct{ of []map[string]answer }

func (a *answers) len() int {
	n := 0
	for _, all := range a.of {
		n += len(all)
	}
	return n
}

// askCalmly runs every statement at every tenant, and compares the counts with the tenant's own truth. Each has a
// connection of its own, since Graph's limits would make it wait.
func askCalmly(ctx context.Context, all []tenant) (*answers, error) {
	right := &answers{}
	for k, t := range all {
		right.of = append(right.of, map[string]answer{})
		for _, s := range allStatements {
			a, err := askOnce(ctx, all, k, s)
			if err != nil {
				return nil, fmt.Errorf("while all is calm: %s: %w", s.sql, err)
			}
			if want, known := t.Counts[s.table]; known && a.first != fmt.Sprintf(`["%d"]`, want) {
				return nil, fmt.Errorf("while all is calm: %s gives %s instead of %d, which the tenant knows", s.sql, a.first, want)
			}
			if a.rows == 0 {
				return nil, fmt.Errorf("while all is calm: %s gives no row, so that nothing could be missing", s.sql)
			}
			right.of[k][s.sql] = a
		}
	}
	return right, nil
}

// askOnce runs a statement on fresh connections.
func askOnce(ctx context.Context, all []tenant, k int, s statement) (a answer, err error) {
	places, err := openPlaces(all, 0)
	if err != nil {
		return a, err
	}
	defer places.close()
	db, err := places.open(k)
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var rows collector
	if err := db.Query(ctx, s.sql, &rows); err != nil {
		return a, err
	}
	return rows.answer(), nil
}
