package m365cc

import (
	"context"
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// licenseActivityReader makes the rows of users.
type licenseActivityReader struct {
	contents map[string]skuContent
	asked    []activityApplication
	// withNone says that a licence which entitles to no application has a row.
	withNone bool
	// activity are the sources; nil where the query needs none.
	activity *besideSources
}

// applications are those of which the sources are needed: that are asked for, and that one of the tenant's licences
// entitles to.
func (r *licenseActivityReader) applications(q *request[licenseActivity]) []activityApplication {
	bySku, some := q.condition("sku_id", Equal)
	entitled := map[string]bool{}
	for id, content := range r.contents {
		if some && !containsText(bySku.Values, id) || !q.Connection.manages(content.partNumber) {
			continue
		}
		for _, name := range content.applications {
			entitled[name] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(r.asked), func(a activityApplication) bool { return !entitled[a.name] })
}

// rows are those of a user.
func (r *licenseActivityReader) rows(ctx context.Context, q *request[licenseActivity], u *licensedUser) ([]licenseActivity, error) {
	var rows []licenseActivity
	number := partNumbersOf(ctx, q.Connection, len(q.Connection.settings.ManagedLicenses) > 0)
	for _, sku := range u.AssignedLicenses {
		sku.DisabledPlans = u.plansOff(&sku)
		content, known := r.contents[strings.ToLower(sku.SkuID)]
		if !known { // the tenant has no such licence any more
			if err := number(&sku); err != nil {
				return nil, err
			}
			content = skuContent{sku.partNumber, nil, licensing.ProductApplications(sku.SkuID)}
		}
		sku.partNumber = content.partNumber
		if q.Connection.manages(sku.partNumber) {
			rows = r.appendSku(rows, u, sku, &content)
		}
	}
	if r.activity == nil || len(rows) == 0 {
		return rows, nil
	}
	sources, err := r.activity.get(ctx)
	if err != nil {
		return nil, err
	}
	sources.addActivity(rows)
	return rows, nil
}

// appendSku appends a row for each application that is asked for and that the licence entitles the user to.
func (r *licenseActivityReader) appendSku(rows []licenseActivity, u *licensedUser, sku assignedSku, content *skuContent) []licenseActivity {
	entitled := content.entitled(sku.DisabledPlans)
	if len(entitled) == 0 && r.withNone {
		return append(rows, licenseActivity{assignedSku: sku, user: u})
	}
	for _, name := range entitled {
		if slices.ContainsFunc(r.asked, func(a activityApplication) bool { return a.name == name }) {
			rows = append(rows, licenseActivity{assignedSku: sku, user: u, application: name})
		}
	}
	return rows
}

// plansOff are the plans of a licence that are off for the user: in every way in which it is assigned. Without a word
// about the ways, they are those that Graph has beside the licence.
func (u *licensedUser) plansOff(sku *assignedSku) []string {
	var off []string
	found := false
	for _, a := range u.LicenseAssignmentStates {
		if !strings.EqualFold(a.SkuID, sku.SkuID) || !a.isActive() {
			continue
		}
		if !found {
			off, found = slices.Clone(a.DisabledPlans), true
			continue
		}
		off = slices.DeleteFunc(off, func(plan string) bool { return !containsFold(a.DisabledPlans, plan) })
	}
	if !found {
		return sku.DisabledPlans
	}
	return off
}

// isActive says whether the assignment gives the licence to the user.
func (a *licenseAssignment) isActive() bool {
	return strings.EqualFold(a.State, "Active") || strings.EqualFold(a.State, "ActiveWithError")
}

func containsFold(texts []string, text string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return strings.EqualFold(t, text) })
}
