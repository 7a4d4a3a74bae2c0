package demo

import (
	"strings"
	"testing"
	"time"
)

// The people whom the directory does not know any more.
func TestDeletedReportRows(t *testing.T) {
	for _, users := range []int{1, 25, 250, 3000} {
		tenant := testTenant(t, users)
		refresh := tenant.ReportRefreshDate()
		rows := tenant.DeletedReportRows()
		if len(rows) != 3+users/100 {
			t.Errorf("%d of %d users", len(rows), users)
		}
		unmarked, reused, multiline := 0, 0, 0
		for _, u := range rows {
			if u.ActiveUser == nil || u.Email == nil || u.Mailbox == nil || u.TeamsActivity == nil {
				t.Errorf("%s is missing in a report", u.UserPrincipalName)
			}
			if strings.Contains(u.DisplayName, "\n") {
				multiline++
			}
			switch {
			case !u.IsDeleted && u.DeletedDate.IsZero():
				unmarked++
			case !u.IsDeleted || u.DeletedDate.After(refresh) || refresh.Sub(u.DeletedDate) > 40*24*time.Hour:
				t.Errorf("%s: deleted %v on %v", u.UserPrincipalName, u.IsDeleted, u.DeletedDate)
			}
			days := u.Activity.days()
			for _, at := range days {
				if !u.DeletedDate.IsZero() && at.After(u.DeletedDate) {
					t.Errorf("%s was deleted on %v and used something on %v", u.UserPrincipalName, u.DeletedDate, at)
				}
			}
			if len(days) == 0 {
				t.Errorf("%s used nothing", u.UserPrincipalName)
			}
			i, known := tenant.Find(u.UserPrincipalName)
			if !known {
				continue
			}
			reused++
			if p := loaded(tenant, i); !moment(p.created()).After(u.DeletedDate.AddDate(0, 0, 1)) || u.DisplayName == tenant.User(i).DisplayName {
				t.Errorf("%s was %q until %v and is %q since %v", u.UserPrincipalName, u.DisplayName, u.DeletedDate, tenant.User(i).DisplayName, moment(p.created()))
			}
		}
		wantReused := 0
		if users >= 250 {
			wantReused = 2
		} else if users >= 25 {
			wantReused = 1
		}
		if unmarked != 1 || multiline != 1 || reused != wantReused {
			t.Errorf("of %d users: %d not marked, %d of two lines, %d whose name was given away", users, unmarked, multiline, reused)
		}
	}
}

// A name that was given away is in the report twice: once before the heir, and
// once behind.
func TestBothRowsOfAName(t *testing.T) {
	for _, seed := range []int64{1, 2, 3, 4} {
		tenant, err := NewTenant(Options{Seed: seed, Now: testNow})
		if err != nil {
			t.Fatal(err)
		}
		places := map[string][]Usage{}
		for u := range tenant.Usage(30) {
			if u.ActiveUser != nil {
				places[strings.ToLower(u.UserPrincipalName)] = append(places[strings.ToLower(u.UserPrincipalName)], u)
			}
		}
		first, last := 0, 0
		for name, both := range places {
			switch {
			case len(both) == 1:
			case len(both) > 2 || both[0].IsDeleted == both[1].IsDeleted:
				t.Errorf("seed %d: %s has %d rows", seed, name, len(both))
			case both[0].IsDeleted:
				first++
			default:
				last++
			}
		}
		if first != 1 || last != 1 {
			t.Errorf("seed %d: %d deleted before the heir, %d behind", seed, first, last)
		}
	}
}

// Nobody new is called as somebody who is gone, in any size of the tenant.
func TestNamesOfTheGone(t *testing.T) {
	for users := 1; users < 400; users += 7 {
		tenant := testTenant(t, users)
		heirs := 0
		seen := map[string]bool{}
		for _, u := range tenant.DeletedReportRows() {
			if _, known := tenant.Find(u.UserPrincipalName); known {
				heirs++
			}
			if seen[u.UserPrincipalName] {
				t.Errorf("of %d users: two of the gone are %s", users, u.UserPrincipalName)
			}
			seen[u.UserPrincipalName] = true
		}
		if heirs > 2 {
			t.Errorf("of %d users: %d names are known", users, heirs)
		}
	}
}

// A small tenant has one of those who are gone in front of its users, which must not get his name.
func TestGoneOfSmallTenants(t *testing.T) {
	for _, users := range []int{5, 40, 99, 100} {
		tenant := testTenant(t, users)
		for u := range tenant.Usage(90) {
			if u.User >= 0 && !strings.EqualFold(u.UserPrincipalName, tenant.UserPrincipalName(u.User)) {
				t.Errorf("of %d users number %d is reported as %s", users, u.User, u.UserPrincipalName)
			}
		}
	}
}
