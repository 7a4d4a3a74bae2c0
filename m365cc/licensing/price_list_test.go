package licensing

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// m365E3 is the id of SPE_E3.
const m365E3 = "05e9a617-0261-4cee-bb44-138d3ef5d965"

// priceHeader has all columns.
const priceHeader = "sku_part_number,sku_id,unit_cost,currency,payment_frequency,effective_date,expiration_date\n"

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func TestReadPriceList(t *testing.T) {
	whole := Price{Line: 2, SKUPartNumber: "SPE_E5", SKUID: skuE5, UnitCost: "684.00", Currency: "USD", PaymentFrequency: "annual",
		EffectiveDate: date(2026, 1, 1), ExpirationDate: date(2027, 1, 1)}
	onLine := func(p Price, line int) Price {
		p.Line = line
		return p
	}
	for _, c := range []struct {
		name, content string
		want          []Price
	}{
		{"everything", priceHeader + "SPE_E5," + skuE5 + ",684.00,USD,annual,2026-01-01,2027-01-01\n", []Price{whole}},
		{"a byte order mark, and lines as Windows ends them", "\uFEFF" + priceHeader[:len(priceHeader)-1] + "\r\nSPE_E5,,684.00,USD,annual,2026-01-01,2027-01-01\r\n", []Price{whole}},
		{"columns in another order and case", " Expiration_Date ,EFFECTIVE_DATE,payment_frequency,currency,unit_cost,sku_id\n2027-01-01,2026-01-01,Annual,usd,684.00," + strings.ToUpper(skuE5), []Price{whole}},
		{"blanks and quotes", priceHeader + "\"SPE_E5\",, 684.00 ,USD,\"annual\",2026-01-01,2027-01-01\n", []Price{whole}},
		{"empty lines", "\n" + priceHeader + "\n,,,,,,\n , ,,,,,\nSPE_E5,,684.00,USD,annual,2026-01-01,2027-01-01\n,,,,,,\n", []Price{onLine(whole, 6)}},
		{"no dates", "sku_part_number,unit_cost,currency,payment_frequency\nSPE_E3,36,EUR,monthly\n",
			[]Price{{Line: 2, SKUPartNumber: "SPE_E3", SKUID: m365E3, UnitCost: "36", Currency: "EUR", PaymentFrequency: "monthly"}}},
		{"no cost", "sku_id,expiration_date\n" + m365E3 + ",2027-02-28\n", []Price{{Line: 2, SKUPartNumber: "SPE_E3", SKUID: m365E3, ExpirationDate: date(2027, 2, 28)}}},
		{"a licence that nobody knows", "sku_part_number,unit_cost,currency,payment_frequency\nNEW_PART,1,USD,triennial\n",
			[]Price{{Line: 2, SKUPartNumber: "NEW_PART", UnitCost: "1", Currency: "USD", PaymentFrequency: "triennial"}}},
		{"a header only", priceHeader, nil},
		{"the same licence in two years", "sku_part_number,effective_date,expiration_date\nSPE_E5,,2026-01-01\nspe_e5,2026-01-01,\n",
			[]Price{{Line: 2, SKUPartNumber: "SPE_E5", SKUID: skuE5, ExpirationDate: date(2026, 1, 1)}, {Line: 3, SKUPartNumber: "spe_e5", SKUID: skuE5, EffectiveDate: date(2026, 1, 1)}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := ReadPriceList(strings.NewReader(c.content), "prices.csv")
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(list.Prices, c.want) {
				t.Errorf("got  %+v\nwant %+v", list.Prices, c.want)
			}
		})
	}
}

