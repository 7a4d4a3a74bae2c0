package graph

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mailbox is a row of a report.
type mailbox struct {
	Refreshed string    `csv:"Report Refresh Date"`
	Name      string    `csv:"Display Name"`
	Items     itemCount `csv:"Item Count"`
	note      string    // no column
}

// itemCount is a number that may be missing.
type itemCount struct{ n int }

func (c *itemCount) UnmarshalText(text []byte) (err error) {
	if len(text) > 0 {
		c.n, err = strconv.Atoi(string(text))
	}
	return err
}

// reportOf is a report with the file.
func reportOf(t testing.TB, csv string) *Report {
	t.Helper()
	r, err := newReport(usageName)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.file.WriteString(csv); err != nil {
		t.Fatal(err)
	}
	return r
}

// mailboxes is a file of so many rows.
func mailboxes(count int) string {
	var b strings.Builder
	b.WriteString("\uFEFFReport Refresh Date,User Principal Name,Display Name,Item Count\n")
	for i := range count {
		fmt.Fprintf(&b, "2026-11-22,user%d@contoso.com,user %d,%d\n", i, i, i)
	}
	return b.String()
}

// readAll reads a report to its end.
func readAll[R any](r *Report) (rows []R, missing []string, pages int, err error) {
	for page, err := range Rows[R](r, nil) {
		if err != nil {
			return rows, missing, pages, err
		}
		rows, missing = append(rows, page.Rows...), page.Missing
		pages++
	}
	return rows, missing, pages, nil
}

func TestRows(t *testing.T) {
	const day = "2026-11-22"
	five := []mailbox{{Refreshed: day, Name: "Adele", Items: itemCount{5}}}
	for name, test := range map[string]struct {
		csv     string
		want    []mailbox
		missing []string
	}{
		"plain":               {"Report Refresh Date,Display Name,Item Count\n2026-11-22,Adele,5\n", five, nil},
		"a byte order mark":   {"\uFEFFReport Refresh Date,Display Name,Item Count\n2026-11-22,Adele,5\n", five, nil},
		"CRLF":                {"\uFEFFReport Refresh Date,Display Name,Item Count\r\n2026-11-22,Adele,5\r\n", five, nil},
		"no end of line":      {"Report Refresh Date,Display Name,Item Count\r\n2026-11-22,Adele,5", five, nil},
		"empty lines":         {"Report Refresh Date,Display Name,Item Count\r\n\r\n2026-11-22,Adele,5\n\n", five, nil},
		"another order":       {"Item Count,Report Refresh Date,Display Name\n5,2026-11-22,Adele\n", five, nil},
		"another case":        {"REPORT REFRESH DATE,display name,Item count\n2026-11-22,Adele,5\n", five, nil},
		"spaces":              {" Report Refresh Date ,Display Name\t, Item Count\n2026-11-22,Adele,5\n", five, nil},
		"quoted":              {"\uFEFF\"Report Refresh Date\",\"Display Name\",\"Item Count\"\n\"2026-11-22\",\"Adele\",\"5\"\n", five, nil},
		"unknown columns":     {"Site Id,Report Refresh Date,Note,Display Name,Item Count,Item Count (Byte),\nx,2026-11-22,y,Adele,5,6,7\n", five, nil},
		"a column twice":      {"Report Refresh Date,Display Name,Display Name,Item Count\n2026-11-22,Adele,other,5\n", five, nil},
		"a column is missing": {"Report Refresh Date,Display Name\n2026-11-22,Adele\n", []mailbox{{Refreshed: day, Name: "Adele"}}, []string{"Item Count"}},
		"all but one":         {"Report Refresh Date\n2026-11-22\n2026-11-22\n", []mailbox{{Refreshed: day}, {Refreshed: day}}, []string{"Display Name", "Item Count"}},
		"no rows":             {"\uFEFFReport Refresh Date,Display Name,Item Count\r\n", nil, nil},
		"no rows, no end":     {"Report Refresh Date,Item Count", nil, []string{"Display Name"}},
		"commas and quotes":   {"Report Refresh Date,Display Name,Item Count\n2026-11-22,\"Vance, \"\"Adele\"\"\",5\n", []mailbox{{Refreshed: day, Name: `Vance, "Adele"`, Items: itemCount{5}}}, nil},
		"a line break within": {"Report Refresh Date,Display Name,Item Count\r\n2026-11-22,\"Adele\r\nVance\n\",5\r\n2026-11-22,Adele,5\n", []mailbox{{Refreshed: day, Name: "Adele\nVance\n", Items: itemCount{5}}, five[0]}, nil},
		"nothing in a field":  {"Report Refresh Date,Display Name,Item Count\n,,\n", []mailbox{{}}, nil},
		"spaces in a field":   {"Report Refresh Date,Display Name,Item Count\n, Adele ,\n", []mailbox{{Name: " Adele "}}, nil},
		"any letters":         {"Report Refresh Date,Display Name,Item Count\n,ß 名 🙂 \xff\x00,\n", []mailbox{{Name: "ß 名 🙂 \xff\x00"}}, nil},
	} {
		rows, missing, pages, err := readAll[mailbox](reportOf(t, test.csv))
		if err != nil || !reflect.DeepEqual(rows, test.want) || !slices.Equal(missing, test.missing) || pages != 1 {
			t.Errorf("%s: got %d pages of %+v without %q, %v", name, pages, rows, missing, err)
		}
	}
}

