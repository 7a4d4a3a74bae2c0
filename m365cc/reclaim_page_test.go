package m365cc_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// reclaimQuery is a query of docs/reclaim.md in both dialects.
type reclaimQuery struct{ heading, sentence, postgres, sqlite string }

var reclaimForm = regexp.MustCompile(`(?m)^### (.+)\n(.+\.)\n\n` + "```sql\\+postgres\n([^`]+;)\n```\n\n```sql\\+sqlite\n([^`]+;)\n```\n")

// reclaimQueries are the queries by their heading.
func reclaimQueries(t *testing.T) map[string]reclaimQuery {
	t.Helper()
	page := readDoc(t, reclaimPage)
	all := map[string]reclaimQuery{}
	for _, found := range reclaimForm.FindAllStringSubmatch(page, -1) {
		all[found[1]] = reclaimQuery{found[1], found[2], found[3], found[4]}
	}
	if blocks := strings.Count(page, "```sql"); blocks != 2*len(all) || len(all) < 15 {
		t.Fatalf("%d queries in %d blocks of SQL", len(all), blocks)
	}
	return all
}

// TestReclaimPage: each query says what it needs, and its two forms speak of the same.
func TestReclaimPage(t *testing.T) {
	dialects := append([]string{"date_trunc", "ilike", "text", "split_part", "value"}, postgresNames...)
	for _, q := range reclaimQueries(t) {
		if !strings.Contains(q.sentence, "Needs `") {
			t.Errorf("%s does not say which permissions it needs", q.heading)
		}
		for name := range sqlNames(q.postgres) {
			if !sqlNames(q.sqlite)[name] && !slices.Contains(dialects, name) {
				t.Errorf("%s: only the form of PostgreSQL has the name %s", q.heading, name)
			}
		}
		for _, ctes := range regexp.MustCompile(`(?s)(\w+) as \(\n  select.*?\n\)`).FindAllString(q.postgres, -1) {
			if strings.Contains(ctes, "    m365cc_") {
				t.Errorf("%s reads a table in a part that is not materialized:\n%s", q.heading, ctes)
			}
		}
	}
}

// TestReclaimLinks: a link to a heading of this page or another leads to one.
func TestReclaimLinks(t *testing.T) {
	for _, link := range regexp.MustCompile(`\]\(([^)]*)#([^)]+)\)`).FindAllStringSubmatch(readDoc(t, reclaimPage), -1) {
		file := reclaimPage
		if link[1] != "" {
			file = "../docs/" + link[1]
		}
		isThere := false
		for _, heading := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(readDoc(t, file), -1) {
			isThere = isThere || anchorOf(heading[1]) == link[2]
		}
		if !isThere {
			t.Errorf("%s leads nowhere", link[0])
		}
	}
}

// anchorOf is the anchor that a heading has.
func anchorOf(heading string) string {
	plain := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(plain, " ", "-")
}

// TestReclaimNames wants what the page writes as a name to be the name of something.
func TestReclaimNames(t *testing.T) {
	known := map[string]bool{"m365cc": true, "materialized": true, "in": true}
	for _, a := range m365cc.Arguments {
		known[a.Name] = true
	}
	for _, table := range m365cc.Tables() {
		known[table.Name] = true
		for _, c := range table.Columns {
			known[c.Name] = true
		}
	}
	for _, q := range reclaimQueries(t) {
		for _, name := range regexp.MustCompile(`\bas (\w+)`).FindAllStringSubmatch(q.sqlite, -1) {
			known[name[1]] = true
		}
	}
	checkNames(t, reclaimPage, known)
}

// TestReclaimRequests: no query asks anything twice but the users and the licences, which up to two tables need, and
// none asks for each user.
func TestReclaimRequests(t *testing.T) {
	t.Parallel()
	server := startReclaimTenant(t, nil)
	for heading, q := range reclaimQueries(t) {
		server.Reset()
		askReclaim(t, server, q.sqlite)
		asked := map[string]int{}
		for _, r := range server.Requests() {
			asked[r.Path+"?"+r.Query.Get("$filter")]++
		}
		for path, n := range asked {
			if most := 1 + strings.Count(path, "/v1.0/users?") + strings.Count(path, "/v1.0/subscribedSkus?"); n > most {
				t.Errorf("%s asks %d times for %s", heading, n, path)
			}
		}
		if len(asked) > 16 || len(asked) == 0 {
			t.Errorf("%s asks for %d things: %v", heading, len(asked), asked)
		}
	}
}
