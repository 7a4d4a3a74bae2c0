package graph

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"testing"
)

// FuzzReportRows holds that no file makes a panic, and that each row that is given has the fields of a line that is as long as
// the header.
func FuzzReportRows(f *testing.F) {
	for _, seed := range []string{
		usageCSV, mailboxes(3), "", "\uFEFF", "Report Refresh Date", "Report Refresh Date,Display Name\na\n", "Report Refresh Date,Display Name\na,\"b\nc\"\r\n\r\na,b,c\n",
		"Report Refresh Date,Item Count\na,x\n", "<html>\n", "\"", "a,report refresh date ,\"\"\n,,\n\xff,\x00,\"\"\"\"\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, missing, pages, err := readAll[mailbox](reportOf(t, string(file)))
		if err != nil {
			return
		}
		if pages == 0 {
			t.Error("neither a page nor an error")
		}
		lines, err := recordsOf(file)
		if err != nil || len(rows) != len(lines)-1 {
			t.Fatalf("got %d rows of %d lines: %v", len(rows), len(lines), err)
		}
		for i, row := range rows {
			line := lines[i+1]
			if len(line) != len(lines[0]) {
				t.Errorf("%q became a row of %q", line, lines[0])
			}
			for column, header := range lines[0] {
				if sameHeader(header, "Display Name") {
					if row.Name != line[column] {
						t.Errorf("%q became %+v", line, row)
					}
					break // the first of that name counts
				}
			}
			if len(missing) == 3 && row != (mailbox{}) {
				t.Errorf("%+v has what the file lacks", row)
			}
		}
	})
}

// recordsOf are the lines of a file, of whatever length.
func recordsOf(file []byte) (lines [][]string, err error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\uFEFF"))))
	reader.FieldsPerRecord = -1
	for {
		line, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
		lines = append(lines, line)
	}
}