func TestRowsOfBadFiles(t *testing.T) {
	const header = "Report Refresh Date,Display Name,Item Count\n"
	for name, test := range map[string]struct{ csv, fault string }{
		"empty":                 {"", "the report is empty: it has not even a header"},
		"only a mark":           {"\uFEFF", "the report is empty"},
		"only line ends":        {"\r\n\n", "the report is empty"},
		"a part of a mark":      {"\xef\xbb", `the file is no report: its first line has no column "Report Refresh Date"; check a proxy in between`},
		"HTML":                  {"<!DOCTYPE html>\n<html><h1>Sign in</h1></html>\n", "the file is no report"},
		"HTML with quotes":      {"<html lang=\"en\">\n", `line 1 is no CSV: bare " in non-quoted-field`},
		"JSON":                  {`{"value":[]}`, `line 1 is no CSV: bare "`},
		"another file":          {"displayConcealedNames\nfalse\n", "the file is no report"},
		"no header":             {"2026-11-22,Adele,5\n", "the file is no report"},
		"two marks":             {"\uFEFF\uFEFF" + header, "the file is no report"},
		"a field too few":       {header + "2026-11-22,Adele,5\n2026-11-22,Alex\n", "line 3 has more or fewer fields than the header; the report cannot be relied on"},
		"a field too many":      {header + "2026-11-22,Vance, Adele,5\n", "line 2 has more or fewer fields than the header"},
		"after a break":         {header + "2026-11-22,\"Adele\nVance\",5\n2026-11-22,Alex,5,\n", "line 4 has more or fewer fields than the header"},
		"a bare quote":          {header + "2026-11-22,Adele,5\n2026-11-22,Adele \"X\" Vance,5\n", `line 3 is no CSV: bare " in non-quoted-field`},
		"text behind a quote":   {header + "2026-11-22,\"Adele\" Vance,5\n", `line 2 is no CSV: extraneous or missing " in quoted-field`},
		"a quote without end":   {header + "2026-11-22,\"Adele,5\n2026-11-22,Alex,5\n", `is no CSV: extraneous or missing " in quoted-field`},
		"no number":             {header + "2026-11-22,Adele,5\n2026-11-22,\"A\nB\",many\n", `line 4, column "Item Count": strconv.Atoi: parsing "many": invalid syntax`},
		"no number, other case": {"Report Refresh Date, ITEM COUNT\n2026-11-22,many\n", `line 2, column "Item Count": `},
	} {
		rows, _, pages, err := readAll[mailbox](reportOf(t, test.csv))
		wantError(t, err, usageName+": ", test.fault)
		if pages != 0 {
			t.Errorf("%s: beside the error got %+v", name, rows)
		}
	}
}

