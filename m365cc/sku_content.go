package m365cc

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// skuContent is what one of the tenant's licences contains.
type skuContent struct {
	partNumber string
	planIDs    []string
	// applications are those of the eleven that it entitles to if no plan is off.
	applications []string
}

// entitled are the applications that the licence entitles to without the plans that are off.
func (s *skuContent) entitled(off []string) []string {
	if len(off) == 0 || len(s.planIDs) == 0 {
		return s.applications
	}
	on := slices.DeleteFunc(slices.Clone(s.planIDs), func(plan string) bool { return containsFold(off, plan) })
	return licensing.EntitledApplications(s.partNumber, on)
}

// skuContents returns what the tenant's licences contain, by SKU id in lower case, asked for once in a while. Which
// plans a licence has the tenant itself knows best, so that an application that may not read it gets an error.
func (c *Connection) skuContents(ctx context.Context, asker string) (map[string]skuContent, error) {
	return c.contents.Get(ctx, func(ctx context.Context) (map[string]skuContent, time.Time, error) {
		contents, err := c.fetchSkuContents(ctx, asker)
		return contents, c.kept(), err
	})
}

func (c *Connection) fetchSkuContents(ctx context.Context, asker string) (map[string]skuContent, error) {
	contents := map[string]skuContent{}
	r := graph.Request{Path: subscribedSkus.path, Select: []string{"skuId", "skuPartNumber", "servicePlans"},
		Help: graph.Help{Table: asker, Permissions: subscribedSkuPermissions}}
	for page, err := range graph.List[subscribedSku](ctx, c.client, r, nil) {
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			s := &page.Rows[i]
			content := skuContent{partNumber: s.SkuPartNumber, planIDs: s.planIDs()}
			content.applications = licensing.EntitledApplications(s.SkuPartNumber, content.planIDs)
			contents[strings.ToLower(s.SkuID)] = content
		}
	}
	return contents, nil
}
