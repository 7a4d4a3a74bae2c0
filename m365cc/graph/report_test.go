package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestReport(t *testing.T) {
	f := startFiles(t, fileAddress)
	var asked http.Header
	f.report = func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header
		redirects(fileAddress)(w, r)
	}
	report := f.wantReport(t.Context())
	want := []string{"GET /beta/reports/getMailboxUsageDetail(period='D7')?$format=text%2Fcsv", "GET /data/download?" + addressQuery}
	if got := f.requests(); !slices.Equal(got, want) {
		t.Errorf("requests %q, want %q", got, want)
	}
	if asked.Get("Authorization") != "Bearer "+fakeToken(1) || strings.Contains(asked.Get("Accept"), "json") {
		t.Errorf("the report was asked for with %v", asked)
	}
	f.wantFetched(1, "https://files.example.com/data/download")
	if info, err := report.file.Stat(); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file is not private: %v, %v", info.Mode(), err)
	}
}

// half writes half of the report and ends the connection.
func half(w http.ResponseWriter, _ *http.Request) {
	_, _ = w.Write([]byte(usageCSV[:len(usageCSV)/2]))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// lacksItsEnd promises more than it gives.
func lacksItsEnd(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", fmt.Sprint(len(usageCSV)+10))
	_, _ = w.Write([]byte(usageCSV + usageCSV[:5]))
}

// longer is a report with more than usageCSV, and breaks off: nothing of it may be left.
func longer(w http.ResponseWriter, r *http.Request) {
	_, _ = w.Write([]byte(strings.Repeat(usageCSV, 1000)))
	half(w, r)
}

func TestReportAnswers(t *testing.T) {
	good, csv := says(200, "application/octet-stream", usageCSV), says(200, "text/csv", usageCSV)
	html, json := says(200, "text/html; charset=utf-8", "<html>"), says(200, "application/json", `{"value":[]}`)
	way := redirects(fileAddress)
	refused := func(status int) http.HandlerFunc { return says(status, "text/plain", "no "+addressQuery) }
	for name, test := range map[string]struct {
		report, file   []http.HandlerFunc
		reports, files int
		waits          []time.Duration // -1: a back-off
		fault          string
	}{
		"at once":                     {list(csv), nil, 1, 0, nil, ""},
		"at once, broken off":         {list(half, longer, csv), nil, 3, 0, []time.Duration{-1, -1}, ""},
		"at once, without its end":    {list(lacksItsEnd, csv), nil, 2, 0, []time.Duration{-1}, ""},
		"at once, then elsewhere":     {list(longer, way), list(good), 2, 1, []time.Duration{-1}, ""},
		"elsewhere, then at once":     {list(way, csv), list(refused(403)), 2, 1, nil, ""},
		"a page of a proxy":           {list(html), nil, 3, 0, []time.Duration{-1, -1}, `: the answer is "text/html; charset=utf-8" instead of a CSV file; check graph_host and a proxy`},
		"JSON":                        {list(json), nil, 3, 0, []time.Duration{-1, -1}, `: the answer is "application/json" instead of a CSV file`},
		"a permission is missing":     {list(says(403, "application/json", `{"error":{"code":"S2SUnauthorized","message":"Invalid permission."}}`)), nil, 1, 0, nil, ": 403 S2SUnauthorized: Invalid permission.; m365cc_mailbox needs the application permission Reports.Read.All"},
		"nothing":                     {list(says(204, "", "")), nil, 1, 0, nil, ": 204 No Content"},
		"throttled":                   {list(throttles(429, "7"), way), list(good), 2, 1, []time.Duration{7 * time.Second}, ""},
		"throttled for too long":      {list(throttles(429, "601")), nil, 1, 0, nil, ": 429 Busy: Try later.; Graph asked to wait 10m1s"},
		"the file breaks off":         {list(way), list(half, good), 1, 2, []time.Duration{-1}, ""},
		"a longer file breaks off":    {list(way), list(longer, good), 1, 2, []time.Duration{-1}, ""},
		"the file lacks its end":      {list(way), list(lacksItsEnd, lacksItsEnd, good), 1, 3, []time.Duration{-1, -1}, ""},
		"no answer about the file":    {list(way), list(dropped, good), 1, 2, []time.Duration{-1}, ""},
		"the file always breaks off":  {list(way), list(half), 1, 1 + maxTransportRetries, []time.Duration{-1, -1, -1, -1}, ": the file broke off: unexpected EOF"},
		"never an answer":             {list(way), list(dropped), 1, 1 + maxTransportRetries, []time.Duration{-1, -1, -1, -1}, `: the report's file at "files.example.com" cannot be fetched; a firewall or proxy (HTTPS_PROXY) must let this host through: EOF`},
		"the file is throttled":       {list(way), list(throttles(429, "7"), throttles(503, "0.5"), good), 1, 3, []time.Duration{7 * time.Second, 500 * time.Millisecond}, ""},
		"no Retry-After":              {list(way), list(throttles(504, ""), good), 1, 2, []time.Duration{-1}, ""},
		"the file throttles long":     {list(way), list(throttles(429, "601")), 1, 1, nil, ", its file: 429 Busy: Try later.; Graph asked to wait 10m1s"},
		"the address is used up: 403": {list(way), list(refused(403), good), 2, 2, nil, ""},
		"the address is used up: 404": {list(way), list(refused(404), good), 2, 2, nil, ""},
		"the address is used up: 410": {list(way), list(refused(410), good), 2, 2, nil, ""},
		"used up while it waited":     {list(way), list(throttles(429, "300"), refused(403), half, good), 2, 4, []time.Duration{5 * time.Minute, -1}, ""},
		"no address is good: 403":     {list(way), list(refused(403)), 2, 2, nil, ", its file: 403 Forbidden"},
		"no address is good: 404":     {list(way), list(refused(404)), 2, 2, nil, ", its file: 404 Not Found"},
		"no address is good: 410":     {list(way), list(refused(410)), 2, 2, nil, ", its file: 410 Gone"},
		"no permission the next time": {list(way, says(403, "text/plain", "")), list(refused(403)), 2, 1, nil, ": 403 Forbidden; m365cc_mailbox needs"},
		"the file's host fails":       {list(way), list(refused(500)), 1, 5, []time.Duration{-1, -1, -1, -1}, ", its file: 500 Internal Server Error"},
		"no file":                     {list(way), list(says(204, "", "")), 1, 1, nil, ", its file: 204 No Content"},
		"a part of the file":          {list(way), list(refused(206)), 1, 1, nil, ", its file: 206 Partial Content"},
		"a proxy's page for the file": {list(way), list(html), 1, 3, []time.Duration{-1, -1}, `: the answer is "text/html; charset=utf-8" instead of a CSV file`},
		"JSON once, for the file":     {list(way), list(json, good), 1, 2, []time.Duration{-1}, ""},
		"the file's host fails once":  {list(way), list(refused(502), good), 1, 2, []time.Duration{-1}, ""},
		"cut within a line":           {list(way), list(says(200, "text/csv", usageCSV[:len(usageCSV)-15]), good), 1, 2, []time.Duration{-1}, ""},
		"always cut within a line":    {list(way), list(says(200, "text/csv", usageCSV[:len(usageCSV)-15])), 1, 3, []time.Duration{-1, -1}, ": line 3 has more or fewer fields than the header"},
		"cut within quotes":           {list(way), list(says(200, "text/csv", strings.TrimSuffix(usageCSV, ", Adele\",5\r\n2026-11-22,alex@contoso.com,Alex Wilber,\r\n")), good), 1, 2, []time.Duration{-1}, ""},
		"no header":                   {list(way), list(says(200, "text/csv", "2026-11-22,adele@contoso.com,Adele,5\n"), good), 1, 2, []time.Duration{-1}, ""},
		"nothing in the file":         {list(way), list(says(200, "text/csv", "")), 1, 3, []time.Duration{-1, -1}, ": the report is empty: it has not even a header"},
		"no end of the file":          {list(way), list(endsWithItsConnection, good), 1, 2, []time.Duration{-1}, ""},
		"never an end of the file":    {list(way), list(endsWithItsConnection), 1, 3, []time.Duration{-1, -1}, ": the answer does not say where it ends"},
		"JSON for the file":           {list(way), list(json), 1, 3, []time.Duration{-1, -1}, `: the answer is "application/json" instead of a CSV file`},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFiles(t, "")
			f.report, f.file = answers(test.report...), answers(test.file...)
			if test.fault == "" {
				f.wantReport(t.Context())
			} else {
				f.wantRefused(usageName + test.fault)
			}
			f.wantFetched(test.reports, slices.Repeat([]string{"https://files.example.com/data/download"}, test.files)...)
			f.wantWaits(test.waits)
		})
	}
}

