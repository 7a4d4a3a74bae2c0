package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// startServers serves tenants in this process.
func startServers(t *testing.T) (servers []*demo.Server, all []tenant) {
	t.Helper()
	for k := range tenantCount {
		server, err := demo.Start(demo.Options{Users: 60, Seed: int64(k + 1)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { server.Close() })
		server.Set(func(b *demo.Behaviour) { b.LogRequests, b.ReportRequests = -1, -1 })
		servers, all = append(servers, server), append(all, introduce(server))
	}
	return servers, all
}

// runBriefly runs a few workers for a second.
func runBriefly(t *testing.T, all []tenant, right *answers) *tally {
	t.Helper()
	o := options{time: time.Second, queries: 4, seed: 1}
	places, err := openPlaces(all, o.time)
	if err != nil {
		t.Fatal(err)
	}
	defer places.close()
	c := &crew{places: places, answers: right, tally: newTally(), until: time.Now().Add(o.time)}
	if err := c.run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return c.tally
}

// TestMistakesAreFound spoils what is right, and then what Graph answers: both must be told, with the statement.
func TestMistakesAreFound(t *testing.T) {
	servers, all := startServers(t)
	right, err := askCalmly(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	if got := runBriefly(t, all, right); got.failed > 0 || got.done == 0 {
		t.Fatalf("%d right answers, and these failures while all is calm: %q", got.done, got.failures)
	}
	for _, server := range servers {
		server.Set(func(b *demo.Behaviour) { b.Faults = []demo.Fault{{Name: "next-garbage", Every: demo.Always}} })
	}
	if got := runBriefly(t, all, right); got.failed == 0 || !strings.Contains(got.failures[0], "select ") {
		t.Errorf("%d failures with a fault that nothing cures: %q", got.failed, got.failures)
	}
	for _, server := range servers {
		server.Set(func(b *demo.Behaviour) { b.Faults = nil })
	}
	for _, of := range right.of {
		for sql, a := range of {
			a.sum[0]++
			of[sql] = a
		}
	}
	got := runBriefly(t, all, right)
	if got.done > 0 || got.failed == 0 || !strings.Contains(got.failures[0], "and not") {
		t.Errorf("%d right answers and %d failures where every answer is wrong: %q", got.done, got.failed, got.failures)
	}
}

// TestSlowStatementsTakeTurns: workers together ask each of them, and one that was cancelled is asked again.
func TestSlowStatementsTakeTurns(t *testing.T) {
	c := &crew{}
	workers, asked := [2]worker{{crew: c, cost: slow}, {crew: c, cost: slow}}, map[string]int{}
	all := statementsOf(slow)
	for i := range all {
		asked[workers[i%2].choose().sql]++
	}
	if len(all) < 3 || len(asked) != len(all) {
		t.Errorf("in %d turns they ask %v", len(all), asked)
	}
	workers[0].unanswered = &all[2]
	if got := workers[0].choose(); got.sql != all[2].sql {
		t.Errorf("%q is asked again, not %q", got.sql, all[2].sql)
	}
}

// TestCalmAnswersAreChecked gives a tenant another truth.
func TestCalmAnswersAreChecked(t *testing.T) {
	_, all := startServers(t)
	all[0].Counts["m365cc_user"]++
	if _, err := askCalmly(t.Context(), all); err == nil || !strings.Contains(err.Error(), "instead of 61") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := askOnce(ctx, all, 0, allStatements[0]); err == nil {
		t.Error("a query that was cancelled has an answer")
	}
}
