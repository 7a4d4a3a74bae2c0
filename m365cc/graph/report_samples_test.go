package graph

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

// anyReport has what every report has.
type anyReport struct {
	Refreshed string `csv:"Report Refresh Date"`
}

// TestSampleReports reads the files of Microsoft's documentation and of real tenants.
func TestSampleReports(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "graph", "samples")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the sample reports are not here")
	}
	faults := map[string]string{
		"tenant-activeuserdetail.csv": "line 2 has more or fewer fields than the header",
		"tenant-settings-get.csv":     "the file is no report",
	}
	var files []string
	for _, pattern := range []string{"*.csv", filepath.Join("real", "*.csv")} {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			rows, missing, _, err := readAll[anyReport](reportOf(t, string(body)))
			if fault := faults[filepath.Base(file)]; fault != "" {
				wantError(t, err, usageName, fault)
				return
			}
			lines, _ := csv.NewReader(bytes.NewReader(body)).ReadAll()
			if err != nil || len(missing) > 0 || len(rows) != len(lines)-1 {
				t.Fatalf("got %d rows of %d lines without %q, %v", len(rows), len(lines), missing, err)
			}
			for _, row := range rows {
				if row.Refreshed == "" {
					t.Error("a row has no date")
				}
			}
		})
	}
	if len(files) < 60 {
		t.Errorf("there are only %d samples", len(files))
	}
}
