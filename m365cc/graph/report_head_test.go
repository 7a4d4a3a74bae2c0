package graph

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const fileWithoutQuery = "https://files.example.com/data/download"

// TestReportHead: a head tells which columns there are, and has no rows; no more of the file is read than its first line.
func TestReportHead(t *testing.T) {
	f := startFiles(t, fileAddress)
	released := make(chan struct{})
	f.file = func(w http.ResponseWriter, r *http.Request) {
		header, _, _ := strings.Cut(usageCSV, "\r\n")
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write([]byte(header + "\r\n2026-11-22,adele@contoso.com"))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done() // the rest never comes, and nobody waits for it
		close(released)
	}
	head, err := f.c.ReportHead(t.Context(), usage)
	if err != nil {
		t.Fatal(err)
	}
	<-released
	type line struct {
		Name  string `csv:"Display Name"`
		Teams string `csv:"Teams Last Activity Date"`
	}
	pages := 0
	for page, err := range Rows[line](head, nil) {
		pages++
		if err != nil || len(page.Rows) > 0 || strings.Join(page.Missing, ",") != "Teams Last Activity Date" {
			t.Errorf("got %d rows, %q missing, %v", len(page.Rows), page.Missing, err)
		}
	}
	if pages != 1 {
		t.Errorf("got %d pages", pages)
	}
	f.wantFetched(1, fileWithoutQuery)
}

// TestReportHeadErrors: an address that has expired is asked for once more; what then fails is none of Graph's refusals,
// and is told without waiting.
func TestReportHeadErrors(t *testing.T) {
	for name, c := range map[string]struct {
		file    http.HandlerFunc
		asked   int
		fault   string
		refused bool // by Graph, or by the file's host in a way that says something
	}{
		"expired":   {says(403, "text/plain", "expired"), 2, "lets the host \"files.example.com\" through", false},
		"busy":      {says(503, "text/plain", ""), 1, "503 Service Unavailable", true},
		"no report": {says(200, "application/octet-stream", "a,b\r\n"), 1, "the file is no report", false},
		"a page":    {says(200, "text/html", "<html>"), 1, "instead of a CSV file", false},
		"empty":     {says(200, "application/octet-stream", ""), 1, "the report is empty", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFiles(t, fileAddress)
			f.file = c.file
			_, err := f.c.ReportHead(t.Context(), usage)
			wantError(t, err, usageName, c.fault)
			if errors.As(err, new(*Error)) != c.refused {
				t.Errorf("a refusal: %v", err)
			}
			f.wantFetched(c.asked, slices.Repeat([]string{fileWithoutQuery}, c.asked)...)
			if len(f.waited) > 0 {
				t.Errorf("waited %v", f.waited)
			}
		})
	}
	t.Run("expired once", func(t *testing.T) {
		f := startFiles(t, fileAddress)
		whole, times := f.file, 0
		f.file = func(w http.ResponseWriter, r *http.Request) {
			if times++; times == 1 {
				says(403, "text/plain", "expired")(w, r)
				return
			}
			whole(w, r)
		}
		if _, err := f.c.ReportHead(t.Context(), usage); err != nil {
			t.Error(err)
		}
		f.wantFetched(2, fileWithoutQuery, fileWithoutQuery)
	})
}
