package engine

import (
	"strings"
	"testing"
)

// TestLookupsOfATable: a table of which Graph answers only few requests is read whole after few look-ups of a join.
func TestLookupsOfATable(t *testing.T) {
	server := startLog(t, 250)
	for _, c := range []struct {
		users          string
		lookups, lists int
	}{
		{"limit 1", 1, 0}, {"limit 2", 2, 0}, {"limit 30", 2, 1},
	} {
		t.Run(c.users, func(t *testing.T) {
			db := open(t, "", connect(t, server)) // a budget of its own
			server.Reset()
			ask(t, db, "select u.id, r.is_mfa_capable from (select id from m365cc_user where account_enabled = 1 "+c.users+") as u left join m365cc_mfa_registration as r on r.id = u.id")
			lookups, lists := 0, 0
			for _, r := range server.Requests() {
				switch {
				case strings.Contains(r.Path, "/userRegistrationDetails/"):
					lookups++
				case strings.HasSuffix(r.Path, "/userRegistrationDetails") && !r.Query.Has("$skiptoken"):
					lists++
				}
			}
			if lookups != c.lookups || lists != c.lists {
				t.Errorf("%d look-ups and %d lists, want %d and %d: %q", lookups, lists, c.lookups, c.lists, asked(server))
			}
		})
	}
}
