package demo

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// days returns the days of an activity that are not zero.
func (a *Activity) days() (all []time.Time) {
	for _, at := range []time.Time{a.Exchange, a.OneDrive, a.SharePoint, a.SkypeForBusiness, a.Yammer, a.Teams, a.Outlook, a.Apps, a.Copilot} {
		if !at.IsZero() {
			all = append(all, at)
		}
	}
	return all
}

// Nobody uses anything before there is an account, after the last success or
// after the day of which the reports know.
func TestActivityFollowsSignIns(t *testing.T) {
	tenant := testTenant(t, 5000)
	refresh := tenant.ReportRefreshDate()
	if want := time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC); !refresh.Equal(want) {
		t.Fatalf("the reports know until %v", refresh)
	}
	counts := map[string]int{}
	for i := range tenant.Len() {
		p, u, a := loaded(tenant, i), tenant.User(i), tenant.Activity(i)
		days := a.days()
		if len(days) == 0 {
			counts["nothing"]++
			continue
		}
		last := slices.MaxFunc(days, time.Time.Compare)
		if p.has(isUnseen) != (u.SignInActivity == nil) || p.has(onlyFails) {
			t.Fatalf("user %d never signed in and uses something on %v", i, last)
		}
		for _, at := range days {
			if at.After(refresh) || at.Hour() != 0 || at.Before(moment(p.created()).Truncate(24*time.Hour)) {
				t.Fatalf("user %d of %v uses something on %v", i, moment(p.created()), at)
			}
		}
		if p.has(isUnseen) {
			counts["unseen"]++
			continue
		}
		success := u.SignInActivity.LastSuccessfulSignInDateTime
		if !success.IsZero() && last.After(success) && last.After(moment(p.created())) {
			t.Fatalf("user %d signed in on %v and uses something on %v", i, success, last)
		}
		switch age := refresh.Sub(last) / (24 * time.Hour); {
		case age < 7:
			counts["this week"]++
		case age < 90:
			counts["these months"]++
		default:
			counts["long ago"]++
		}
		slices.SortFunc(days, time.Time.Compare)
		if n := len(days); n > 1 && days[n-1].Equal(days[n-2]) {
			counts["tie"]++
		}
	}
	for what, least := range map[string]int{"nothing": 500, "this week": 1500, "these months": 200, "long ago": 200, "tie": 1000} {
		if counts[what] < least {
			t.Errorf("%s: only %d of %d", what, counts[what], tenant.Len())
		}
	}
}

// The days that are counted lie between the account's first and the last use.
func TestDaysOfUse(t *testing.T) {
	tenant := testTenant(t, 2000)
	u, young := &usage{window: tenant.periodWindow(180)}, 0
	for n := range tenant.subjects() {
		tenant.subject(u, n)
		for w := range workloadCount {
			last, count := u.last[w], int64(0)
			for d := tenant.refreshDay() - 200; d <= tenant.refreshDay()+2; d++ {
				switch used := u.usedOn(w, d); {
				case used && (last == 0 || d > last || d < u.birthday()), !used && d == last && last != 0:
					t.Fatalf("subject %d, born on day %d, used workload %d last on %d: day %d is %v", n, u.birthday(), w, last, d, used)
				case used && d >= u.window.first && d <= u.window.last:
					count++
				}
			}
			if got := u.days(w); got != count {
				t.Fatalf("subject %d: %d days, counted %d", n, got, count)
			}
			if last != 0 && u.birthday() > u.window.first+20 {
				young++
			}
		}
	}
	if young < 50 {
		t.Errorf("only %d young accounts", young)
	}
}

// Activity in a service needs its licence.
func TestActivityNeedsALicence(t *testing.T) {
	idle := 0
	tenant := testTenant(t, 3000)
	for u := range tenant.Usage(7) {
		if u.ActiveUser == nil {
			continue
		}
		for k, service := range []struct {
			ServiceLicense
			last time.Time
		}{
			{u.ActiveUser.Exchange, u.Activity.Exchange}, {u.ActiveUser.OneDrive, u.Activity.OneDrive},
			{u.ActiveUser.SharePoint, u.Activity.SharePoint}, {u.ActiveUser.SkypeForBusiness, u.Activity.SkypeForBusiness},
			{u.ActiveUser.Yammer, u.Activity.Yammer}, {u.ActiveUser.Teams, u.Activity.Teams},
		} {
			if service.IsLicensed == service.LicenseAssignDate.IsZero() || !service.IsLicensed && !service.last.IsZero() {
				t.Fatalf("%s: service %d: %+v", u.UserPrincipalName, k, service)
			}
			if service.LicenseAssignDate.After(tenant.ReportRefreshDate()) {
				t.Fatalf("%s has a licence since %v", u.UserPrincipalName, service.LicenseAssignDate)
			}
		}
		if u.User >= 0 && len(u.Activity.days()) == 0 && u.ActiveUser.Teams.IsLicensed && loaded(tenant, u.User).signIns().successful != 0 {
			idle++
		}
	}
	if idle < 30 {
		t.Errorf("only %d licensed people sign in and use nothing", idle)
	}
}

