package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// startLog serves a tenant of now, since the log is cut into slices by the clock.
func startLog(t *testing.T, users int) *demo.Server {
	t.Helper()
	server, err := demo.Start(demo.Options{Users: users})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	server.Set(func(b *demo.Behaviour) { b.LogRequests = -1 })
	return server
}

// newestSignIns are the ids of the newest sign-ins of people at a screen that are wanted.
func newestSignIns(server *demo.Server, number int, wanted func(demo.SignIn) bool) []string {
	var ids []string
	for s := range server.Tenant().SignIns() {
		if s.EventType == "interactiveUser" && wanted(s) {
			ids = append(ids, s.ID)
		}
		if len(ids) == number {
			break
		}
	}
	return ids
}

// TestNewestFirst holds that a statement which SQLite leaves unsorted is right, and reads no more of a large log than its
// LIMIT needs, also where SQLite does not tell the table the LIMIT.
func TestNewestFirst(t *testing.T) {
	server := startLog(t, 10_000) // several pages in the first slice
	everybody := func(demo.SignIn) bool { return true }
	for _, c := range []struct {
		where    string
		limit    int
		wanted   func(demo.SignIn) bool
		requests int
	}{
		{"", 20, everybody, 1},
		{"", 1500, everybody, 2},
		{" where is_interactive = 1", 20, everybody, 1},
		{" where is_interactive = 1", 1200, everybody, 2},
		{" where status_error_code <> 0", 5, func(s demo.SignIn) bool { return s.ErrorCode != 0 }, 1},
		{" where user_agent like '%Edg/%'", 5, func(s demo.SignIn) bool { return strings.Contains(s.UserAgent, "Edg/") }, 1},
		{" where sign_in_event_type in ('interactiveUser', 'servicePrincipal') and is_interactive = 1", 20, everybody, 2},
	} {
		t.Run(fmt.Sprint(c.where, c.limit), func(t *testing.T) {
			db := open(t, "", connect(t, server)) // a budget of its own
			server.Reset()
			got := ask(t, db, fmt.Sprintf("select id from m365cc_signin%s order by created_date_time desc limit %d", c.where, c.limit))
			if want := newestSignIns(server, c.limit, c.wanted); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			if n := requests(server); n != c.requests {
				t.Errorf("%d requests, want %d: %q", n, c.requests, asked(server))
			}
		})
	}
}

// TestNewestSignIn: SQLite takes the first row of a table in this order for the maximum.
func TestNewestSignIn(t *testing.T) {
	server := startLog(t, 250)
	db := open(t, "", connect(t, server))
	got := ask(t, db, "select max(created_date_time) from m365cc_signin")
	for s := range server.Tenant().SignIns() {
		if s.EventType == "interactiveUser" {
			if want := s.CreatedDateTime.Truncate(time.Microsecond).Format(time.RFC3339Nano); !slices.Equal(got, []string{want}) {
				t.Errorf("got %q, want %q", got, want)
			}
			break
		}
	}
	if n := requests(server); n != 1 {
		t.Errorf("%d requests, want 1: %q", n, asked(server))
	}
}

// TestKeysInOrder: rows of several keys come in the order in which they were read.
func TestKeysInOrder(t *testing.T) {
	by := lookup{0, "BINARY"}
	k := &kept{index: map[lookup]*index{by: {"a": {0, 3}, "b": {1, 4}, "c": {2}}}}
	if got, err := k.find(by, []string{"b", "a", "b"}); err != nil || !slices.Equal(got, []int32{0, 1, 3, 4}) {
		t.Errorf("got %v, %v", got, err)
	}
}