// endsWithItsConnection gives the whole report as a server does that knows no length: it could as well be a part.
func endsWithItsConnection(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer connection.Close()
	_, _ = connection.Write([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n\r\n" + usageCSV))
}

// TestRefusedFileIsNoMissingPermission holds that only Graph's own 403 counts as a missing permission, for which tables leave
// columns unknown.
func TestRefusedFileIsNoMissingPermission(t *testing.T) {
	f := startFiles(t, fileAddress)
	f.file = says(403, "text/html", "blocked")
	_, err := f.c.Report(t.Context(), usage)
	wantError(t, err, usageName+`, its file: 403 Forbidden; Graph gave this address a moment ago, so check whether a firewall or proxy (HTTPS_PROXY) lets the host "files.example.com" through`)
	if IsForbidden(err) {
		t.Error("the file's 403 counts as a missing permission")
	}
	f.report = says(403, "application/json", `{"error":{"code":"S2SUnauthorized","message":"Invalid permission."}}`)
	if _, err := f.c.Report(t.Context(), usage); !IsForbidden(err) {
		t.Errorf("Graph's 403 does not: %v", err)
	}
}

// wantWaits fails unless the client waited so, -1 standing for some back-off.
func (f *fakeFiles) wantWaits(want []time.Duration) {
	f.t.Helper()
	same := func(got, want time.Duration) bool { return got == want || want < 0 && got > 0 && got <= longestBackoff }
	if !slices.EqualFunc(f.waited, want, same) {
		f.t.Errorf("waited %v, want %v", f.waited, want)
	}
}

// TestCancelledReport holds that a report ends at once with its context, whatever it is at, and leaves nothing behind.
func TestCancelledReport(t *testing.T) {
	gone := errors.New("gone")
	for name, prepare := range map[string]func(f *fakeFiles, cancel func()){
		"before Graph answers": func(f *fakeFiles, cancel func()) { f.report = hangs(cancel, "") },
		"in Graph's body":      func(f *fakeFiles, cancel func()) { f.report = hangs(cancel, usageCSV[:50]) },
		"before the file":      func(f *fakeFiles, cancel func()) { f.file = hangs(cancel, "") },
		"in the file":          func(f *fakeFiles, cancel func()) { f.file = hangs(cancel, usageCSV[:50]) },
		"while it waits": func(f *fakeFiles, cancel func()) {
			f.file = throttles(429, "60")
			f.c.pause = func(ctx context.Context, d time.Duration) error {
				cancel()
				return sleep(ctx, d)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFiles(t, fileAddress)
			ctx, cancel := context.WithCancelCause(t.Context())
			prepare(f, func() { time.AfterFunc(20*time.Millisecond, func() { cancel(gone) }) })
			start := time.Now()
			if report, err := f.c.Report(ctx, usage); !errors.Is(err, gone) || report != nil || time.Since(start) > atOnce {
				t.Errorf("got %v, %v after %s", report, err, time.Since(start))
			}
			if len(f.waited) != 0 {
				t.Errorf("waited %v", f.waited)
			}
			f.c.Close()
			f.wantClosed(0)
		})
	}
}

// hangs writes the text, if any, tells so, and ends with the request.
func hangs(then func(), text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if text != "" {
			_, _ = w.Write([]byte(text))
			_ = http.NewResponseController(w).Flush()
		}
		then()
		<-r.Context().Done()
	}
}

// wantClosed fails unless in the end no more than so many connections are open.
func (f *fakeFiles) wantClosed(open int32) {
	f.t.Helper()
	for range 100 {
		if f.connections.Load()-f.closed.Load() <= open {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	f.t.Errorf("%d connections, of which %d are closed", f.connections.Load(), f.closed.Load())
}

// TestFilesAreClosed holds that what is not read to its end does not stay open, and the rest is used again.
func TestFilesAreClosed(t *testing.T) {
	long := strings.Repeat("no ", 1<<19)
	for name, file := range map[string]http.HandlerFunc{
		"good":           says(200, "text/csv", usageCSV),
		"page of others": says(200, "text/html", long),
		"long refusal":   says(500, "text/html", long),
		"not found":      says(404, "text/html", long),
		"in a ring":      redirects(fileAddress),
	} {
		t.Run(name, func(t *testing.T) {
			f := startFiles(t, fileAddress)
			f.file = file
			for range 4 {
				_, _ = f.c.Report(t.Context(), usage)
			}
			f.wantClosed(3) // one each of the token host, Graph and the files
		})
	}
}

// openFiles are the descriptors of this process in a folder, also of files that are removed.
func openFiles(t testing.TB, folder string) (open int) {
	t.Helper()
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil || len(links) == 0 {
		t.Skip("this system does not tell which files are open")
	}
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && strings.HasPrefix(target, folder) {
			open++
		}
	}
	return open
}

// TestFileGoesWithItsReport holds that a report that nobody holds is closed, also one that was never whole.
func TestFileGoesWithItsReport(t *testing.T) {
	f := startFiles(t, fileAddress)
	folder := os.TempDir()
	kept := f.wantReport(t.Context())
	if n := openFiles(t, folder); n != 1 {
		t.Errorf("%d files are open for one report", n)
	}
	f.wantReport(t.Context())
	f.file = says(500, "", "")
	f.wantRefused("500")
	for range 200 {
		if runtime.GC(); openFiles(t, folder) == 1 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := openFiles(t, folder); n != 1 || content(t, kept) != usageCSV {
		t.Errorf("%d files are open for the one report that is kept", n)
	}
}

func TestReportWithoutRoom(t *testing.T) {
	f := startFiles(t, fileAddress)
	for _, variable := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(variable, filepath.Join(os.TempDir(), "missing"))
	}
	f.wantRefused(": no room for the report: ")
	f.wantFetched(0)
}

// TestReportWhoseFileFails holds that a disk's errors are told.
func TestReportWhoseFileFails(t *testing.T) {
	wantNoFiles(t)
	answer := func() *http.Response {
		return &http.Response{Header: http.Header{}, Body: http.NoBody}
	}
	closed, err := newReport(usageName)
	if err != nil {
		t.Fatal(err)
	}
	closed.file.Close()
	if err := closed.fill(answer()); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a closed file is filled: %v", err)
	}
	if _, err := closed.reader(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a closed file is read: %v", err)
	}
	for _, err := range Rows[mailbox](closed, nil) {
		wantError(t, err, usageName+": ", "closed")
	}
	readOnly, err := os.Open("report_test.go")
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	if err := (&Report{file: readOnly}).fill(answer()); err == nil {
		t.Error("a file that cannot be written is filled")
	}
}

// TestManyReadersOfOneReport holds that each reader gets every row, and that a report lives as long as it is read.
func TestManyReadersOfOneReport(t *testing.T) {
	f := startFiles(t, fileAddress)
	const count = 5000
	f.file = says(200, "application/octet-stream", mailboxes(count))
	pages := func() func(func(*Page[mailbox], error) bool) {
		report, err := f.c.Report(t.Context(), usage)
		if err != nil {
			t.Fatal(err)
		}
		return Rows(report, new(Pool[mailbox])) // nothing else holds the report
	}()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			n := 0
			for page, err := range pages {
				if err != nil {
					t.Error(err)
					return
				}
				for _, row := range page.Rows {
					if want := fmt.Sprint("user ", n); row.Name != want {
						t.Errorf("row %d is %q", n, row.Name)
						return
					}
					n++
				}
				page.Release()
				runtime.GC()
			}
			if n != count {
				t.Errorf("got %d rows of %d", n, count)
			}
		})
	}
	group.Wait()
}
