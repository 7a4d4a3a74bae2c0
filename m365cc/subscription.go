package m365cc

import (
	"context"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// subscription is a commercial subscription that licences come from.
//
// https://learn.microsoft.com/graph/api/resources/companysubscription
type subscription struct {
	SkuID                 string `json:"skuId"`
	IsTrial               Flag   `json:"isTrial"`
	NextLifecycleDateTime string `json:"nextLifecycleDateTime"`
}

var subscriptionPermissions = []string{"Organization.Read.All", "Directory.Read.All"}

// subscriptionsBySku returns the tenant's subscriptions by SKU id in lower case, asked for once in a
// while. known is false, and everybody is told, when the application may not read them.
func (c *Connection) subscriptionsBySku(ctx context.Context) (bySku map[string][]subscription, known bool, err error) {
	bySku, err = c.subscriptions.Get(ctx, c.fetchSubscriptions)
	if graph.IsForbidden(err) {
		c.client.Tell("m365cc_subscribed_sku: license_type is NULL", err)
		return nil, false, nil
	}
	return bySku, err == nil, err
}

func (c *Connection) fetchSubscriptions(ctx context.Context) (map[string][]subscription, time.Time, error) {
	bySku := map[string][]subscription{}
	r := graph.Request{Path: "/directory/subscriptions", Select: []string{"skuId", "isTrial", "nextLifecycleDateTime"},
		Help: graph.Help{Table: "m365cc_subscribed_sku.license_type", Permissions: subscriptionPermissions}}
	for page, err := range graph.List[subscription](ctx, c.client, r, nil) {
		if err != nil {
			return nil, time.Time{}, err
		}
		for _, s := range page.Rows {
			id := strings.ToLower(s.SkuID)
			bySku[id] = append(bySku[id], s)
		}
	}
	return bySku, c.kept(), nil
}

// licenseType is trial when every subscription of the SKU is one, free when the SKU is known to be free
// or a trial and no paid subscription contradicts, else paid.
func licenseType(skuID string, subscriptions []subscription) string {
	trials, paid := 0, 0
	for _, s := range subscriptions {
		switch {
		case s.IsTrial == Yes:
			trials++
		case !TimestampValue(s.NextLifecycleDateTime).IsNull():
			paid++ // what costs money comes to an end or a renewal; what is free has no such date
		}
	}
	family, known := licensing.FamilyByID(skuID)
	switch {
	case trials > 0 && trials == len(subscriptions):
		return "trial"
	case known && family.IsFreeOrTrial && paid == 0:
		return "free"
	}
	return "paid"
}
