package demo

import (
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFormOfReportFiles(t *testing.T) {
	c := unlimited(t, Options{})
	a := c.beta("reports/getOffice365ActiveUserDetail(period='D7')")
	if got := a.header.Get("Content-Type"); got != "application/octet-stream" {
		t.Errorf("Content-Type %q", got)
	}
	lines := strings.Split(strings.TrimPrefix(a.body, "\ufeff"), "\r\n")
	if lines[len(lines)-1] != "" || !strings.HasPrefix(a.body, "\xef\xbb\xbfReport Refresh Date,User Principal Name,") {
		t.Errorf("the file begins with %.40q and ends with %.40q", a.body, lines[len(lines)-1])
	}
	// Quotes only where they are needed.
	for _, want := range []string{
		`,"svc ""backup"" \ <nightly>, 50 %",`, "\n(on leave)\",True,", ",Conor O'Brien,", ",Zoë “Zed” O’Neill 🚀,",
		"2026-11-22,LynneR@contoso.com,Lynne Robbins,False,,True,True,True,True,True,True,,,,,,,20",
		"MICROSOFT 365 E5+POWER BI PRO\r\n",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%q is not in the file", want)
		}
	}
	if n := strings.Count(a.body, `"`); n != 2+6 {
		t.Errorf("%d quotation marks", n)
	}
	header, rows := parseFile(t, a.body)
	for _, flag := range []string{"Is Deleted", "Has Teams License"} {
		values := column(t, header, rows, flag)
		slices.Sort(values)
		if got := slices.Compact(values); !slices.Equal(got, []string{"False", "True"}) {
			t.Errorf("%s has the values %q", flag, got)
		}
	}

	c.server.Set(func(b *Behaviour) { b.LineFeeds = true })
	short := c.beta("reports/getOffice365ActiveUserDetail(period='D7')").body
	if short != strings.ReplaceAll(a.body, "\r\n", "\n") {
		t.Error("LineFeeds changes more than the line ends")
	}
}

// The columns of a file may move, and a row may be too long.
func TestStrangeReportFiles(t *testing.T) {
	c := unlimited(t, Options{})
	header, rows := c.file(emailActivityUserDetail, emailActivityUserDetail.call())
	c.server.Set(func(b *Behaviour) { b.MovedColumns = true })
	moved, movedRows := c.file(emailActivityUserDetail, emailActivityUserDetail.call())
	if len(moved) != len(header)+1 || moved[0] != "Report Period" || moved[1] != "Tenant Name" || len(movedRows) != len(rows) {
		t.Errorf("columns %q", moved)
	}
	for _, name := range header {
		if !slices.Equal(column(t, header, rows, name), column(t, moved, movedRows, name)) {
			t.Errorf("%s has other values in another place", name)
		}
	}
	c.server.Set(func(b *Behaviour) { b.MovedColumns, b.BadRow = false, 7 })
	r := csv.NewReader(strings.NewReader(c.beta("reports/" + emailActivityUserDetail.call()).body))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for k, row := range all {
		if want := len(header) + map[bool]int{true: 1}[k == 7]; len(row) != want {
			t.Errorf("row %d has %d fields, want %d", k, len(row), want)
		}
	}
}

// A file is the same whenever it is read, and for every period but in what is
// counted.
func TestPeriodsDifferInCountsOnly(t *testing.T) {
	c := unlimited(t, Options{})
	counted := regexp.MustCompile(`Count$|Messages$|Period$|Duration|Has Other Action|\(|^(Windows|Mac|Mobile|Web|Outlook|Word|Excel|PowerPoint|OneNote|Teams)$`)
	for _, r := range allReports() {
		if r.takes == noParameter {
			continue
		}
		header, short := c.file(r, r.function+"(period='D7')")
		_, long := c.file(r, r.function+"(period='D180')")
		if len(short) != len(long) {
			t.Fatalf("%s: %d rows and %d", r.function, len(short), len(long))
		}
		changed := 0
		for k := range short {
			for n, name := range header {
				isCounted := counted.MatchString(name) && name != "File Count" && name != "Item Count" && name != "Deleted Item Count"
				if short[k][n] == long[k][n] || name == "Report Period" {
					continue
				}
				if changed++; !isCounted {
					t.Errorf("%s: %s of %s is %q and %q", r.function, name, short[k][1], short[k][n], long[k][n])
				}
			}
		}
		if changed == 0 && r != mailboxUsageDetail && r != copilotUsageUserDetail && r != activeUserDetail {
			t.Errorf("%s counts the same in 180 days as in seven", r.function)
		}
	}
}

