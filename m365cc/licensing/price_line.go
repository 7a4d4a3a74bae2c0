package licensing

import (
	"regexp"
	"strings"
	"time"
)

var (
	// decimalPattern bounds what big numbers cost; no price has more digits.
	decimalPattern  = regexp.MustCompile(`^[0-9]{1,15}(\.[0-9]{1,10})?$`)
	currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)
)

// readPrice takes a line, unless it has a mistake.
func (r *priceReader) readPrice(record []string, line int) {
	faults := len(r.faults)
	values := map[string]string{}
	for i, name := range r.header {
		values[name] = strings.TrimSpace(record[i])
	}
	p := Price{Line: line, UnitCost: values["unit_cost"], Currency: strings.ToUpper(values["currency"]), PaymentFrequency: strings.ToLower(values["payment_frequency"])}
	r.readSKU(&p, values)
	r.checkCost(&p, values)
	p.EffectiveDate = r.day(line, "effective_date", values)
	p.ExpirationDate = r.day(line, "expiration_date", values)
	if !p.EffectiveDate.IsZero() && !p.ExpirationDate.IsZero() && !p.ExpirationDate.After(p.EffectiveDate) {
		r.fault(line, "expiration_date", "%q is not after the effective_date %q", values["expiration_date"], values["effective_date"])
	}
	if len(r.faults) == faults {
		r.add(p, values["sku_id"] != "")
	}
}

// readSKU says which licence the line is about, and completes it from Microsoft's table.
func (r *priceReader) readSKU(p *Price, values map[string]string) {
	p.SKUPartNumber, p.SKUID = values["sku_part_number"], strings.ToLower(values["sku_id"])
	if p.SKUID != "" {
		if _, ok := parseGUID(p.SKUID); !ok {
			r.fault(p.Line, "sku_id", "%q is not the id of a licence, which is a GUID", values["sku_id"])
			return
		}
		if product, ok := ProductByID(p.SKUID); ok && p.SKUPartNumber == "" {
			p.SKUPartNumber = product.PartNumber
		}
		return
	}
	if p.SKUPartNumber == "" {
		r.fault(p.Line, r.skuColumn(), "the line does not say which licence it is about")
		return
	}
	if same := ProductsByPartNumber(p.SKUPartNumber); len(same) == 1 {
		p.SKUID = same[0].SKUID
	}
}

// skuColumn is the header's column that says which licence a line is about.
func (r *priceReader) skuColumn() string {
	for _, name := range r.header {
		if name == "sku_part_number" || name == "sku_id" {
			return name
		}
	}
	return ""
}

// checkCost wants the three columns of money all filled, each with what it can have, or all empty.
func (r *priceReader) checkCost(p *Price, values map[string]string) {
	if p.UnitCost == "" && p.Currency == "" && p.PaymentFrequency == "" {
		return
	}
	_, known := payments[p.PaymentFrequency]
	for _, c := range []struct {
		column string
		right  bool
		want   string
	}{
		{"unit_cost", decimalPattern.MatchString(p.UnitCost), "an amount such as 36.70, with a point and without separators of thousands"},
		{"currency", currencyPattern.MatchString(p.Currency), "a currency's code of three letters, such as USD"},
		{"payment_frequency", known, "monthly, annual or triennial"},
	} {
		if value := values[c.column]; value == "" {
			r.fault(p.Line, c.column, "it is missing; unit_cost, currency and payment_frequency are all there or all missing")
		} else if !c.right {
			r.fault(p.Line, c.column, "%q is not %s", value, c.want)
		}
	}
}

// day is a day, or zero where there is none.
func (r *priceReader) day(line int, column string, values map[string]string) time.Time {
	value := values[column]
	if value == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, value)
	if err != nil || t.Year() <= 1 {
		r.fault(line, column, "%q is not a day such as 2026-01-31", value)
		return time.Time{}
	}
	return t
}

// add takes a price, unless another line has one for the same licence and day.
func (r *priceReader) add(p Price, byID bool) {
	keys := []skuKey{{id: p.SKUID}}
	if !byID { // another SKU than the one of Microsoft's table may have the part number, too
		keys = append(keys, skuKey{part: string(partKey(nil, p.SKUPartNumber))})
	}
	for _, key := range keys {
		for _, i := range r.list.bySKU[key] {
			if other := &r.list.Prices[i]; other.overlaps(&p) {
				r.fault(p.Line, r.skuColumn(), "%q has a price on line %d already, whose dates overlap", p.name(), other.Line)
				return
			}
		}
	}
	for _, key := range keys {
		if key != (skuKey{}) {
			r.list.bySKU[key] = append(r.list.bySKU[key], len(r.list.Prices))
		}
	}
	r.list.Prices = append(r.list.Prices, p)
}

// name is how the licence is called in errors.
func (p *Price) name() string {
	if p.SKUPartNumber != "" {
		return p.SKUPartNumber
	}
	return p.SKUID
}
