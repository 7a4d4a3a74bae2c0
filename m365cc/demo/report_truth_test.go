package demo

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// fileOf is a report's file by its header, without the mark of UTF-8.
func fileOf(t *testing.T, tenant *Tenant, r *report, w window) (header []string, rows [][]string) {
	t.Helper()
	var b bytes.Buffer
	if _, err := r.file(tenant, w, Behaviour{})(&b); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines[0], lines[1:]
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// TestReportTruth holds the truth of the reports against their files.
func TestReportTruth(t *testing.T) {
	tenant := testTenant(t, 300)
	today := testNow.Truncate(24 * time.Hour)
	for _, e := range []Edition{{Period: 7}, {Period: 180}, {Day: today.AddDate(0, 0, -4)}} {
		w := tenant.periodWindow(e.Period)
		if e.Period == 0 {
			w = window{first: e.Day.Unix() / day, last: e.Day.Unix() / day}
		}
		var active, email [][]string
		for _, u := range tenant.ActiveUsers(e) {
			active = append(active, []string{u.UserPrincipalName, dateText(u.DeletedDate), strings.Join(u.AssignedProducts, "+"),
				dateText(u.Services["Teams"].LastActivityDate), dateText(u.Services["Yammer"].LicenseAssignDate)})
		}
		for _, u := range tenant.EmailActivities(e) {
			email = append(email, []string{u.UserPrincipalName, dateText(u.DeletedDate), strings.Join(u.AssignedProducts, "+"),
				dateText(u.LastActivityDate), strconv.FormatInt(u.ReadCount, 10)})
		}
		compareFile(t, tenant, activeUserDetail, w, active, "Teams Last Activity Date", "Yammer License Assign Date")
		compareFile(t, tenant, emailActivityUserDetail, w, email, "Last Activity Date", "Read Count")
	}
}

func compareFile(t *testing.T, tenant *Tenant, r *report, w window, want [][]string, more ...string) {
	t.Helper()
	header, rows := fileOf(t, tenant, r, w)
	if len(rows) != len(want) || len(rows) == 0 {
		t.Fatalf("%s: %d rows, want %d", r.function, len(rows), len(want))
	}
	for i, row := range rows {
		for k, name := range append([]string{"User Principal Name", "Deleted Date", "Assigned Products"}, more...) {
			if got := row[slices.Index(header, name)]; got != want[i][k] {
				t.Fatalf("%s, row %d, %s: %q, want %q", r.function, i, name, got, want[i][k])
			}
		}
	}
}

// TestReportedUsers: who is no user any more is told from the users.
func TestReportedUsers(t *testing.T) {
	tenant := testTenant(t, 300)
	gone, deleted := 0, 0
	for _, u := range tenant.ActiveUsers(Edition{Period: 90}) {
		switch {
		case u.User < 0:
			gone++
			if u.IsDeleted {
				deleted++
			}
		case u.IsDeleted || !strings.EqualFold(u.UserPrincipalName, tenant.UserPrincipalName(u.User)):
			t.Errorf("user %d is reported as %q", u.User, u.UserPrincipalName)
		}
	}
	if gone != tenant.goneCount() || deleted != gone-1 {
		t.Errorf("%d users are gone, %d of them marked; want all %d, and all but one", gone, deleted, tenant.goneCount())
	}
}
