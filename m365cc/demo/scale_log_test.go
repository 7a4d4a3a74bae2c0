package demo

import (
	"fmt"
	"testing"
	"time"
)

// The log of half a million users is sorted once, in little memory.
func TestSignInsOfHalfAMillionUsers(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("reads a big tenant")
	}
	s, err := Start(Options{Users: 500_000, Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Set(func(b *Behaviour) { b.LogRequests = -1 })
	start := time.Now()
	report := func(what string) {
		t.Logf("%-42s %8v, heap %.0f MB", what, time.Since(start).Round(10*time.Microsecond), heap())
		if used := heap(); used > 300 {
			t.Errorf("%s: %.0f MB in use", what, used)
		}
		start = time.Now()
	}
	drain(t, s, "/beta/auditLogs/signIns/"+s.Tenant().UserSignIns(0)[0].ID)
	report(fmt.Sprintf("sorted %d sign-ins", len(s.Tenant().signInLog())))
	if n := len(s.Tenant().signInLog()); n < 1_000_000 {
		t.Errorf("%d sign-ins", n)
	}
	for what, query := range map[string]string{
		"an hour in the middle":   "$filter=createdDateTime%20ge%202026-11-10T10:00:00Z%20and%20createdDateTime%20le%202026-11-10T11:00:00Z",
		"a person's sign-ins":     "$filter=userId%20eq%20'" + s.Tenant().UserID(400_000) + "'",
		"a person's, by name":     "$filter=userPrincipalName%20eq%20'" + s.Tenant().UserPrincipalName(400_001) + "'",
		"principals in two hours": "$filter=signInEventTypes/any(t:t%20eq%20'servicePrincipal')%20and%20createdDateTime%20ge%202026-11-24T07:30:00Z",
	} {
		_, pages := drain(t, s, "/beta/auditLogs/signIns?"+query)
		report(fmt.Sprintf("%s, %d pages", what, pages))
	}
	_, pages := drain(t, s, "/beta/auditLogs/signIns?$select=id,userId,createdDateTime&$filter=(appId%20eq%20'"+appVisio.id+"'%20or%20resourceId%20eq%20'"+appVisio.id+"')%20and%20signInEventTypes/any(t:t%20eq%20'nonInteractiveUser')")
	report(fmt.Sprintf("all sign-ins to one application, %d pages", pages))
	_, pages = drain(t, s, "/beta/reports/authenticationMethods/userRegistrationDetails")
	report(fmt.Sprintf("the registrations, %d pages", pages))
}

// Whole logs, page by page, and one scanned for one application.
func BenchmarkSignIns(b *testing.B) {
	for name, query := range map[string]string{
		"all":         "$filter=signInEventTypes/any(t:t%20eq%20'nonInteractiveUser')",
		"application": "$filter=appId%20eq%20'" + appVisio.id + "'%20and%20signInEventTypes/any(t:t%20eq%20'nonInteractiveUser')",
	} {
		b.Run(name, func(b *testing.B) {
			s, err := Start(Options{Users: 20_000, Now: testNow})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			s.Set(func(b *Behaviour) { b.LogRequests = -1 })
			rows := len(s.Tenant().signInLog())
			b.ReportAllocs()
			for b.Loop() {
				drain(b, s, "/beta/auditLogs/signIns?"+query)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rows), "ns/row")
		})
	}
}
