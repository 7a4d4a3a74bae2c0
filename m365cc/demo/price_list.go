package demo

import (
	"fmt"
	"strings"
	"time"
)

// Price is a line of the price list of the tenant's owner. Graph knows nothing of it.
type Price struct {
	SKUPartNumber    string // "": the line has the id only
	SKUID            string // "": the line has the part number only
	UnitCost         string
	Currency         string
	PaymentFrequency string
	EffectiveDate    time.Time // zero: none
	ExpirationDate   time.Time // zero: none

	YearlyCost string // of a seat; not in the file
	IsCurrent  bool   // counts on the tenant's day; not in the file
}

// pricing is a line of the price list; days are counted from the tenant's. A SKU that is left out has no price.
type pricing struct {
	sku                       int // -1: one that the tenant does not have
	byID, byPart              bool
	cost, currency, frequency string
	yearly                    string
	from, to                  int // 0: no date
	past                      bool
}

var pricings = []pricing{
	{sku: skuE5, byPart: true, cost: "660.00", currency: "USD", frequency: "annual", yearly: "660.00", from: -535, to: -170, past: true},
	{sku: skuE5, byPart: true, cost: "684.00", currency: "USD", frequency: "annual", yearly: "684.00", from: -170, to: 195},
	{sku: skuE3, byPart: true, cost: "36.00", currency: "USD", frequency: "monthly", yearly: "432.00", from: -320, to: 45},
	{sku: skuO365E3, byPart: true, byID: true, cost: "248.40", currency: "EUR", frequency: "annual", yearly: "248.40", from: -40, to: 325},
	{sku: skuE1, byPart: true, cost: "10.00", currency: "USD", frequency: "monthly", yearly: "120.00"},
	{sku: skuF3, byPart: true, cost: "8.00", currency: "USD", frequency: "monthly", yearly: "96.00"},
	{sku: skuEMS, byID: true, cost: "10.60", currency: "USD", frequency: "monthly", yearly: "127.20", from: -335},
	{sku: skuPowerBI, byPart: true, cost: "14", currency: "USD", frequency: "monthly", yearly: "168"},
	{sku: skuProject, byPart: true, cost: "30.00", currency: "USD", frequency: "monthly", yearly: "360.00", to: 350},
	{sku: skuVisio, byPart: true, cost: "400.00", currency: "EUR", frequency: "triennial", yearly: "133.33", from: -375, to: 720},
	{sku: skuDynamics, byPart: true, cost: "95.00", currency: "USD", frequency: "monthly", yearly: "1140.00", from: -300, to: 65},
	{sku: skuPreview, byPart: true, from: -10, to: 90},
	{sku: -1, byPart: true, cost: "1.5", currency: "GBP", frequency: "monthly", yearly: "18.0"},
}

// unknownPart is the part number of a price that is for nothing the tenant has.
const unknownPart = "CONTOSO_BUNDLE"

// Prices returns the price list, in the order of its lines; the first is line 2.
func (t *Tenant) Prices() []Price {
	date := func(days int) time.Time {
		if days == 0 {
			return time.Time{}
		}
		return time.Unix((t.now/day+int64(days))*day, 0).UTC()
	}
	all := make([]Price, len(pricings))
	for i, p := range pricings {
		price := Price{UnitCost: p.cost, Currency: p.currency, PaymentFrequency: p.frequency, YearlyCost: p.yearly, IsCurrent: !p.past,
			EffectiveDate: date(p.from), ExpirationDate: date(p.to)}
		part, id := unknownPart, ""
		if p.sku >= 0 {
			part, id = t.catalogue[p.sku].part, t.catalogue[p.sku].id
		}
		if p.byPart {
			price.SKUPartNumber = part
		}
		if p.byID {
			price.SKUID = id
		}
		all[i] = price
	}
	return all
}

// PriceList is the price list as a CSV file.
func (t *Tenant) PriceList() []byte {
	var b strings.Builder
	b.WriteString("sku_part_number,sku_id,unit_cost,currency,payment_frequency,effective_date,expiration_date\n")
	date := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.Format(time.DateOnly)
	}
	for _, p := range t.Prices() {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s\n", p.SKUPartNumber, p.SKUID, p.UnitCost, p.Currency, p.PaymentFrequency, date(p.EffectiveDate), date(p.ExpirationDate))
	}
	return []byte(b.String())
}
