package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"unicode/utf8"
)

// A record is one line of a source table: its cleaned values by column name.
type record map[string]string

// readCSV reads a table in UTF-8 whose first line names the columns, of which
// the given ones must be there.
func readCSV(path string, columns []string) ([]record, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(content) {
		return nil, fmt.Errorf("%q is not in UTF-8", path)
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	lines, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", path, err)
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("%q is empty", path)
	}
	records := make([]record, 0, len(lines))
	for _, line := range lines[1:] {
		values := make(record, len(line))
		for i, column := range lines[0] {
			values[clean(column)] = clean(line[i])
		}
		records = append(records, values)
	}
	return records, checkColumns(path, records, columns)
}

// readJSON reads a list of objects with text values, each of which must have
// the given columns.
func readJSON(path string, columns []string) ([]record, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var records []record
	if err := json.Unmarshal(content, &records); err != nil {
		return nil, fmt.Errorf("reading %q: %w", path, err)
	}
	for _, values := range records {
		for column, value := range values {
			values[column] = clean(value)
		}
	}
	return records, checkColumns(path, records, columns)
}

// checkColumns returns an error if a record lacks one of the columns. A table
// without lines has nothing to lack.
func checkColumns(path string, records []record, columns []string) error {
	for i, values := range records {
		for _, column := range columns {
			if _, ok := values[column]; !ok {
				return fmt.Errorf("%q lacks the column %q in record %d", path, column, i+1)
			}
		}
	}
	return nil
}
