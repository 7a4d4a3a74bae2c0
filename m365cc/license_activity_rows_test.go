package m365cc

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const (
	visioPlan2  = "c5928f49-12ba-48f7-ada3-0d743a3601d5"
	visioOnline = "2bdbaf8f-738f-4ac7-9234-3c3ee2ce7d0f" // the plan
	oneDrive    = "da792a53-cbc0-4184-a10d-e544dd34b3c2" // no plan of Microsoft's
	powerBIPro  = "f8a1db68-be16-40ed-86d5-cb42ce701560"
)

// licensedPeople is a Graph with one licence, Visio, and the users.
func licensedPeople(users string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1.0/subscribedSkus":
			writeBody(w, `{"value":[{"skuId":"`+visioPlan2+`","skuPartNumber":"VISIOCLIENT","servicePlans":[{"servicePlanId":"`+visioOnline+`"},{"servicePlanId":"`+oneDrive+`"}]}]}`)
		case "/v1.0/users":
			writeBody(w, `{"value":[`+users+`]}`)
		default:
			refuse(w, http.StatusTeapot, "teapot", "no such thing")
		}
	}
}

// userWith is a user with a licence, with plans that are off beside the licence, and in ways in which it is assigned.
func userWith(sku, off string, ways ...string) string {
	return `{"id":"u","userPrincipalName":"a@b.c","assignedLicenses":[{"skuId":"` + sku + `","disabledPlans":[` + off + `]}],"licenseAssignmentStates":[` + strings.Join(ways, ",") + `]}`
}

func way(state, off string) string {
	return `{"skuId":"` + strings.ToUpper(visioPlan2) + `","state":"` + state + `","disabledPlans":[` + off + `]}`
}

// TestPlansThatAreOff: a plan is off for a user only if it is off in every way in which the licence is assigned.
func TestPlansThatAreOff(t *testing.T) {
	const online, drive = `"` + visioOnline + `"`, `"` + oneDrive + `"`
	for _, c := range []struct{ name, user, want string }{
		{"none", userWith(visioPlan2, "", way("Active", "")), "Visio: "},
		{"in the only way", userWith(visioPlan2, "", way("Active", online)), "none: " + visioOnline},
		{"in one of two ways", userWith(visioPlan2, online, way("Active", online), way("Active", "")), "Visio: "},
		{"in both ways, written otherwise", userWith(visioPlan2, "", way("Active", online+","+drive), way("ActiveWithError", strings.ToUpper(online))), "none: " + visioOnline},
		{"each in another way", userWith(visioPlan2, online+","+drive, way("Active", online), way("Active", drive)), "Visio: "},
		{"a way that failed", userWith(visioPlan2, "", way("Error", ""), way("Active", online)), "none: " + visioOnline},
		{"no ways", userWith(visioPlan2, online), "none: " + visioOnline},
		{"a licence that the tenant has no more", userWith(powerBIPro, ""), "Power BI: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := startFakeGraph(t, licensedPeople(c.user))
			rows, err := ask(t.Context(), f.Connection(t), tableLicenseActivity, []string{"application", "disabled_plans"})
			if err != nil || len(rows) != 1 {
				t.Fatal(rows, err)
			}
			got := rows[0]["application"].Text()
			if got == "" {
				got = "none"
			}
			plans := strings.NewReplacer("[", "", "]", "", `"`, "").Replace(rows[0]["disabled_plans"].Text())
			if got += ": " + plans; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestActivityThatFails is an error that ends the statement, and the reading of the users.
func TestActivityThatFails(t *testing.T) {
	f := startFakeGraph(t, licensedPeople(userWith(visioPlan2, "", way("Active", ""))))
	rows, err := ask(t.Context(), f.Connection(t), tableLicenseActivity, []string{"last_activity_date"})
	if err == nil || !strings.Contains(err.Error(), "teapot") || len(rows) > 0 {
		t.Errorf("got %v, %v", rows, err)
	}
}

// TestActivityIsCancelled waits for nothing.
func TestActivityIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	people := licensedPeople(userWith(visioPlan2, "", way("Active", "")))
	f := startFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/signIns") {
			cancel()
			<-r.Context().Done()
			return
		}
		people(w, r)
	})
	if rows, err := ask(ctx, f.Connection(t), tableLicenseActivity, []string{"source"}); err == nil {
		t.Errorf("no error, but %v", rows)
	}
}

// TestContentsAreKept for several statements.
func TestContentsAreKept(t *testing.T) {
	f := startFakeGraph(t, licensedPeople(""))
	c := f.Connection(t)
	c.settings.CacheTTL = defaultCacheTTL
	for range 2 {
		if _, err := ask(t.Context(), c, tableLicenseActivity, []string{"user_id"}); err != nil {
			t.Fatal(err)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(slices.DeleteFunc(f.asked, func(r string) bool { return !strings.HasPrefix(r, "/v1.0/subscribedSkus") })); n != 1 {
		t.Errorf("%d requests for the licences, want 1", n)
	}
}
