package licensing

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// sourceFolder has the tables from which the data files are made; a clone of
// the repository alone does not have it.
const sourceFolder = "../../../shared/licensing"

// sourceTable gives the lines of a source table by column, and skips the test
// where the table is not there.
func sourceTable(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join(sourceFolder, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the source table %q is not here", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var table []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		table = append(table, row)
	}
	if len(table) == 0 {
		t.Fatalf("the source table %q is empty", name)
	}
	return table
}
