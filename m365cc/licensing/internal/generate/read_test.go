package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// file writes a file of the test and gives its path.
func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadCSV(t *testing.T) {
	path := file(t, "\ufeffa, b\r\n\"1, one\",\u00a02\r\n3,\r\n")
	got, err := readCSV(path, []string{"a", "b"})
	want := []record{{"a": "1, one", "b": "2"}, {"a": "3", "b": ""}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestReadJSON(t *testing.T) {
	got, err := readJSON(file(t, `[{"a": " 1\u00a0", "other": ""}, {"a": ""}]`), []string{"a"})
	want := []record{{"a": "1", "other": ""}, {"a": ""}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, content, want string
		read                func(string, []string) ([]record, error)
	}{
		{"empty CSV", "", "is empty", readCSV},
		{"not UTF-8", "a\nPlan \x96 A\n", "is not in UTF-8", readCSV},
		{"CSV without a column", "b\n1\n", `lacks the column "a" in record 1`, readCSV},
		{"shifted line", "a\n1,2\n", "wrong number of fields", readCSV},
		{"no JSON", "[", "unexpected end", readJSON},
		{"value that is no text", `[{"a": 1}]`, "cannot unmarshal", readJSON},
		{"object without a column", `[{"a": ""}, {}]`, `lacks the column "a" in record 2`, readJSON},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.read(file(t, tt.content), []string{"a"})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want %q", err, tt.want)
			}
		})
	}
}

func TestReadOfAMissingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none")
	if _, err := readCSV(path, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("readCSV: %v", err)
	}
	if _, err := readJSON(path, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("readJSON: %v", err)
	}
}
