package licensing

import (
	_ "embed" // the data files
	"iter"
	"strings"
)

// The data files, made by internal/generate. Values that are handed out are
// parts of these strings, so that nothing is held twice.
var (
	//go:embed data/products.tsv
	productsData string
	//go:embed data/plans.tsv
	plansData string
	//go:embed data/families.tsv
	familiesData string
)

// rows gives the values of each line after the header. A line has as many
// values as the header: the generator writes no other, and a test reads them.
func rows(table string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		_, lines, _ := strings.Cut(table, "\n")
		for line := range strings.Lines(lines) {
			if !yield(strings.Split(strings.TrimSuffix(line, "\n"), "\t")) {
				return
			}
		}
	}
}

// rowCount gives the number of lines after the header.
func rowCount(table string) int {
	return max(strings.Count(table, "\n")-1, 0)
}