// TestRowsOfOtherFields holds that a field that no text can be read into is an error, not a panic, once it has a column.
func TestRowsOfOtherFields(t *testing.T) {
	type row struct {
		Refreshed string  `csv:"Report Refresh Date"`
		Items     *string `csv:"Item Count"`
	}
	_, _, _, err := readAll[row](reportOf(t, mailboxes(1)))
	wantError(t, err, usageName+`: column "Item Count": a *string cannot be read from text`)
	if rows, _, _, err := readAll[row](reportOf(t, "Report Refresh Date\nx\n")); err != nil || len(rows) != 1 {
		t.Errorf("without the column got %v, %v", rows, err)
	}
}

// lower is a string that decodes itself.
type lower string

func (l *lower) UnmarshalText(text []byte) error {
	*l = lower(strings.ToLower(string(text)))
	return nil
}

// TestRowsOfStringsThatDecode holds that a string with an UnmarshalText of its own is read by that.
func TestRowsOfStringsThatDecode(t *testing.T) {
	type row struct {
		Name lower `csv:"Display Name"`
	}
	rows, _, _, err := readAll[row](reportOf(t, "Report Refresh Date,Display Name\nx,ADELE\nx,Al\n"))
	if err != nil || !slices.Equal(rows, []row{{"adele"}, {"al"}}) {
		t.Errorf("got %q, %v", rows, err)
	}
}

func TestPagesOfAReport(t *testing.T) {
	for count, pages := range map[int]int{0: 1, 1: 1, reportPage - 1: 1, reportPage: 2, reportPage + 1: 2, 3*reportPage + 5: 4} {
		r := reportOf(t, mailboxes(count))
		rows, _, got, err := readAll[mailbox](r)
		if err != nil || got != pages || len(rows) != count {
			t.Errorf("%d rows: got %d in %d pages, %v", count, len(rows), got, err)
		}
		for i, row := range rows {
			if want := (mailbox{Refreshed: "2026-11-22", Name: fmt.Sprint("user ", i), Items: itemCount{i}}); row != want {
				t.Fatalf("row %d of %d is %+v", i, count, row)
			}
		}
	}
}

// TestRowsStop holds that who has enough rows gets no more, and that a report can be read again.
func TestRowsStop(t *testing.T) {
	pages := Rows[mailbox](reportOf(t, mailboxes(10*reportPage)), nil)
	for range 3 {
		n := 0
		for page, err := range pages {
			if err != nil || page.Rows[0].Items.n != n*reportPage {
				t.Fatal(page, err)
			}
			if n++; n == 2 {
				break
			}
		}
		if n != 2 {
			t.Errorf("got %d pages", n)
		}
	}
}

// TestErrorInALaterPage holds that the rows before are given, and none of the page with the error.
func TestErrorInALaterPage(t *testing.T) {
	rows, _, pages, err := readAll[mailbox](reportOf(t, mailboxes(reportPage+3)+"x\n2026-11-22,a,b,5\n"))
	wantError(t, err, fmt.Sprintf("line %d has more or fewer fields", reportPage+5))
	if pages != 1 || len(rows) != reportPage {
		t.Errorf("got %d rows in %d pages", len(rows), pages)
	}
}

// TestBadDisk holds that an error of the file itself is given as it is.
func TestBadDisk(t *testing.T) {
	if broken := errors.New("input/output error"); !errors.Is(badCSV(broken), broken) {
		t.Errorf("it became %v", badCSV(broken))
	}
}

// TestReleasedRowsOfAReport holds that a page has nothing of the page whose memory it uses.
func TestReleasedRowsOfAReport(t *testing.T) {
	var pool Pool[mailbox]
	full, lacking := reportOf(t, mailboxes(2*reportPage+5)), reportOf(t, "Report Refresh Date\n"+strings.Repeat("new\n", reportPage+5))
	for page, err := range Rows(full, &pool) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range page.Rows {
			page.Rows[i].note = "old"
		}
		page.Release()
	}
	if len(pool.free) != 1 {
		t.Fatalf("the pages used the memory of %d", len(pool.free))
	}
	memory := &pool.free[0][:1][0]
	for page, err := range Rows(lacking, &pool) {
		if err != nil {
			t.Fatal(err)
		}
		if &page.Rows[0] != memory {
			t.Error("the page has memory of its own")
		}
		for i, row := range page.Rows {
			if row != (mailbox{Refreshed: "new"}) {
				t.Fatalf("row %d is %+v", i, row)
			}
		}
		page.Release()
	}
}
