package licensing

import (
	"strconv"
	"strings"
	"sync"
)

// A Family is a SKU's place among those that Microsoft sells for the same
// purpose, for downgrades and for licences that another one covers. The table
// is hand-made; Note says how a containment was found and what is unsure.
type Family struct {
	SKUPartNumber string
	SKUID         string // GUID in lower case
	// Family ends in -gcc, -gcchigh, -dod, -faculty or -student; without one
	// of these it is commercial.
	Family string
	// Tier orders the family: a higher one contains a lower one as Microsoft
	// sells them, equal ones are variants. 0 is outside the order (free or trial).
	Tier          int
	IsPrimary     bool // a base licence: a suite, frontline, business, Apps, EMS
	IsFreeOrTrial bool
	// Contains has the part numbers, all of this table, of the SKUs that this
	// one covers; nil for none. Two SKUs can contain each other.
	Contains []string
	Note     string // empty for most
}

// A familyTable is the parsed families.tsv.
type familyTable struct {
	families []Family
	byID     map[guid]int
	byPart   map[string]int
}

var familyData = sync.OnceValue(parseFamilies)

// parseFamilies parses families.tsv.
func parseFamilies() *familyTable {
	count := rowCount(familiesData)
	table := &familyTable{make([]Family, 0, count), make(map[guid]int, count), make(map[string]int, count)}
	for row := range rows(familiesData) {
		if id, ok := parseGUID(row[1]); ok {
			table.byID[id] = len(table.families)
			table.byPart[row[0]] = len(table.families)
			table.families = append(table.families, parseFamily(row))
		}
	}
	return table
}

// parseFamily makes a Family of a line of families.tsv.
func parseFamily(row []string) Family {
	tier, _ := strconv.Atoi(row[3]) // the generator refuses what is no number
	family := Family{
		SKUPartNumber: row[0],
		SKUID:         row[1],
		Family:        row[2],
		Tier:          tier,
		IsPrimary:     row[4] == "1",
		IsFreeOrTrial: row[5] == "1",
		Note:          row[7],
	}
	if row[6] != "" {
		family.Contains = strings.Split(row[6], ";")
	}
	return family
}

// Families gives all lines of the table of families, sorted by family, tier and
// part number.
func Families() []Family {
	families := familyData().families
	return families[:len(families):len(families)]
}

// FamilyByID gives the line of the SKU with this id, a GUID in any case, and
// whether there is one: only SKUs that matter for reclamation and downgrades
// have one.
func FamilyByID(skuID string) (Family, bool) {
	id, ok := parseGUID(skuID)
	if !ok {
		return Family{}, false
	}
	table := familyData()
	i, ok := table.byID[id]
	if !ok {
		return Family{}, false
	}
	return table.families[i], true
}

// FamilyByPartNumber gives the line of the SKU with this part number, spelled as
// in Contains, and whether there is one.
func FamilyByPartNumber(part string) (Family, bool) {
	table := familyData()
	i, ok := table.byPart[part]
	if !ok {
		return Family{}, false
	}
	return table.families[i], true
}
