package m365cc

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// kindsOf are the sign-ins of the tests by id, each with its kinds.
var kindsOf = map[string][]string{
	"1": {"interactiveUser"},
	"2": {"nonInteractiveUser"},
	"3": {"servicePrincipal"},
	"4": {"managedIdentity"},
	"5": {"nonInteractiveUser", "interactiveUser"},
	"6": {"servicePrincipal", "managedIdentity"},
	"7": {"interactiveUser", "servicePrincipal"},
	"8": {"agent"},
}

var askedKind = regexp.MustCompile(`t eq '(\w+)'`)

// giveKinds is a Graph that gives the sign-ins of just now of the kinds in the filter, else the interactive ones. It
// refuses to look for users and others at once.
func giveKinds(w http.ResponseWriter, r *http.Request) {
	kinds := []string{"interactiveUser"}
	if found := askedKind.FindAllStringSubmatch(r.URL.Query().Get("$filter"), -1); found != nil {
		kinds = nil
		for _, f := range found {
			kinds = append(kinds, f[1])
		}
	}
	users := func(kind string) bool { return strings.HasSuffix(kind, "User") }
	if slices.ContainsFunc(kinds, users) && slices.ContainsFunc(kinds, func(kind string) bool { return !users(kind) }) {
		refuse(w, http.StatusBadRequest, "BadRequest", "Invalid filter clause")
		return
	}
	now := time.Now().UTC().Format(time.RFC3339)
	var rows []string
	for id := range 9 {
		types := kindsOf[fmt.Sprint(id)]
		if slices.ContainsFunc(types, func(kind string) bool { return slices.Contains(kinds, kind) }) {
			rows = append(rows, fmt.Sprintf(`{"id":"%d","createdDateTime":%q,"signInEventTypes":["%s"]}`, id, now, strings.Join(types, `","`)))
		}
	}
	writeBody(w, `{"value":[`+strings.Join(rows, ",")+`]}`)
}

// TestEventTypes wants each sign-in once, with a kind that was asked for, and every sign-in that has one.
func TestEventTypes(t *testing.T) {
	f := startFakeGraph(t, giveKinds)
	const column = "sign_in_event_type"
	clause := func(kinds ...string) string {
		return signInPath + "$filter=signInEventTypes/any(t: t eq '" + strings.Join(kinds, "' or t eq '") + "')&$select=id,signInEventTypes&$top=9"
	}
	users, apps, identities := clause("interactiveUser", "nonInteractiveUser"), clause("servicePrincipal"), clause("managedIdentity")
	nocase := equal(column, "NONINTERACTIVEUSER")
	nocase.Exact = false
	for name, test := range map[string]struct {
		conditions []Condition
		want       string
		requests   []string
	}{
		"none":        {nil, "1 interactiveUser, 5 nonInteractiveUser, 7 interactiveUser", []string{signInPath + "$select=id,signInEventTypes&$top=9"}},
		"interactive": {[]Condition{equal(column, "interactiveUser")}, "1 interactiveUser, 5 interactiveUser, 7 interactiveUser", []string{clause("interactiveUser")}},
		"users": {[]Condition{equal(column, "nonInteractiveUser", "interactiveUser")},
			"1 interactiveUser, 2 nonInteractiveUser, 5 nonInteractiveUser, 7 interactiveUser", []string{users}},
		"in another case": {[]Condition{nocase}, "2 nonInteractiveUser, 5 nonInteractiveUser", []string{clause("nonInteractiveUser")}},
		"applications": {[]Condition{equal(column, "servicePrincipal", "managedIdentity")},
			"3 servicePrincipal, 6 servicePrincipal, 7 servicePrincipal, 4 managedIdentity", []string{apps, identities}},
		"all": {[]Condition{equal(column, "managedIdentity", "servicePrincipal", "nonInteractiveUser", "interactiveUser", "agent")},
			"1 interactiveUser, 2 nonInteractiveUser, 5 nonInteractiveUser, 7 interactiveUser, 3 servicePrincipal, 6 servicePrincipal, 4 managedIdentity, 8 agent",
			[]string{users, apps, identities, clause("agent")}},
		"two conditions": {[]Condition{equal(column, "managedIdentity", "interactiveUser"), equal(column, "interactiveUser", "servicePrincipal")},
			"1 interactiveUser, 5 interactiveUser, 7 interactiveUser", []string{clause("interactiveUser")}},
		"two conditions that exclude each other": {[]Condition{equal(column, "managedIdentity"), equal(column, "interactiveUser")}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := askFirst(t.Context(), f.Connection(t), 9, tableSignIn, []string{"id", column}, test.conditions...)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				got = append(got, r["id"].Text()+" "+r[column].Text())
			}
			if text := strings.Join(got, ", "); text != test.want {
				t.Errorf("got %s, want %s", text, test.want)
			}
			f.wantRequests(t, test.requests...)
		})
	}
}

// TestEventTypesAreNotGivenUp: without the clause Graph gives other sign-ins, so that a refusal is an error.
func TestEventTypesAreNotGivenUp(t *testing.T) {
	f := startFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Query().Get("$filter"), "signInEventTypes") {
			refuse(w, http.StatusBadRequest, "BadRequest", "Invalid filter clause")
			return
		}
		writeBody(w, `{"value":[{"id":"1"}]}`)
	})
	rows, err := ask(t.Context(), f.Connection(t), tableSignIn, []string{"id"}, equal("sign_in_event_type", "servicePrincipal"), equal("app_id", "a"))
	if err == nil || len(rows) > 0 || !strings.Contains(err.Error(), "Invalid filter clause") {
		t.Errorf("got %v, %v", rows, err)
	}
}

// TestEventTypesWithLongFilters: a filter that is too long loses other clauses first.
func TestEventTypesWithLongFilters(t *testing.T) {
	f := startFakeGraph(t, giveKinds)
	rows, err := askFirst(t.Context(), f.Connection(t), 9, tableSignIn, []string{"id"},
		equal("user_agent", strings.Repeat("x", maxFilter)), equal("sign_in_event_type", "servicePrincipal"))
	if err != nil || len(rows) != 3 {
		t.Errorf("got %v, %v", rows, err)
	}
	f.wantRequests(t, signInPath+"$filter=signInEventTypes/any(t: t eq 'servicePrincipal')&$select=id,signInEventTypes&$top=1000")
}
