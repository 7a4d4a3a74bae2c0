// Generate makes the data files of package licensing.
//
// It reads a folder with Microsoft's CSV "Product names and service plan
// identifiers for licensing", saved as product-names-and-service-plans.csv, and
// the project's hand-made tables beside it:
//
//   - additional-products.json: SKUs that Microsoft's table lacks, in its columns
//   - service-plan-applications.csv: a service plan and an application that it
//     entitles a user to, a line for each
//   - license-families.csv: families, tiers and containments of SKUs
//
// It writes products.tsv, plans.tsv and families.tsv: cleaned, sorted, a header
// line first, and the same bytes for the same source. Which service plans a SKU
// has is left out, because a tenant's subscribedSkus has the real ones; only
// the applications that follow from them are kept with the SKU.
//
// Microsoft's description of the table:
// https://learn.microsoft.com/en-us/entra/identity/users/licensing-service-plan-reference
// The current CSV:
// https://download.microsoft.com/download/e/3/e/e3e9faf2-f28b-490a-9ada-c6089a1fc5b0/Product%20names%20and%20service%20plan%20identifiers%20for%20licensing.csv
//
// Lines that cannot be used, and choices between two names, are told on
// standard error. Nothing is written when the source is faulty.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	source := flag.String("source", "", "folder with Microsoft's CSV and the hand-made tables")
	out := flag.String("out", "data", "folder for the data files")
	flag.Parse()
	if err := run(*source, *out, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run reads the folder source, writes the data files into the folder out, and
// tells on report what it left out or decided.
func run(source, out string, report io.Writer) error {
	if source == "" {
		return fmt.Errorf("flag -source is missing: the folder with Microsoft's CSV")
	}
	in, err := readSources(source)
	if err != nil {
		return err
	}
	files, err := in.files(report)
	if err != nil {
		return err
	}
	return writeFiles(out, files)
}
