package cmd

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// TestProgress has a query that Graph throttles on its second page.
func TestProgress(t *testing.T) {
	shows := regexp.MustCompile(`\r20 rows, [23] requests, waiting [123]s: [^\r]*/users`)
	for _, c := range []struct {
		terminals, form string
		shown           bool
	}{{"", "", false}, {"o", "", false}, {"e", "", true}, {"oe", "csv", true}, {"oe", "table", true}} {
		t.Run(c.terminals+c.form, func(t *testing.T) {
			t.Parallel()
			var throttled atomic.Bool
			server := startTenant(t, demo.Options{Users: 30})
			server.Set(func(b *demo.Behaviour) {
				b.PageSize = 20
				b.Throttle = func(r *http.Request) (int, string) {
					if strings.Contains(r.URL.RawQuery, "skiptoken") && throttled.CompareAndSwap(false, true) {
						return http.StatusTooManyRequests, "2"
					}
					return 0, ""
				}
			})
			args := []string{"query", "select count(*) as n from m365cc_user"}
			if c.form != "" {
				args = append(args, "-o", c.form)
			}
			got := call{roots: trust(server), env: environment(server), terminals: c.terminals}.run(t, args...)
			if got.code != exitOK || !strings.Contains(got.out, "30") || !throttled.Load() {
				t.Error(got)
			}
			if shows.MatchString(got.err) != c.shown || !c.shown && got.err != "" || display(got.err) != "" {
				t.Error(got)
			}
		})
	}
}

// TestProgressOfShortQuery is none.
func TestProgressOfShortQuery(t *testing.T) {
	call{roots: trust(shared()), env: environment(shared()), terminals: "e"}.run(t, "query", "select count(*) as n from m365cc_user").succeeds(t, "n\n250\n")
}

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		rows, requests int64
		wait           time.Duration
		want           string
	}{
		{0, 0, 0, "0 rows, 0 requests"},
		{1, 1, 0, "1 row, 1 request"},
		{1998, 3, 0, "1998 rows, 3 requests"},
		{999, 2, 90*time.Second + 100*time.Millisecond, "999 rows, 2 requests, waiting 1m30s: GET /v1.0/users"},
		{999, 2, 200 * time.Millisecond, "999 rows, 2 requests, waiting 1s: GET /v1.0/users"},
		{999, 2, -time.Second, "999 rows, 2 requests"},
	} {
		p := &progress{rows: func() int64 { return c.rows }}
		p.requests.Store(c.requests)
		p.waiting("GET /v1.0/users", c.wait)
		if got := p.line(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestInterrupt ends a query that Graph does not answer, and one that SQLite is busy with.
func TestInterrupt(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 30})
	held := make(chan struct{}, 8)
	server.Set(func(b *demo.Behaviour) {
		b.Hold = func(r *http.Request) { held <- struct{}{}; <-r.Context().Done() }
	})
	for _, form := range outputNames() {
		ctx, cancel := context.WithCancel(t.Context())
		var at time.Time
		go func() { <-held; at = time.Now(); cancel() }()
		got := call{ctx: ctx, roots: trust(server), env: environment(server), terminals: "e"}.run(t, "query", "-o", form, "select id from m365cc_user")
		<-ctx.Done()
		if want := (outcome{exitInterrupted, "", "Error: interrupted\n"}); got != want || time.Since(at) > atOnce {
			t.Errorf("%s: %s after %s", form, got, time.Since(at))
		}
	}

	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begun := time.Now()
	got := call{ctx: ctx, env: environment(shared())}.run(t, "query", "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c")
	if want := (outcome{exitInterrupted, "", "Error: interrupted\n"}); got != want || time.Since(begun) > atOnce {
		t.Errorf("%s after %s", got, time.Since(begun))
	}
}