// The report of a period counts what those of its days count together.
func TestDaysAddUp(t *testing.T) {
	tenant := testTenant(t, 600)
	total := map[string]int64{}
	for u := range tenant.Usage(7) {
		if u.Email != nil {
			total[u.UserPrincipalName+u.DisplayName] += u.Email.SendCount
		}
	}
	for d := range 7 {
		for u := range tenant.UsageOn(tenant.ReportRefreshDate().AddDate(0, 0, -d)) {
			if u.Email != nil {
				total[u.UserPrincipalName+u.DisplayName] -= u.Email.SendCount
			}
		}
	}
	for who, left := range total {
		if left != 0 {
			t.Errorf("%s: %d mails of the week are of no day", who, left)
		}
	}
	if len(total) < 300 {
		t.Errorf("only %d people", len(total))
	}
}

var concealed = regexp.MustCompile(`^[0-9A-F]{32}$`)

func TestConcealedNames(t *testing.T) {
	c := unlimited(t, Options{})
	for _, r := range allReports() {
		header, open := c.file(r, r.call())
		c.server.Set(func(b *Behaviour) { b.ConcealNames = true })
		_, hidden := c.file(r, r.call())
		page := c.beta(r.path(r.call()) + "?$format=application/json")
		c.server.Set(func(b *Behaviour) { b.ConcealNames = false })
		stands := map[string]string{}
		for k := range open {
			for n, name := range header {
				isName := slices.Contains([]string{"User Principal Name", "Display Name", "Owner Display Name", "Owner Principal Name", "User Id"}, name)
				if !isName {
					if hidden[k][n] != open[k][n] {
						t.Fatalf("%s: %s changed from %q to %q", r.function, name, open[k][n], hidden[k][n])
					}
					continue
				}
				key := strings.ToLower(open[k][n])
				if other, known := stands[key]; known && other != hidden[k][n] || !concealed.MatchString(hidden[k][n]) {
					t.Fatalf("%s: %q is shown as %q", r.function, open[k][n], hidden[k][n])
				}
				stands[key] = hidden[k][n]
			}
		}
		hiddenNames := map[string]bool{}
		for _, text := range stands {
			hiddenNames[text] = true
		}
		if len(hiddenNames) != len(stands) || len(stands) == 0 {
			t.Errorf("%s: %d names are shown as %d", r.function, len(stands), len(hiddenNames))
		}
		for _, row := range page.value() {
			for _, name := range []string{"userPrincipalName", "displayName", "ownerPrincipalName", "ownerDisplayName", "userId"} {
				if text, ok := row[name].(string); ok && !hiddenNames[text] {
					t.Fatalf("%s in JSON: %s %q", r.function, name, text)
				}
			}
		}
	}
	// Another tenant hides the same name in another way.
	other, err := NewTenant(Options{Seed: 2, Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	if string(other.concealed([]byte("x"))) == string(testTenant(t, 1).concealed([]byte("x"))) {
		t.Error("two tenants conceal alike")
	}
}

// Rows are written while they are computed.
func TestReportsAreStreamed(t *testing.T) {
	c := unlimited(t, Options{Users: 200_000}) // more than the buffers of a connection hold
	start := time.Now()
	response, err := c.http.Get(c.straight().beta("reports/" + emailActivityUserDetail.call()).header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := response.Body.Read(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if d := c.server.Downloads(); len(d) != 1 || d[0].Status != 0 {
		t.Errorf("the first bytes came after %v, when the answer was complete: %+v", time.Since(start), d)
	}
	if response.ContentLength >= 0 {
		t.Errorf("the length %d was known before", response.ContentLength)
	}
}
