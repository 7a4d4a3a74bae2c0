package m365cc_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// TestFormsOfAReport compares the report of mailboxes as CSV and as JSON, row by row, on a tenant of several pages.
func TestFormsOfAReport(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 2500})
	for name, behaviour := range map[string]func(*demo.Behaviour){
		"healthy": func(*demo.Behaviour) {}, "concealed": conceal, "pages": func(b *demo.Behaviour) { b.PageSize = 300 },
	} {
		t.Run(name, func(t *testing.T) {
			server.Set(func(b *demo.Behaviour) {
				*b = demo.Behaviour{}
				behaviour(b)
			})
			var columns []string
			for _, c := range tableOf(mailboxUsage).Columns {
				if c.Name != "recipient_type" {
					columns = append(columns, c.Name)
				}
			}
			read := func(more ...string) (all []string) {
				var got collector
				if err := openEngine(t, server, nil).Query(t.Context(), "select "+strings.Join(append(more, columns...), ", ")+" from "+mailboxUsage, &got); err != nil {
					t.Fatal(err)
				}
				for _, r := range got.rows {
					all = append(all, render(columns, r))
				}
				return all
			}
			server.Reset()
			csv, json := read(), read("recipient_type")
			if len(csv) < 1500 || !slices.Equal(csv, json) {
				t.Errorf("%d rows of CSV, %d of JSON\n%s", len(csv), len(json), difference(json, csv))
			}
			forms := map[string]bool{}
			for _, r := range requestsOf(server) {
				_, query, _ := strings.Cut(r, "?")
				forms[query] = true
			}
			if !forms["$format=text/csv"] || !forms["$format=application/json&$top=10000"] {
				t.Errorf("requests %q", requestsOf(server))
			}
		})
	}
}