// The cast has the awkward cases, in the smallest tenant too.
func TestActivityOfTheCast(t *testing.T) {
	tenant := testTenant(t, 250)
	activity := func(local string) (a Activity, days []time.Time) {
		i, ok := tenant.Find(local + "@contoso.com")
		if !ok {
			t.Fatalf("no %s", local)
		}
		a = tenant.Activity(i)
		return a, a.days()
	}
	if a, days := activity("AdeleV"); len(days) != 8 || !a.Exchange.Equal(a.Teams) || !a.Teams.Equal(a.Outlook) {
		t.Errorf("Adele: %v", days)
	}
	if _, days := activity("NestorW"); len(days) != 9 {
		t.Errorf("Nestor: %v", days)
	}
	for _, local := range []string{"LynneR", "DiegoS", "IsaiahL", "JoniS", "HenriettaM"} {
		if _, days := activity(local); len(days) != 0 {
			t.Errorf("%s: %v", local, days)
		}
	}
	if _, days := activity("MiriamG"); len(days) == 0 || tenant.ReportRefreshDate().Sub(slices.MaxFunc(days, time.Time.Compare)) < 90*24*time.Hour {
		t.Errorf("Miriam: %v", days)
	}
	for u := range tenant.Usage(7) {
		if u.User >= 0 && tenant.UserPrincipalName(u.User) == "Conor.O'Brien@contoso.com" && u.UserPrincipalName != "conor.o'brien@contoso.com" {
			t.Errorf("Conor is %s", u.UserPrincipalName)
		}
	}
}

// The reports write most sign-in names as the directory does, and some in
// another case.
func TestReportedNames(t *testing.T) {
	tenant := testTenant(t, 3000)
	same, other := 0, 0
	for u := range tenant.Usage(7) {
		if u.User < 0 {
			continue
		}
		user := tenant.User(u.User)
		switch {
		case u.DisplayName != user.DisplayName || !strings.EqualFold(u.UserPrincipalName, user.UserPrincipalName):
			t.Fatalf("%s is %s, %q", user.UserPrincipalName, u.UserPrincipalName, u.DisplayName)
		case u.UserPrincipalName == user.UserPrincipalName:
			same++
		default:
			other++
		}
		if len(u.AssignedProducts) != len(user.AssignedLicenses) {
			t.Fatalf("%s has the products %q", u.UserPrincipalName, u.AssignedProducts)
		}
	}
	if other < 30 || same < 2000 {
		t.Errorf("%d in another case, %d not", other, same)
	}
}

// Who is in which report.
func TestWhoIsReported(t *testing.T) {
	tenant := testTenant(t, 3000)
	refresh := tenant.ReportRefreshDate()
	reported := map[int]Usage{}
	for u := range tenant.Usage(7) {
		if u.User >= 0 {
			reported[u.User] = u
		}
	}
	late := 0
	for i := range tenant.Len() {
		p, user := loaded(tenant, i), tenant.User(i)
		u, in := reported[i]
		if moment(p.created()).Truncate(24 * time.Hour).After(refresh) {
			if late++; in {
				t.Fatalf("user %d came after the reports", i)
			}
			continue
		}
		licensed := len(user.AssignedLicenses) > 0
		isMailbox := p.kind == shared || p.kind == room
		if (u.ActiveUser != nil) != (licensed && !isMailbox) {
			t.Fatalf("user %d, kind %d, licensed %v: %v", i, p.kind, licensed, u.ActiveUser != nil)
		}
		want := map[kind]string{shared: "Shared", room: "Room"}[p.kind]
		if want == "" && p.workloads().has(exchange) {
			want = "User"
		}
		if (u.Mailbox == nil) != (want == "") || u.Mailbox != nil && u.Mailbox.RecipientType != want {
			t.Fatalf("user %d has the mailbox %+v, not %q", i, u.Mailbox, want)
		}
		if isMailbox && (u.Email != nil || u.TeamsActivity != nil || u.OneDriveAccount != nil || u.Apps != nil) {
			t.Fatalf("mailbox %d is among the people", i)
		}
	}
	if late == 0 {
		t.Error("nobody came after the reports")
	}
}

// An account that is loaded again is as if it were new, and does not depend on
// the reports of others.
func TestSubjectForgetsTheLast(t *testing.T) {
	tenant := testTenant(t, 400)
	again := &usage{window: tenant.periodWindow(30)}
	for n := range tenant.subjects() {
		tenant.subject(again, n)
		fresh := &usage{window: tenant.periodWindow(30)}
		tenant.subject(fresh, n)
		for _, r := range allReports() {
			if r.tellsOf(again) != r.tellsOf(fresh) {
				t.Fatalf("subject %d in %s", n, r.function)
			}
		}
		if again.days(teams) != fresh.days(teams) || again.last != fresh.last || word(again.reportedName) != word(fresh.reportedName) {
			t.Fatalf("subject %d is another one when loaded again", n)
		}
	}
}
