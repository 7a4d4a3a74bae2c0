package demo

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"
)

// heap is the memory in use, in megabytes.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse) / 1e6
}

// ten are the properties of the benchmarks.
const ten = "id,userPrincipalName,displayName,mail,accountEnabled,userType,department,createdDateTime,assignedLicenses,jobTitle"

// drain reads a list to its end through the handler, without a network, and
// returns the bytes and pages.
func drain(t testing.TB, s *Server, path string) (size, pages int) {
	t.Helper()
	token := s.key.sign(claims{Audience: s.audience(), TenantID: s.TenantID(), Roles: DefaultRoles(), Expires: seconds(time.Now().Add(time.Hour))})
	for path != "" {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := &sink{header: http.Header{}}
		s.serveGraph(w, r)
		if w.status != 200 {
			t.Fatalf("%s: %d %s", path, w.status, w.start)
		}
		size, pages = size+w.size, pages+1
		path = w.next()
	}
	return size, pages
}

// sink throws a body away but for its beginning.
type sink struct {
	header http.Header
	status int
	size   int
	start  []byte
}

func (w *sink) Header() http.Header    { return w.header }
func (w *sink) WriteHeader(status int) { w.status = status }
func (w *sink) Write(b []byte) (int, error) {
	w.size += len(b)
	w.start = append(w.start, b[:min(len(b), 2048)]...)
	return len(b), nil
}

// next finds the nextLink, which stands before the rows.
func (w *sink) next() string {
	const name = `"@odata.nextLink":"`
	for k := range len(w.start) - len(name) {
		if string(w.start[k:k+len(name)]) == name {
			end := k + len(name)
			for w.start[end] != '"' {
				end++
			}
			return string(w.start[k+len(name) : end])
		}
	}
	return ""
}

// Half a million users start at once and stay small.
func TestHalfAMillionUsers(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("reads a big tenant")
	}
	start := time.Now()
	s, err := Start(Options{Users: 500_000, Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Set(func(b *Behaviour) { b.ResourceUnits = -1 })
	report := func(what string) {
		t.Logf("%-42s %8v, heap %.0f MB", what, time.Since(start).Round(time.Millisecond), heap())
		if used := heap(); used > 300 {
			t.Errorf("%s: %.0f MB in use", what, used)
		}
		start = time.Now()
	}
	report("started")
	consumed := 0
	for _, sku := range s.Tenant().SKUs() {
		consumed += sku.ConsumedUnits
	}
	report(fmt.Sprintf("counted %d licences", consumed))
	size, pages := drain(t, s, "/v1.0/users?$top=999&$select="+ten)
	report(fmt.Sprintf("listed %d pages, %d MB", pages, size/1e6))
	if want := (500_000 + 998) / 999; pages != want {
		t.Errorf("%d pages, want %d", pages, want)
	}
	_, pages = drain(t, s, "/v1.0/users?$top=999&$select=id&$filter=department%20eq%20'Legal'")
	report(fmt.Sprintf("filtered by department, %d pages", pages))
	drain(t, s, "/v1.0/users?$top=5&$select=id&$filter=userPrincipalName%20eq%20'adelev@contoso.com'")
	report("filtered by sign-in name")
	drain(t, s, "/v1.0/users/"+s.Tenant().UserPrincipalName(499_999))
	report("got the last user by sign-in name")
	drain(t, s, "/v1.0/users?$top=999&$select=id&$orderby=displayName")
	report("listed in the order of names")
}

// A report of half a million users is written row by row.
func TestReportsOfHalfAMillionUsers(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("reads a big tenant")
	}
	tenant := testTenant(t, 500_000)
	before, most := heap(), 0.0
	for _, r := range []*report{activeUserDetail, m365AppUserDetail, teamsUserActivityUserDetail} {
		start, size := time.Now(), 0
		out := writerFunc(func(b []byte) (int, error) {
			if size += len(b); size>>24 != (size-len(b))>>24 {
				most = max(most, heap())
			}
			return len(b), nil
		})
		rows, err := r.file(tenant, tenant.periodWindow(180), Behaviour{})(out)
		if err != nil || rows < 300_000 {
			t.Errorf("%s: %d rows, %v", r.function, rows, err)
		}
		t.Logf("%-32s %8v, %d rows, %d MB", r.function, time.Since(start).Round(time.Millisecond), rows, size/1e6)
	}
	if most == 0 || most > before+20 {
		t.Errorf("%.0f MB in use before, up to %.0f while writing", before, most)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// The rows of a whole tenant, page by page.
func BenchmarkListUsers(b *testing.B) {
	for _, users := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprintf("users=%d", users), func(b *testing.B) {
			s, err := Start(Options{Users: users, Now: testNow})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			s.Set(func(b *Behaviour) { b.ResourceUnits = -1 })
			b.ReportAllocs()
			for b.Loop() {
				size, _ := drain(b, s, "/v1.0/users?$top=999&$select="+ten)
				b.SetBytes(int64(size))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*users), "ns/user")
		})
	}
}

// The rows of a report's file, and what each costs.
func BenchmarkReport(b *testing.B) {
	for _, r := range allReports() {
		b.Run(r.typeName(), func(b *testing.B) {
			tenant := testTenant(b, 20_000)
			b.ReportAllocs()
			w := tenant.periodWindow(30)
			w.periods = []int{30} // Copilot's
			rows := 0
			for b.Loop() {
				n, err := r.file(tenant, w, Behaviour{})(io.Discard)
				if err != nil {
					b.Fatal(err)
				}
				rows += n
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// The same over TLS on loopback, with a client that throws the bytes away.
func BenchmarkListUsersOverTLS(b *testing.B) {
	const users = 20_000
	c := startServer(b, Options{Users: users})
	c.server.Set(func(b *Behaviour) { b.ResourceUnits = -1 })
	for b.Loop() {
		for k := 0; k < users; k += 999 {
			r, _ := http.NewRequest("GET", "https://"+c.server.GraphHost()+"/v1.0/users?$top=999&$select="+ten, nil)
			r.Header.Set("Authorization", "Bearer "+c.token)
			response, err := c.http.Do(r)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, response.Body); err != nil {
				b.Fatal(err)
			}
			response.Body.Close()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*users), "ns/user")
}

// One filter over a tenant of 100,000 users.
func BenchmarkFilter(b *testing.B) {
	tenant := testTenant(b, 100_000)
	for name, filter := range map[string]string{
		"flag":    "accountEnabled eq false",
		"text":    "department eq 'Legal'",
		"upn":     "userPrincipalName eq 'adelev@contoso.com'",
		"licence": "assignedLicenses/any(l:l/skuId eq 06ebc4ee-1bb5-47dd-8120-11324bc54e06)",
		"signIn":  "signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z",
		"name":    "startsWith(displayName,'a')",
	} {
		b.Run(name, func(b *testing.B) {
			f, err := userSchema.filter(filter, true, &Behaviour{})
			if err != nil {
				b.Fatal(err)
			}
			var p person
			scratch := make([]byte, 0, 512)
			for b.Loop() {
				for i := range tenant.Len() {
					tenant.load(&p, i)
					f.match(&p, scratch)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*tenant.Len()), "ns/user")
		})
	}
}
