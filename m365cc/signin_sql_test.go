package m365cc_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// recent bounds a statement to sign-ins of a day, so that they are no more than a slice of the log.
const recent = "created_date_time >= datetime('now', '-1 day')"

// sinceYesterday is what becomes of it in a filter.
var sinceYesterday = regexp.MustCompile(`^createdDateTime ge \S+( and )?| and createdDateTime ge \S+`)

// askSignIns runs a statement on the sign-ins of a Graph, and returns the first cell and the filters without their
// times.
func askSignIns(t *testing.T, sql string) (cell string, filters []string, err error) {
	t.Helper()
	f := m365cc.StartFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		filters = append(filters, sinceYesterday.ReplaceAllString(r.URL.Query().Get("$filter"), ""))
		m365cc.GiveKinds(w, r)
	})
	db, err := engine.Open(engine.Options{Connections: []engine.Named{{Name: "m365cc", Connection: f.Connection(t)}}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got answer
	if err := db.Query(t.Context(), sql, &got); err != nil {
		return "", filters, err
	}
	return got.cells[1][0], filters, nil
}

// TestKindsInSQL holds that an equality on the kind reaches Graph from wherever it stands, since without it
// there would be other rows, not more.
func TestKindsInSQL(t *testing.T) {
	const service, interactive = "signInEventTypes/any(t: t eq 'servicePrincipal')", "signInEventTypes/any(t: t eq 'interactiveUser')"
	for sql, want := range map[string]struct {
		cell    string
		filters []string
	}{
		"from m365cc_signin where " + recent:                                                                                                                  {"3", []string{""}},
		"from m365cc_signin where sign_in_event_type = 'servicePrincipal' and " + recent:                                                                      {"3", []string{service}},
		"from m365cc_signin where sign_in_event_type in ('servicePrincipal', 'interactiveUser') and " + recent:                                                {"5", []string{interactive, service}},
		"from m365cc_signin where (sign_in_event_type = 'servicePrincipal' or sign_in_event_type = 'interactiveUser') and " + recent:                          {"5", []string{interactive, service}},
		"from m365cc_signin where sign_in_event_type in (select 'servicePrincipal') and " + recent:                                                            {"3", []string{service}},
		"from m365cc_signin where sign_in_event_type = 'servicePrincipal' and (id = '3' or is_interactive is null) and " + recent:                             {"3", []string{service}},
		"from (select 'servicePrincipal' as kind) as k join m365cc_signin as s on s.sign_in_event_type = k.kind and " + recent:                                {"3", []string{service}},
		"from m365cc_signin as s join (values ('servicePrincipal'), ('servicePrincipal')) as k on s.sign_in_event_type = k.column1 and " + recent:             {"6", []string{service, service}},
		"from (values (1)) as k full join (select id from m365cc_signin where sign_in_event_type = 'servicePrincipal' and " + recent + ") as s on s.id = '3'": {"3", []string{service}},
	} {
		cell, filters, err := askSignIns(t, "select count(*) "+sql)
		if err != nil || cell != want.cell || !slices.Equal(filters, want.filters) {
			t.Errorf("%s: got %s after %q, %v", sql, cell, filters, err)
		}
	}
	sql := "select count(*) from m365cc_signin as a join m365cc_signin as b on a.sign_in_event_type = b.sign_in_event_type"
	if _, _, err := askSignIns(t, sql); err == nil || !strings.Contains(err.Error(), "no query solution") {
		t.Errorf("%s: got %v", sql, err)
	}
}

// TestCaseInSQL holds that only comparisons which mind the case of letters reach a Graph that does.
func TestCaseInSQL(t *testing.T) {
	for condition, want := range map[string]string{
		"app_display_name = 'Azure'":                             "appDisplayName eq 'Azure'",
		"app_display_name in ('Azure', 'azure')":                 "(appDisplayName eq 'Azure' or appDisplayName eq 'azure')",
		"app_display_name = 'Azure' collate nocase":              "",
		"app_display_name like 'Azure%'":                         "",
		"app_display_name glob 'Azure*'":                         "startswith(appDisplayName,'Azure')",
		"user_principal_name like 'Ada%'":                        "startswith(userPrincipalName,'ada')",
		"user_principal_name = 'Ada@contoso.com' collate nocase": "userPrincipalName eq 'ada@contoso.com'",
		"status_error_code = 0":                                  "status/errorCode eq 0",
		"status_error_code <> 0":                                 "",
	} {
		_, filters, err := askSignIns(t, "select count(*) from m365cc_signin where "+condition+" and "+recent)
		if err != nil || !slices.Equal(filters, []string{want}) {
			t.Errorf("%s: got %q, %v", condition, filters, err)
		}
	}
}

// TestMethodsInSQL: a part of a method's name is a part of other methods' names, too.
func TestMethodsInSQL(t *testing.T) {
	for pattern, want := range map[string]string{
		`%"mobilePhone"%`: "methodsRegistered/any(t: t eq 'mobilePhone')", "%mobilePhone%": "", `%"MOBILEPHONE"%`: "", `%"mobilePhone%`: "",
	} {
		f := m365cc.StartFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
			if got := r.URL.Query().Get("$filter"); got != want {
				t.Errorf("%s: got %q, want %q", pattern, got, want)
			}
			m365cc.GiveKinds(w, r)
		})
		db, err := engine.Open(engine.Options{Connections: []engine.Named{{Name: "m365cc", Connection: f.Connection(t)}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Query(t.Context(), "select id from m365cc_mfa_registration where methods_registered like '"+pattern+"'", new(answer)); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
