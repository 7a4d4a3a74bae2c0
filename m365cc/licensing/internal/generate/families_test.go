package main

import (
	"maps"
	"reflect"
	"strings"
	"testing"
)

// family makes a good line of the family table.
func family(part, id, tier, contains string) record {
	return record{
		"sku_part_number": part, "sku_id": id, "family": "suite", "tier": tier, "is_primary": "true",
		"is_free_or_trial": "false", "contains_sku_part_numbers": contains, "note": "a note",
	}
}

func TestFamilyLines(t *testing.T) {
	records := []record{
		family("E10", idA, "10", "e1;E2"),
		family("E2", strings.ToUpper(idB), "2", ""),
		family("e1", idC, "2", ""),
	}
	got, err := familyLines(records)
	want := [][]string{
		{"sku_part_number", "sku_id", "family", "tier", "primary", "free_or_trial", "contains", "note"},
		{"e1", idC, "suite", "2", "1", "0", "", "a note"},
		{"E2", idB, "suite", "2", "1", "0", "", "a note"},
		{"E10", idA, "suite", "10", "1", "0", "e1;E2", "a note"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	if records[0]["sku_part_number"] != "E10" {
		t.Error("familyLines sorted its argument")
	}
}

func TestFamilyLinesRefuse(t *testing.T) {
	for _, tt := range []struct{ column, value, want string }{
		{"sku_id", "E3", `family table, "E3": sku_id "E3" is not a GUID`},
		{"tier", "high", `family table, "E3": tier "high" is not a number from 0`},
		{"tier", "-1", `family table, "E3": tier "-1" is not a number from 0`},
		{"is_primary", "yes", `family table, "E3": is_primary "yes" is neither true nor false`},
		{"is_free_or_trial", "", `family table, "E3": is_free_or_trial "" is neither true nor false`},
		{"contains_sku_part_numbers", "E3;E1", `family table, "E3": contained part number "E1" is not in the table`},
	} {
		line := maps.Clone(family("E3", idA, "3", ""))
		line[tt.column] = tt.value
		if got, err := familyLines([]record{line}); err == nil || err.Error() != tt.want {
			t.Errorf("%s = %q: got %q, %v, want %q", tt.column, tt.value, got, err, tt.want)
		}
	}
}
