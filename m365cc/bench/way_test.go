//go:build unix

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// TestWays holds that every way gets all rows, and that those which ask Graph ask for the same: otherwise
// they could not be compared.
func TestWays(t *testing.T) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			testServer.Reset()
			m, err := measure(t.Context(), w, testTenant, testUsers, "")
			if err != nil {
				t.Fatal(err)
			}
			if m.Rows != testUsers || m.CPU <= 0 || m.Mallocs == 0 || m.Bytes == 0 || m.Peak < 1<<20 {
				t.Errorf("measured %+v", m)
			}
			if w.made {
				if asked := testServer.Requests(); len(asked) > 0 {
					t.Errorf("made-up rows took %d requests", len(asked))
				}
				return
			}
			checkRequests(t)
		})
	}
}

func checkRequests(t *testing.T) {
	t.Helper()
	asked := testServer.Requests()
	if len(asked) != 3 {
		t.Fatalf("%d requests instead of 3", len(asked))
	}
	var want []string
	for _, c := range tenColumns {
		want = append(want, c.property)
	}
	selected := strings.Split(asked[0].Query.Get("$select"), ",")
	slices.Sort(want)
	slices.Sort(selected)
	if !slices.Equal(selected, want) || asked[0].Query.Get("$top") != "999" {
		t.Errorf("asked for %q", asked[0].RawQuery)
	}
}

func TestMeasureCountsRows(t *testing.T) {
	for _, w := range ways {
		if w.made {
			continue // they make as many as they are told
		}
		if _, err := measure(t.Context(), w, testTenant, testUsers+pageSize, ""); err == nil {
			t.Errorf("%s: rows are missing and nobody says so", w.name)
		}
	}
}

func TestWaysRefuse(t *testing.T) {
	for _, w := range ways {
		if w.made {
			continue
		}
		wrong := testTenant
		wrong.ClientSecret = "wrong"
		if _, err := measure(t.Context(), w, wrong, testUsers, ""); err == nil {
			t.Errorf("%s: a wrong secret reads the tenant", w.name)
		}
	}
}

func TestRowsOfAWay(t *testing.T) {
	made, read := way{made: true}, way{}
	if got := made.rows(100, 20); got != 20 {
		t.Errorf("made: %d", got)
	}
	if got := made.rows(10, 20); got != 10 {
		t.Errorf("made: %d", got)
	}
	if got := read.rows(100, 20); got != 100 {
		t.Errorf("read: %d", got)
	}
}

func TestFloorIsAsWide(t *testing.T) {
	users, err := userTable()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		floor floor
		want  int
	}{{floor{}, len(users.Columns)}, {floor{functions: true}, len(users.Columns)}, {floor{ten: true}, 10}} {
		columns, err := test.floor.columns()
		if err != nil {
			t.Fatal(err)
		}
		table := test.floor.table(columns, 1)
		if len(table.Columns) != test.want || slices.ContainsFunc(columns, func(c *m365cc.Column) bool { return c == nil }) {
			t.Errorf("%+v has %d columns instead of %d", test.floor, len(table.Columns), test.want)
		}
	}
}
