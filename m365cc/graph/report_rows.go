package graph

import (
	"bufio"
	"encoding"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"
)

// reportPage is how many rows are handed over at a time.
const reportPage = 512

// firstHeader is what every report begins with; another file is no report.
const firstHeader = "Report Refresh Date"

// Rows reads a report as pages of R, a struct whose fields name their column in a tag, `csv:"Display Name"`, and
// are strings or [encoding.TextUnmarshaler]s. Columns are found by name: others in the file are passed over, and those
// that it lacks are the Missing of each page and leave their fields alone. There is a page in any case, so that
// Missing is known of an empty report. A line that does not fit its header is an error that names report and line,
// never a row that is shifted.
func Rows[R any](r *Report, pool *Pool[R]) iter.Seq2[*Page[R], error] {
	return func(yield func(*Page[R], error) bool) {
		file, err := openReport[R](r)
		if err != nil {
			yield(nil, fmt.Errorf("%s: %w", r.name, err))
			return
		}
		for more := true; more; {
			page := &Page[R]{pool: pool, Missing: file.missing}
			if more, err = file.read(page); err != nil {
				yield(nil, fmt.Errorf("%s: %w", r.name, err))
				return
			}
			if !yield(page, nil) {
				return
			}
		}
	}
}

// reportFile is a report that is being read.
type reportFile[R any] struct {
	csv     *csv.Reader
	fields  []reportField
	missing []string
	text    []byte // of the field that is being decoded
}

// reportField says where a field's text is.
type reportField struct {
	header string
	field  int // of the struct
	column int // of the file
	text   bool
}

func openReport[R any](r *Report) (*reportFile[R], error) {
	body, err := r.reader()
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewReaderSize(body, 64<<10)
	if mark, _ := buffered.Peek(3); string(mark) == "\uFEFF" {
		_, _ = buffered.Discard(3)
	}
	f := &reportFile[R]{csv: csv.NewReader(buffered)}
	f.csv.ReuseRecord = true // each record is a string of its own; only the list is used again
	header, err := f.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the report is empty: it has not even a header")
	case err != nil:
		return nil, badCSV(err)
	case !slices.ContainsFunc(header, func(h string) bool { return sameHeader(h, firstHeader) }):
		return nil, errNoReport
	}
	f.fields, f.missing = reportFields(reflect.TypeFor[R](), header)
	return f, nil
}

// reportFields finds the columns of a struct's fields.
func reportFields(row reflect.Type, header []string) (fields []reportField, missing []string) {
	for i := range row.NumField() {
		name := row.Field(i).Tag.Get("csv")
		if name == "" {
			continue
		}
		column := slices.IndexFunc(header, func(h string) bool { return sameHeader(h, name) })
		if column < 0 {
			missing = append(missing, name)
			continue
		}
		kind := row.Field(i).Type
		text := kind.Kind() == reflect.String && !reflect.PointerTo(kind).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
		fields = append(fields, reportField{name, i, column, text})
	}
	return fields, missing
}

func sameHeader(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), b) }

// read fills the page; more is false at the end of the file.
func (f *reportFile[R]) read(page *Page[R]) (more bool, err error) {
	if page.pool != nil {
		page.Rows = page.pool.get()
	}
	page.Rows = slices.Grow(page.Rows, reportPage)
	for len(page.Rows) < reportPage {
		record, err := f.csv.Read()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, badCSV(err)
		}
		page.Rows = page.Rows[:len(page.Rows)+1]
		if err := f.fill(reflect.ValueOf(&page.Rows[len(page.Rows)-1]).Elem(), record); err != nil {
			return false, err
		}
	}
	return true, nil
}

// fill reads a record into a row.
func (f *reportFile[R]) fill(row reflect.Value, record []string) error {
	for _, field := range f.fields {
		text, to := record[field.column], row.Field(field.field)
		if field.text {
			to.SetString(text)
			continue
		}
		decoder, ok := to.Addr().Interface().(encoding.TextUnmarshaler)
		if !ok {
			return fmt.Errorf("column %q: a %s cannot be read from text", field.header, to.Type())
		}
		f.text = append(f.text[:0], text...) // a TextUnmarshaler keeps nothing of it
		if err := decoder.UnmarshalText(f.text); err != nil {
			line, _ := f.csv.FieldPos(field.column)
			return fmt.Errorf("line %d, column %q: %w", line, field.header, err)
		}
	}
	return nil
}

// badCSV says what is wrong with a line.
func badCSV(err error) error {
	var e *csv.ParseError
	if errors.As(err, &e) {
		if errors.Is(e.Err, csv.ErrFieldCount) {
			return errFields(e.Line)
		}
		return fmt.Errorf("line %d is no CSV: %w", e.Line, e.Err)
	}
	return err
}
