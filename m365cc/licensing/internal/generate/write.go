package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// tabSeparated gives the lines as text, values separated by tabs. A value with
// a tab or a line break is an error, since the format cannot quote it.
func tabSeparated(name string, lines [][]string) ([]byte, error) {
	var text bytes.Buffer
	for _, line := range lines {
		for _, value := range line {
			if strings.ContainsAny(value, "\t\r\n") {
				return nil, fmt.Errorf("value %q for %q has a tab or line break", value, name)
			}
		}
		text.WriteString(strings.Join(line, "\t"))
		text.WriteByte('\n')
	}
	return text.Bytes(), nil
}

// writeFiles writes the files into the folder, which it makes if need be.
func writeFiles(folder string, files map[string][]byte) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.WriteFile(filepath.Join(folder, name), files[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}
