package licensing

import (
	"strings"
	"testing"
	"time"
)

func TestYearlyCost(t *testing.T) {
	for _, c := range []struct{ cost, frequency, want string }{
		{"36.70", "monthly", "440.40"},
		{"0.1", "monthly", "1.2"},
		{"684", "annual", "684"},
		{"684.5000", "annual", "684.5000"},
		{"99", "triennial", "33"},
		{"100", "triennial", "33.33"},
		{"200.0", "triennial", "66.67"},
		{"1.0000", "triennial", "0.3333"},
		{"999999999999999.9999999999", "monthly", "11999999999999999.9999999988"},
		{"", "", ""},
	} {
		p := Price{UnitCost: c.cost, PaymentFrequency: c.frequency}
		if got := p.YearlyCost(); got != c.want {
			t.Errorf("%s %s is %s a year, want %s", c.cost, c.frequency, got, c.want)
		}
	}
}

// TestPriceOfTheDay: of several lines for a licence one counts.
func TestPriceOfTheDay(t *testing.T) {
	const years = "sku_part_number,unit_cost,currency,payment_frequency,effective_date,expiration_date\n" +
		"SPE_E5,3,USD,annual,2028-01-01,\n" +
		"SPE_E5,1,USD,annual,2025-01-01,2026-01-01\n" +
		"SPE_E5,2,USD,annual,2026-01-01,2027-01-01\n"
	list, err := ReadPriceList(strings.NewReader(years), "prices.csv")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{
		"2024-12-31": "1", // the first to come
		"2025-01-01": "1", "2025-12-31": "1",
		"2026-01-01": "2", "2026-12-31": "2",
		"2027-01-01": "2", "2027-12-31": "2", // the last that ended
		"2028-01-01": "3", "2040-01-01": "3",
	} {
		at, _ := time.Parse(time.DateOnly, day)
		p := list.Find(strings.ToUpper(skuE5), "", at)
		if p == nil || p.UnitCost != want || !list.Counts(p, at) {
			t.Errorf("on %s: %+v, want the cost %s", day, p, want)
		}
		for i := range list.Prices {
			if q := &list.Prices[i]; q != p && list.Counts(q, at) {
				t.Errorf("on %s the line %d counts as well", day, q.Line)
			}
		}
	}
}

// TestFind looks licences up by id, and by part number where the list has just that.
func TestFind(t *testing.T) {
	const unknown = "8be1d0f4-6c3e-4f0d-9a55-2f6b7c1e90ad"
	list, err := ReadPriceList(strings.NewReader("sku_part_number,sku_id\nSPE_E5,\n,"+m365E3+"\nNEW_PART,\nMCOPSTN5,\nOther,"+unknown+"\n"), "prices.csv")
	if err != nil {
		t.Fatal(err)
	}
	two := ProductsByPartNumber("MCOPSTN5")
	for _, c := range []struct {
		name, id, part string
		line           int
	}{
		{"a part number of Microsoft's table", skuE5, "SPE_E5", 2},
		{"the part number of another SKU", unknown[:35] + "e", "spe_e5", 2},
		{"an id", m365E3, "", 3},
		{"an id in another case, before the part number", strings.ToUpper(m365E3), "NEW_PART", 3},
		{"the part number of a line with an id", unknown[:35] + "e", "SPE_E3", 0},
		{"a part number that Microsoft's table lacks", unknown[:35] + "e", "new_part", 4},
		{"a part number of two SKUs", two[0].SKUID, "MCOPSTN5", 5},
		{"the other of the two", two[1].SKUID, "MCOPSTN5", 5},
		{"an id that Microsoft's table lacks", unknown, "", 6},
		{"none", unknown[:35] + "e", "EMS", 0},
		{"nothing", "", "", 0},
	} {
		line := 0
		if p := list.Find(c.id, c.part, time.Now()); p != nil {
			line = p.Line
		}
		if line != c.line {
			t.Errorf("%s: line %d, want %d", c.name, line, c.line)
		}
	}
}
