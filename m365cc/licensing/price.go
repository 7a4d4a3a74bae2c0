package licensing

import (
	"math/big"
	"strings"
	"time"
)

// A Price is a line of a price list: what a licence costs, and when it begins and ends.
type Price struct {
	Line          int    // of the file, counted from 1
	SKUPartNumber string // of the list, else of Microsoft's table; "" if neither has it
	SKUID         string // GUID in lower case; "" if neither the list nor Microsoft's table has just one
	// UnitCost is for a seat and payment period: an exact decimal. "" if the list does not tell, as the next two.
	UnitCost         string
	Currency         string // three capital letters
	PaymentFrequency string // monthly, annual or triennial
	// EffectiveDate is the first day, and ExpirationDate the day on which it is over; zero if the list does not tell.
	EffectiveDate, ExpirationDate time.Time
}

// payments are how often is paid in three years, by payment frequency.
var payments = map[string]int64{"monthly": 36, "annual": 3, "triennial": 1}

// minPlaces are the decimal places to which a cost is rounded at least where it does not come out even.
const minPlaces = 2

// YearlyCost is what a seat costs in a year, as a decimal. It has as many places as UnitCost. Only a third of a
// triennial cost may have to be rounded: to these, and at least to two.
func (p *Price) YearlyCost() string {
	cost, ok := new(big.Rat).SetString(p.UnitCost)
	if !ok {
		return ""
	}
	cost.Mul(cost, big.NewRat(payments[p.PaymentFrequency], 3))
	_, fraction, _ := strings.Cut(p.UnitCost, ".")
	places := len(fraction)
	if _, exact := cost.FloatPrec(); !exact {
		places = max(places, minPlaces)
	}
	return cost.FloatString(places)
}

// begins says whether the price holds on the day or has held before.
func (p *Price) begins(day time.Time) bool { return !p.EffectiveDate.After(day) }

// ends says whether the price is over on the day.
func (p *Price) ends(day time.Time) bool {
	return !p.ExpirationDate.IsZero() && !p.ExpirationDate.After(day)
}

// overlaps says whether there is a day on which both hold.
func (p *Price) overlaps(q *Price) bool {
	before := func(a, b *Price) bool {
		return !a.ExpirationDate.IsZero() && !b.EffectiveDate.IsZero() && !a.ExpirationDate.After(b.EffectiveDate)
	}
	return !before(p, q) && !before(q, p)
}

// better says whether the price counts rather than another of the same licence: the one of the day, else the last
// that ended, else the first to come.
func (p *Price) better(q *Price, day time.Time) bool {
	now := func(p *Price) bool { return p.begins(day) && !p.ends(day) }
	switch {
	case now(p) || now(q):
		return now(p)
	case p.begins(day) != q.begins(day):
		return p.begins(day)
	case p.begins(day):
		return p.ExpirationDate.After(q.ExpirationDate)
	}
	return p.EffectiveDate.Before(q.EffectiveDate)
}
