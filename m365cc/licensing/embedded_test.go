package licensing

import (
	"slices"
	"strings"
	"testing"
)

// dataFiles names each embedded table, and where in a line the id and the
// applications are; -1 for none.
var dataFiles = []struct {
	name             string
	data             string
	id, applications int
	least            int
}{
	{"products.tsv", productsData, 1, 3, 600},
	{"plans.tsv", plansData, 0, 2, 750},
	{"families.tsv", familiesData, 1, -1, 350},
}

func TestLinesAreAsWideAsTheirHeader(t *testing.T) {
	for _, file := range dataFiles {
		header, _, _ := strings.Cut(file.data, "\n")
		width := strings.Count(header, "\t") + 1
		count := 0
		for row := range rows(file.data) {
			count++
			if len(row) != width {
				t.Errorf("%s: %q has %d values, the header %d", file.name, row, len(row), width)
			}
		}
		if count < file.least || count != rowCount(file.data) {
			t.Errorf("%s has %d lines, rowCount says %d", file.name, count, rowCount(file.data))
		}
	}
}

func TestValuesAreClean(t *testing.T) {
	for _, file := range dataFiles {
		for row := range rows(file.data) {
			for _, value := range row {
				if value != strings.TrimSpace(value) || strings.ContainsAny(value, "\u00a0\r") {
					t.Errorf("%s: value %q is not clean", file.name, value)
				}
			}
		}
	}
}

func TestIDsAreUniqueGUIDsInLowerCase(t *testing.T) {
	for _, file := range dataFiles {
		seen := make(map[string]bool)
		for row := range rows(file.data) {
			id := row[file.id]
			if _, ok := parseGUID(id); !ok || id != strings.ToLower(id) || seen[id] {
				t.Errorf("%s: id %q is no GUID in lower case, or there twice", file.name, id)
			}
			seen[id] = true
		}
	}
}

func TestDataNamesTheElevenOnly(t *testing.T) {
	for _, file := range dataFiles {
		if file.applications < 0 {
			continue
		}
		for row := range rows(file.data) {
			for name := range strings.SplitSeq(row[file.applications], ";") {
				if name != "" && !slices.Contains(Applications, name) {
					t.Errorf("%s: %q is none of the eleven applications", file.name, name)
				}
			}
		}
	}
}

func TestRowsOfNothing(t *testing.T) {
	for _, table := range []string{"", "a\tb\n"} {
		for row := range rows(table) {
			t.Errorf("rows(%q) gave %q", table, row)
		}
		if n := rowCount(table); n != 0 {
			t.Errorf("rowCount(%q) = %d", table, n)
		}
	}
}

func TestRowsStop(t *testing.T) {
	for row := range rows("a\n1\n2\n") {
		if row[0] != "1" {
			t.Errorf("rows went on to %q after a break", row)
		}
		break
	}
}
