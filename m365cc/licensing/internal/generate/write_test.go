package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTabSeparated(t *testing.T) {
	got, err := tabSeparated("t.tsv", [][]string{{"a", "b"}, {"1", ""}})
	if err != nil || string(got) != "a\tb\n1\t\n" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, value := range []string{"a\tb", "a\nb", "a\rb"} {
		if got, err := tabSeparated("t.tsv", [][]string{{value}}); err == nil {
			t.Errorf("tabSeparated of %q gave %q", value, got)
		}
	}
}

func TestWriteFiles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "data")
	if err := writeFiles(folder, map[string][]byte{"a": []byte("1"), "b": []byte("2")}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": "1", "b": "2"} {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != want {
			t.Errorf("%s is %q, %v, want %q", name, got, err, want)
		}
	}
	if err := writeFiles(filepath.Join(folder, "a"), nil); err == nil {
		t.Error("a file was taken for the folder")
	}
	if err := writeFiles(folder, map[string][]byte{"no/folder": nil}); err == nil {
		t.Error("a file in a folder that is not there was written")
	}
}
