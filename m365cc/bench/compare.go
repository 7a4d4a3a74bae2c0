//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
)

// floorRounds bounds how often a floor is measured, since it takes long and is far from every goal.
const floorRounds = 3

// compare measures and prints.
func compare(ctx context.Context, o options, out io.Writer) error {
	chosen := ways
	if o.only != "" {
		w, err := wayNamed(o.only)
		if err != nil {
			return err
		}
		chosen = []way{w}
	}
	r := newReport(o.users)
	if err := measureAll(ctx, o.users, o.rounds, chosen, o, r); err != nil {
		return err
	}
	if o.large > 0 && o.large != o.users && o.only == "" {
		r.large = o.large
		if err := measureAll(ctx, o.large, 1, largeWays(), o, r); err != nil {
			return err
		}
	}
	return r.print(out)
}

// measureAll serves a tenant and reads it in each of the ways, in turn.
func measureAll(ctx context.Context, users, rounds int, chosen []way, o options, r *report) error {
	t, stop, err := startTenant(ctx, users)
	if err != nil {
		return fmt.Errorf("start the made-up tenant: %w", err)
	}
	defer stop()
	for round := range rounds {
		for _, w := range chosen {
			if w.made && round >= floorRounds {
				continue
			}
			m, err := runReader(ctx, t, w, w.rows(users, o.floorRows), o.profile)
			if err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
			r.add(w.name, users, m)
		}
	}
	return nil
}
