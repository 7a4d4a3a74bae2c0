package m365cc

import (
	"errors"
	"slices"
	"testing"
)

// TestUserReportColumns: a report without a column is of no use for it, and one without names is an error.
func TestUserReportColumns(t *testing.T) {
	for _, c := range []struct {
		missing    []string
		unreadable bool
		fails      bool
	}{
		{missing: nil},
		{missing: []string{"Last Activity Date"}},
		{missing: []string{"Mac"}, unreadable: true, fails: true},
		{missing: []string{"Mac", "User Principal Name"}, fails: true},
	} {
		err := platformReport.check(c.missing)
		if (err != nil) != c.fails || isUnreadable(err) != c.unreadable {
			t.Errorf("without %q: %v", c.missing, err)
		}
	}
	if !isUnreadable(errConcealed) || isUnreadable(errors.New("another")) {
		t.Error("concealed names last, other errors do not")
	}
}

// TestActivations: products that were activated before the account was made are another's.
func TestActivations(t *testing.T) {
	a := &activations{first: map[nameKey]int32{}}
	add := func(name, product string, day Day, devices int64) {
		a.add(keyOfName(name), &activationLine{ProductType: product, LastActivated: day, Windows: Count{devices, true}})
	}
	const created Day = 20000
	add("A@contoso.com", "VISIO", created+3, 1)
	add("a@contoso.com", "PROJECT", created-3, 1)
	add("a@contoso.com", "OFFICE", created, 0)
	add("a@contoso.com", "OFFICE", created+1, 2)
	add("a@contoso.com", "EXCEL", 0, 0)
	add("b@contoso.com", "EXCEL", 0, 0)
	add("c@contoso.com", "EXCEL", created-1, 1)
	for name, want := range map[string][]string{
		"a@CONTOSO.com": {"OFFICE", "VISIO"}, "b@contoso.com": {}, "c@contoso.com": nil, "d@contoso.com": nil,
	} {
		u := &user{UserPrincipalName: name, CreatedDateTime: dayTexts{}.of(created)}
		a.join(u)
		if got := u.more().activations; !slices.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	old := &user{UserPrincipalName: "c@contoso.com"} // of an account whose age Graph does not tell
	if a.join(old); len(old.more().activations) != 1 {
		t.Errorf("%q, want one", old.more().activations)
	}
}

func TestMegabytes(t *testing.T) {
	if v := (Count{}).megabytes(); !v.IsNull() {
		t.Errorf("%v, want NULL", v)
	}
	if v := (Count{3 << 19, true}).megabytes(); v.Float() != 1.5 {
		t.Errorf("%v, want 1.5", v.Float())
	}
}

func TestDomainOf(t *testing.T) {
	for name, want := range map[string]string{"A@Contoso.com": "contoso.com", "a_b.com#EXT#@c.onmicrosoft.com": "c.onmicrosoft.com", "": "", "a": "a"} {
		if got := domainOf(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
