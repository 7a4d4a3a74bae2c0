package m365cc_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// blindness is what a connection cannot see.
type blindness struct {
	name      string
	options   demo.Options
	behaviour func(*demo.Behaviour)
	// unknown are the applications of whose use nothing is known.
	unknown []string
	// noMailboxes and noSignIns say that nobody knows whose mailboxes are shared, and who has signed in.
	noMailboxes, noSignIns bool
	// fails are the headings whose query has to be an error, with a part of it.
	fails map[string]string
}

var (
	reportedApplications = []string{"Microsoft Exchange Server", "Microsoft Teams", "OneDrive", "SharePoint", "Skype for Business", "Yammer", "Outlook"}
	mailboxHeadings      = []string{blockedHeading, neverHeading, unusedHeading, unopenedHeading, lowerHeading, "Last sign-in and last activity disagree"}
)

var blindnesses = []blindness{
	{name: "concealed names", behaviour: func(b *demo.Behaviour) { b.ConcealNames = true }, unknown: reportedApplications, noMailboxes: true},
	{name: "no AuditLog.Read.All", behaviour: without("AuditLog.Read.All"), unknown: signInApplications, noSignIns: true,
		fails: map[string]string{"Administrators without MFA": "AuditLog.Read.All"}},
	{name: "no Entra ID P1", behaviour: func(b *demo.Behaviour) { b.NoPremium = true }, unknown: signInApplications, noSignIns: true,
		fails: map[string]string{"Administrators without MFA": "Microsoft Entra ID P1"}},
	{name: "China", options: demo.Options{Cloud: "china"}, unknown: []string{"Microsoft Teams", "Yammer"}},
	{name: "no Reports.Read.All", behaviour: without("Reports.Read.All"), unknown: reportedApplications, noMailboxes: true, fails: func() map[string]string {
		all := map[string]string{}
		for _, heading := range mailboxHeadings[:5] { // the last one has nobody to ask about, then
			all[heading] = "Reports.Read.All"
		}
		return all
	}()},
}

// TestReclaimUnknown: what cannot be seen is no finding, and what can be seen still is one.
func TestReclaimUnknown(t *testing.T) {
	queries := reclaimQueries(t)
	for _, b := range blindnesses {
		t.Run(b.name, func(t *testing.T) {
			server := startTenant(t, b.options)
			server.Set(func(s *demo.Behaviour) {
				s.LogRequests, s.ReportRequests = -1, -1
				if b.behaviour != nil {
					b.behaviour(s)
				}
			})
			for _, heading := range slices.Sorted(maps.Keys(namedFindings(t))) {
				var got collector
				err := openEngine(t, server, nil).Query(t.Context(), queries[heading].sqlite, &got)
				if text := b.fails[heading]; text != "" {
					if err == nil || !strings.Contains(err.Error(), text) {
						t.Errorf("%s: error %v, want one with %q", heading, err, text)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", heading, err)
				}
				if found, want := findingsOf(got.rows), b.seen(server.Tenant(), heading); !slices.Equal(found, want) {
					t.Errorf("%s: %d rows, want %d\n%s", heading, len(found), len(want), difference(found, want))
				}
			}
		})
	}
}

// seen are the findings of a healthy tenant that the connection can be sure of.
func (b *blindness) seen(tenant *demo.Tenant, heading string) []string {
	r, all := newReclaim(tenant), reclaimRows(tenant)[heading]
	if b.noMailboxes && slices.Contains(mailboxHeadings, heading) {
		return nil
	}
	switch heading {
	case neverHeading:
		if b.noSignIns {
			return nil
		}
	case "Last sign-in and last activity disagree":
		return nil // each of these connections lacks a source of it
	case unusedHeading, unopenedHeading, lowerHeading:
		unknown := map[string]bool{}
		for i := range r.people {
			for _, l := range r.people[i].AssignedLicenses {
				part := r.skus[l.SKUID].SKUPartNumber
				judged := r.applications(l)
				if heading == unopenedHeading {
					judged = []string{ownApplications[part]}
				}
				unknown[r.people[i].UserPrincipalName+": "+licensing.ProductName(l.SKUID, part)] = slices.ContainsFunc(judged, func(a string) bool { return slices.Contains(b.unknown, a) })
			}
		}
		return slices.DeleteFunc(all, func(name string) bool { return unknown[name] })
	}
	return all
}

// TestReclaimUnknownSaving: of a tenant that conceals names only what is contained in another licence can be saved.
func TestReclaimUnknownSaving(t *testing.T) {
	queries := reclaimQueries(t)
	server := startReclaimTenant(t, func(b *demo.Behaviour) { b.ConcealNames = true })
	seats := map[string]int{}
	for _, name := range namedFindings(t)[containedHeading] {
		_, license, _ := strings.Cut(name, ": ")
		seats[license]++
	}
	for _, line := range askReclaim(t, server, queries[savingHeading].sqlite) {
		if line["license"] != "Total" && line["seats"] != fmt.Sprint(seats[line["license"]]) {
			t.Errorf("%v, want %d seats", line, seats[line["license"]])
		}
		delete(seats, line["license"])
	}
	if len(seats) > 0 {
		t.Errorf("not there: %v", seats)
	}
}

// TestReclaimUnknownMarks: without the registrations nobody looks as if there were no second factor.
func TestReclaimUnknownMarks(t *testing.T) {
	server, queries := startReclaimTenant(t, without("AuditLog.Read.All")), reclaimQueries(t)
	rows := askReclaim(t, server, queries[unusedHeading].sqlite)
	if len(rows) == 0 || slices.ContainsFunc(rows, func(r row) bool { return r["is_mfa_registered"] != "" || r["is_federated"] == "" }) {
		t.Errorf("%d rows, of which some are marked", len(rows))
	}
}

// TestReclaimManaged: a licence that is not managed is nowhere.
func TestReclaimManaged(t *testing.T) {
	server, queries := startReclaimTenant(t, nil), reclaimQueries(t)
	for _, heading := range []string{unusedHeading, blockedHeading, unopenedHeading} {
		var got collector
		db := openWith(t, server, nil, priceFile(t, server, ""), []string{"POWER_BI_*"})
		if err := db.Query(t.Context(), queries[heading].sqlite, &got); err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(namedFindings(t)[heading]), func(name string) bool { return !strings.HasSuffix(name, "Power BI Pro") })
		if found := findingsOf(got.rows); heading != unopenedHeading && !slices.Equal(found, want) || len(found) == 0 {
			t.Errorf("%s: %q, want %q", heading, found, want)
		}
	}
}
