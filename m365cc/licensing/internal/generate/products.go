package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// A product is one SKU on its way into products.tsv.
type product struct {
	partNumber, id, name string
	applications         map[string]bool
}

// productLines gives the lines of products.tsv, sorted by part number without
// regard to case, so that the SKUs of one part number are neighbours.
func productLines(microsoft, additional []record, applications map[string][]string, report io.Writer) [][]string {
	products := microsoftProducts(microsoft, applications, report)
	addMissing(products, additional, report)
	sorted := slices.SortedFunc(maps.Values(products), func(a, b *product) int {
		return cmp.Or(
			cmp.Compare(strings.ToLower(a.partNumber), strings.ToLower(b.partNumber)),
			cmp.Compare(a.id, b.id),
		)
	})
	lines := [][]string{{"sku_part_number", "sku_id", "product_name", "applications"}}
	for _, p := range sorted {
		names := slices.Sorted(maps.Keys(p.applications))
		lines = append(lines, []string{p.partNumber, p.id, p.name, strings.Join(names, ";")})
	}
	return lines
}

// microsoftProducts gives the SKUs of Microsoft's table by id, each with the
// applications of all its plans.
func microsoftProducts(microsoft []record, applications map[string][]string, report io.Writer) map[string]*product {
	products := make(map[string]*product)
	names := make(map[string]nameCount)
	for _, line := range withGUID(microsoft, "GUID", "String_Id", report) {
		id := line["GUID"]
		if products[id] == nil {
			products[id] = &product{partNumber: line["String_Id"], id: id, applications: make(map[string]bool)}
		}
		count(names, id, line["Product_Display_Name"])
		for _, application := range applications[strings.ToLower(line["Service_Plan_Id"])] {
			products[id].applications[application] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(names)) {
		products[id].name = productName(products[id].partNumber, names[id], report)
	}
	return products
}

// productName chooses among the names of one SKU. Several are a rename, in
// which rows do not count: the newer name wins, however few rows have it.
func productName(partNumber string, names nameCount, report io.Writer) string {
	if len(names) == 1 {
		return names.best()
	}
	newer := make(nameCount)
	for _, name := range names.current() {
		newer[name] = names[name]
	}
	name := newer.best()
	fmt.Fprintf(report, "%s has %d names: took %q of %q\n", partNumber, len(names), name, slices.Sorted(maps.Keys(names)))
	return name
}

// addMissing adds the SKUs that Microsoft's table lacks. Where it has the SKU
// by now, its own name stays.
func addMissing(products map[string]*product, additional []record, report io.Writer) {
	for _, line := range withGUID(additional, "GUID", "String_Id", report) {
		id := line["GUID"]
		if products[id] == nil {
			products[id] = &product{partNumber: line["String_Id"], id: id, name: line["Product_Display_Name"]}
		}
	}
}
