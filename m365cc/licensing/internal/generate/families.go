package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// familyLines gives the lines of families.tsv, sorted by family, tier and part
// number. The table is hand-made: a line that cannot be right is an error.
func familyLines(records []record) ([][]string, error) {
	known := make(map[string]bool)
	for _, line := range records {
		known[line["sku_part_number"]] = true
	}
	sorted := slices.Clone(records)
	slices.SortFunc(sorted, compareFamilies)
	lines := [][]string{{"sku_part_number", "sku_id", "family", "tier", "primary", "free_or_trial", "contains", "note"}}
	for _, line := range sorted {
		if err := checkFamily(line, known); err != nil {
			return nil, fmt.Errorf("family table, %q: %w", line["sku_part_number"], err)
		}
		id, _ := guid(line["sku_id"])
		lines = append(lines, []string{
			line["sku_part_number"], id, line["family"], line["tier"],
			flagDigit(line["is_primary"]), flagDigit(line["is_free_or_trial"]),
			line["contains_sku_part_numbers"], line["note"],
		})
	}
	return lines, nil
}

// compareFamilies orders by family, tier and part number without regard to case.
func compareFamilies(a, b record) int {
	tierA, _ := strconv.Atoi(a["tier"]) // checkFamily refuses what is no number
	tierB, _ := strconv.Atoi(b["tier"])
	return cmp.Or(
		cmp.Compare(a["family"], b["family"]),
		cmp.Compare(tierA, tierB),
		cmp.Compare(strings.ToLower(a["sku_part_number"]), strings.ToLower(b["sku_part_number"])),
	)
}

// checkFamily returns an error for a line with a bad id, tier or flag, or one
// that contains a part number that is not in the table.
func checkFamily(line record, known map[string]bool) error {
	if _, ok := guid(line["sku_id"]); !ok {
		return fmt.Errorf("sku_id %q is not a GUID", line["sku_id"])
	}
	if tier, err := strconv.Atoi(line["tier"]); err != nil || tier < 0 {
		return fmt.Errorf("tier %q is not a number from 0", line["tier"])
	}
	for _, column := range []string{"is_primary", "is_free_or_trial"} {
		if value := line[column]; value != "true" && value != "false" {
			return fmt.Errorf("%s %q is neither true nor false", column, value)
		}
	}
	if line["contains_sku_part_numbers"] == "" {
		return nil
	}
	for _, part := range strings.Split(line["contains_sku_part_numbers"], ";") {
		if !known[part] {
			return fmt.Errorf("contained part number %q is not in the table", part)
		}
	}
	return nil
}

// flagDigit gives "1" for "true" and "0" for anything else.
func flagDigit(value string) string {
	if value == "true" {
		return "1"
	}
	return "0"
}
