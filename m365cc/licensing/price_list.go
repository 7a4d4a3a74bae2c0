package licensing

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// A PriceList is a checked price list.
type PriceList struct {
	Prices []Price // in the order of the file
	bySKU  map[skuKey][]int
}

// skuKey is a SKU by id, or by part number where there is none.
type skuKey struct{ id, part string }

// priceColumns are those that a price list may have.
var priceColumns = []string{"sku_part_number", "sku_id", "unit_cost", "currency", "payment_frequency", "effective_date", "expiration_date"}

const (
	// maxPriceFile keeps a wrong path, such as that of a device, from filling the memory.
	maxPriceFile = 16 << 20
	// maxPriceFaults is how many mistakes an error tells at most.
	maxPriceFaults = 10
)

// OpenPriceList reads the price list of a file.
func OpenPriceList(name string) (*PriceList, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return ReadPriceList(file, name)
}

// ReadPriceList reads a price list as CSV: a header with the names of columns, in any order, then a line for each
// licence, or several for one whose dates do not overlap. The error is one line with all mistakes, ten at most, each
// with the file's name, the line and the column.
func ReadPriceList(r io.Reader, name string) (*PriceList, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxPriceFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the price list %s: %w", name, err)
	}
	if len(content) > maxPriceFile {
		return nil, fmt.Errorf("%s: a price list of more than %d MB is none", name, maxPriceFile>>20)
	}
	reader := priceReader{name: name, list: &PriceList{bySKU: map[skuKey][]int{}}}
	reader.csv = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\uFEFF"))))
	reader.csv.FieldsPerRecord = -1 // told by us, with the file's name
	reader.read()
	if err := reader.err(); err != nil {
		return nil, err
	}
	return reader.list, nil
}

// Find gives the price of a SKU that counts on the day; nil if the list has none. It is looked for by id and then, in
// any case of letters, by part number among the lines that have just that.
func (l *PriceList) Find(skuID, partNumber string, day time.Time) *Price {
	keys := []skuKey{{id: strings.ToLower(skuID)}, {part: string(partKey(nil, partNumber))}}
	for _, key := range keys {
		var best *Price
		for _, i := range l.bySKU[key] {
			if p := &l.Prices[i]; best == nil || p.better(best, day) {
				best = p
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// Counts says whether the price is the one of its licence that counts on the day.
func (l *PriceList) Counts(p *Price, day time.Time) bool {
	return l.Find(p.SKUID, p.SKUPartNumber, day) == p
}

// priceReader reads a price list and collects its mistakes.
type priceReader struct {
	name   string
	csv    *csv.Reader
	header []string
	list   *PriceList
	faults []string
}

func (r *priceReader) fault(line int, column, format string, args ...any) {
	place := fmt.Sprintf("%s:%d: ", r.name, line)
	if column != "" {
		place += column + ": "
	}
	r.faults = append(r.faults, place+fmt.Sprintf(format, args...))
}

// err is nil when there is no mistake.
func (r *priceReader) err() error {
	if len(r.faults) == 0 {
		return nil
	}
	faults := r.faults
	if more := len(faults) - maxPriceFaults; more > 0 {
		faults = append(slices.Clone(faults[:maxPriceFaults]), fmt.Sprintf("and %d more", more))
	}
	return errors.New(strings.Join(faults, "; "))
}

// read reads all lines. Mistakes of the CSV itself end it, since all that follows may be shifted.
func (r *priceReader) read() {
	for {
		record, err := r.csv.Read()
		if err == io.EOF {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			r.fault(broken.Line, fmt.Sprintf("column %d", broken.Column), "%s", broken.Err)
			return
		}
		line, _ := r.csv.FieldPos(0)
		switch {
		case r.header == nil:
			if !r.readHeader(record, line) {
				return
			}
		case isBlank(record): // a spreadsheet leaves them
		case len(record) != len(r.header):
			r.fault(line, "", "the line has %d values, the header %d; is there a comma too many or too few?", len(record), len(r.header))
		default:
			r.readPrice(record, line)
		}
	}
	if r.header == nil {
		r.fault(1, "", "the price list is empty; its first line must be a header with the names of columns: %s", strings.Join(priceColumns, ", "))
	}
}

func isBlank(record []string) bool {
	return !slices.ContainsFunc(record, func(value string) bool { return strings.TrimSpace(value) != "" })
}

// readHeader takes the names of the columns. Without them no line can be read.
func (r *priceReader) readHeader(record []string, line int) bool {
	for i, name := range record {
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case !slices.Contains(priceColumns, name):
			r.fault(line, fmt.Sprintf("column %d", i+1), "%q is not the name of a column; the columns are %s, separated by commas", name, strings.Join(priceColumns, ", "))
		case slices.Contains(r.header, name):
			r.fault(line, fmt.Sprintf("column %d", i+1), "the column %s is there twice", name)
		}
		r.header = append(r.header, name)
	}
	if len(r.faults) == 0 && !slices.Contains(r.header, "sku_part_number") && !slices.Contains(r.header, "sku_id") {
		r.fault(line, "", "there is no column sku_part_number or sku_id")
	}
	return len(r.faults) == 0
}