func TestPriceListFaults(t *testing.T) {
	const names = "sku_part_number, sku_id, unit_cost, currency, payment_frequency, effective_date, expiration_date"
	line := func(text string) string { return priceHeader + "SPE_E3,,36,USD,monthly,,\n" + text + "\n" }
	for _, c := range []struct{ name, content, want string }{
		{"nothing", "", "prices.csv:1: the price list is empty; its first line must be a header with the names of columns: " + names},
		{"no licence", "unit_cost\n1\n", "prices.csv:1: there is no column sku_part_number or sku_id"},
		{"a misspelt column", "sku_id,efective_date\n", `prices.csv:1: column 2: "efective_date" is not the name of a column; the columns are ` + names + ", separated by commas"},
		{"semicolons", "sku_id;unit_cost\n", `prices.csv:1: column 1: "sku_id;unit_cost" is not the name of a column; the columns are ` + names + ", separated by commas"},
		{"a column twice", "sku_id,currency, SKU_ID\n", "prices.csv:1: column 3: the column sku_id is there twice"},
		{"a value too few", line("SPE_E5,,1"), "prices.csv:3: the line has 3 values, the header 7; is there a comma too many or too few?"},
		{"a decimal comma", line("SPE_E5,,36,70,USD,annual,,"), "prices.csv:3: the line has 8 values, the header 7; is there a comma too many or too few?"},
		{"a quote", line(`SPE_E5,,1"0,USD,annual,,`), `prices.csv:3: column 10: bare " in non-quoted-field`},
		{"an open quote", line(`SPE_E5,,"10,USD,annual,,`), `prices.csv:3: column 26: extraneous or missing " in quoted-field`},
		{"whose line it is", line(",,10,USD,annual,,"), "prices.csv:3: sku_part_number: the line does not say which licence it is about"},
		{"an id that is none", line("SPE_E5,SPE_E5,10,USD,annual,,"), `prices.csv:3: sku_id: "SPE_E5" is not the id of a licence, which is a GUID`},
		{"a decimal comma in quotes", line(`SPE_E5,,"36,70",USD,annual,,`), `prices.csv:3: unit_cost: "36,70" is not an amount such as 36.70, with a point and without separators of thousands`},
		{"a currency sign", line(`SPE_E5,,$36,USD,annual,,`), `prices.csv:3: unit_cost: "$36" is not an amount such as 36.70, with a point and without separators of thousands`},
		{"a negative cost", line(`SPE_E5,,-36,USD,annual,,`), `prices.csv:3: unit_cost: "-36" is not an amount such as 36.70, with a point and without separators of thousands`},
		{"a currency", line("SPE_E5,,36,Dollar,annual,,"), `prices.csv:3: currency: "Dollar" is not a currency's code of three letters, such as USD`},
		{"a frequency", line("SPE_E5,,36,USD,yearly,,"), `prices.csv:3: payment_frequency: "yearly" is not monthly, annual or triennial`},
		{"a cost alone", line("SPE_E5,,36,,annual,,"), "prices.csv:3: currency: it is missing; unit_cost, currency and payment_frequency are all there or all missing"},
		{"a day", line("SPE_E5,,36,USD,annual,01/02/2026,"), `prices.csv:3: effective_date: "01/02/2026" is not a day such as 2026-01-31`},
		{"a day that is none", line("SPE_E5,,36,USD,annual,,2026-02-30"), `prices.csv:3: expiration_date: "2026-02-30" is not a day such as 2026-01-31`},
		{"the end before the beginning", line("SPE_E5,,36,USD,annual,2026-02-01,2026-02-01"), `prices.csv:3: expiration_date: "2026-02-01" is not after the effective_date "2026-02-01"`},
		{"a licence twice", line("SPE_E3,,36,USD,annual,,"), `prices.csv:3: sku_part_number: "SPE_E3" has a price on line 2 already, whose dates overlap`},
		{"a licence twice, by its id", line("," + m365E3 + ",36,USD,annual,,"), `prices.csv:3: sku_part_number: "SPE_E3" has a price on line 2 already, whose dates overlap`},
		{"dates that overlap", "sku_part_number,effective_date,expiration_date\nNEW,2026-01-01,2026-06-01\nnew,2026-05-31,\n", `prices.csv:3: sku_part_number: "new" has a price on line 2 already, whose dates overlap`},
		{"two mistakes", line("SPE_E5,,x,USD,daily,,\n,,1,USD,annual,,"), `prices.csv:3: unit_cost: "x" is not an amount such as 36.70, with a point and without separators of thousands; ` +
			`prices.csv:3: payment_frequency: "daily" is not monthly, annual or triennial; prices.csv:4: sku_part_number: the line does not say which licence it is about`},
		{"many mistakes", "sku_id\n" + strings.Repeat("x\n", 12), manyFaults() + "; and 2 more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := ReadPriceList(strings.NewReader(c.content), "prices.csv")
			if err == nil || err.Error() != c.want || list != nil {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

// manyFaults are the first ten.
func manyFaults() string {
	var all []string
	for line := 2; line < 12; line++ {
		all = append(all, fmt.Sprintf(`prices.csv:%d: sku_id: "x" is not the id of a licence, which is a GUID`, line))
	}
	return strings.Join(all, "; ")
}

func TestOpenPriceList(t *testing.T) {
	name := filepath.Join(t.TempDir(), "prices.csv")
	if _, err := OpenPriceList(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(name, []byte("sku_part_number\nSPE_E5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if list, err := OpenPriceList(name); err != nil || len(list.Prices) != 1 {
		t.Errorf("got %+v, %v", list, err)
	}
	if _, err := OpenPriceList(filepath.Dir(name)); err == nil || !strings.HasPrefix(err.Error(), "read the price list ") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := ReadPriceList(endless{}, "zero"); err == nil || err.Error() != "zero: a price list of more than 16 MB is none" {
		t.Errorf("a device: %v", err)
	}
}

// endless is a file that does not end.
type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// FuzzPriceList wants of each content one line of errors, or prices that are whole and the same when they are written
// and read again.
func FuzzPriceList(f *testing.F) {
	f.Add([]byte(priceHeader + "SPE_E5," + skuE5 + ",684.00,USD,annual,2026-01-01,2027-01-01\nSPE_E3,,100,EUR,triennial,,\n"))
	f.Add([]byte("\uFEFFsku_id,unit_cost,currency,payment_frequency\r\n" + m365E3 + ",36.7,usd,Monthly\r\n,,,\r\n"))
	f.Add([]byte("sku_part_number,effective_date,expiration_date\nA,2026-01-01,2026-06-01\na,2026-06-01,\n"))
	f.Add([]byte("sku_part_number\n\"a\nb\"\nx,y\n\"\n"))
	f.Add([]byte("unit_cost;currency\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		list, err := ReadPriceList(bytes.NewReader(content), "prices.csv")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "prices.csv:") {
				t.Errorf("error %q", err)
			}
			return
		}
		again, err := ReadPriceList(strings.NewReader(written(t, list)), "prices.csv")
		if err != nil || len(again.Prices) != len(list.Prices) {
			t.Fatalf("%d prices, again %+v, %v", len(list.Prices), again, err)
		}
		for i, p := range list.Prices {
			q := again.Prices[i]
			q.Line = p.Line
			if p != q || (p.UnitCost == "") != (p.YearlyCost() == "") || list.Find(p.SKUID, p.SKUPartNumber, p.EffectiveDate) == nil {
				t.Errorf("%+v, again %+v, %s a year", p, q, p.YearlyCost())
			}
		}
	})
}

// written is a price list as CSV.
func written(t *testing.T, list *PriceList) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	day := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.Format(time.DateOnly)
	}
	lines := [][]string{priceColumns}
	for _, p := range list.Prices {
		lines = append(lines, []string{p.SKUPartNumber, p.SKUID, p.UnitCost, p.Currency, p.PaymentFrequency, day(p.EffectiveDate), day(p.ExpirationDate)})
	}
	if err := w.WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
