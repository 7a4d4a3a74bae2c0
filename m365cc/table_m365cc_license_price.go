package m365cc

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

var tableLicensePrice = define(definition[licensePrice]{
	name:        "m365cc_license_price",
	description: "What licences (SKUs) cost, and when they begin and end: the lines of the price list that the connection names as license_price_file. Microsoft Graph has no prices and is asked nothing.",
	list:        listLicensePrices,
	columns:     licensePriceColumns,
})

var licensePriceColumns = []column[licensePrice]{
	text("sku_part_number", "The part number of the licence; for example, SPE_E5 or POWER_BI_PRO. Where the price list has the id only, it comes from Microsoft's published list.", func(p *licensePrice) string { return p.SKUPartNumber }),
	text("sku_id", "The id (GUID) of the licence (SKU). Where the price list has the part number only, it comes from Microsoft's published list; NULL if that has no such licence, or two.", func(p *licensePrice) string { return p.SKUID }),
	text("sku_display_name", "The name of the product as people know it, for example Microsoft 365 E5; the part number where the product is in no table of names.", (*licensePrice).name),
	text("unit_cost", "What a seat costs in a payment period, as an exact decimal.", func(p *licensePrice) string { return p.UnitCost }),
	text("yearly_cost", "What a seat costs in a year, as a decimal: exact, but for a third of a triennial cost, which is rounded where it does not come out even.", func(p *licensePrice) string { return p.YearlyCost() }),
	text("currency", "The currency of the costs, a code of three letters such as USD.", func(p *licensePrice) string { return p.Currency }),
	text("payment_frequency", "How long a payment period is: monthly, annual or triennial.", func(p *licensePrice) string { return p.PaymentFrequency }),
	newColumn("effective_date", Timestamp, "The day on which the licence, or its price, begins.", func(p *licensePrice, _ *scope) Value { return dayValue(p.EffectiveDate) }),
	newColumn("expiration_date", Timestamp, "The day on which it is over.", func(p *licensePrice, _ *scope) Value { return dayValue(p.ExpirationDate) }),
	boolean("is_current", "True for the line of the licence that counts today, which m365cc_subscribed_sku shows: the one of today, else the last that ended, else the first to come.", func(p *licensePrice) Flag { return flagOf(p.isCurrent) }),
	newColumn("line_number", Integer, "The line of the file, counted from 1.", func(p *licensePrice, _ *scope) Value { return IntValue(int64(p.Line)) }),
	text("title", "The title of the resource: the name of the product.", (*licensePrice).name),
}

// licensePrice is a line of the price list.
type licensePrice struct {
	licensing.Price
	isCurrent bool
}

func listLicensePrices(_ context.Context, q *request[licensePrice]) error {
	prices, err := q.Connection.priceList()
	if err != nil {
		return fmt.Errorf("%s: %w", q.table.name, err)
	}
	if prices == nil {
		return fmt.Errorf("%s: %w", q.table.name, errNoPriceList)
	}
	var rows []licensePrice
	day := time.Now().UTC()
	for i := range prices.Prices {
		if p := &prices.Prices[i]; q.Connection.manages(p.SKUPartNumber) {
			rows = append(rows, licensePrice{*p, prices.Counts(p, day)})
		}
	}
	return q.give(rows, nil)
}

func (p *licensePrice) name() string { return licensing.ProductName(p.SKUID, p.SKUPartNumber) }

// dayValue is a day, NULL if it is none.
func dayValue(t time.Time) Value {
	if t.IsZero() {
		return Value{}
	}
	return MomentValue(t)
}

// errNoPriceList is for who asks for prices alone; elsewhere they are NULL.
var errNoPriceList = errors.New("there is no price list: set license_price_file in the connection, or " + variableOf("license_price_file") + " in the environment, to the path of a CSV file")

// priceList reads the connection's price list; nil if it has none. It is read anew each time, since a file on this
// machine costs little and people correct it.
func (c *Connection) priceList() (*licensing.PriceList, error) {
	if c.settings.LicensePriceFile == "" {
		return nil, nil
	}
	prices, err := licensing.OpenPriceList(c.settings.LicensePriceFile)
	if err != nil {
		return nil, fmt.Errorf("license_price_file: %w", err)
	}
	return prices, nil
}

// manages says whether a licence counts, by its part number.
func (c *Connection) manages(partNumber string) bool {
	return c.settings.ManagedLicenses.Match(partNumber)
}
