package m365cc

import (
	"context"
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// activationLine is what counts here of the report of activations, which does not say who has been deleted.
type activationLine struct {
	UserPrincipalName string `csv:"User Principal Name"`
	ProductType       string `csv:"Product Type"`
	LastActivated     Day    `csv:"Last Activated Date"`
	Windows           Count  `csv:"Windows"`
	Mac               Count  `csv:"Mac"`
	Windows10Mobile   Count  `csv:"Windows 10 Mobile"`
	IOS               Count  `csv:"iOS"`
	Android           Count  `csv:"Android"`
	OnSharedComputer  Flag   `csv:"Activated On Shared Computer"`
}

var activationReport = userReport[activationLine]{function: officeActivations.function, noPeriod: true, pool: new(graph.Pool[activationLine]),
	headers: []string{"User Principal Name", "Product Type", "Last Activated Date"}, name: func(l *activationLine) string { return l.UserPrincipalName }}

// activationSource is joined by the day on which the account was created too: what was activated before is somebody
// else's, who had the name then.
var activationSource = &joinedSource[user]{name: activationReport.function, endpoints: []source{officeActivations.source()}, needs: []string{"userPrincipalName", "createdDateTime"}, read: readActivations}

// isActivated says whether the product is on a device, or was.
func (l *activationLine) isActivated() bool {
	return l.LastActivated > 0 || l.OnSharedComputer == Yes ||
		l.Windows.number+l.Mac.number+l.Windows10Mobile.number+l.IOS.number+l.Android.number > 0
}

// activations are those of everybody: a chain of lines for each name, with the products by number.
type activations struct {
	products []string
	first    map[nameKey]int32 // counted from 1
	lines    []activation
}

type activation struct {
	next      int32
	product   uint16
	day       Day
	activated bool
}

func readActivations(ctx context.Context, q *request[user], _ *user) (func(*user), []string, error) {
	a := &activations{first: map[nameKey]int32{}}
	err := activationReport.each(ctx, q, a.add)
	return a.join, nil, err
}

func (a *activations) add(key nameKey, l *activationLine) {
	product := slices.Index(a.products, l.ProductType)
	if product < 0 {
		product = len(a.products)
		a.products = append(a.products, l.ProductType)
	}
	a.lines = append(a.lines, activation{a.first[key], uint16(product), l.LastActivated, l.isActivated()}) //nolint:gosec // there are a few products
	a.first[key] = int32(len(a.lines))                                                                     //nolint:gosec // four lines a user
}

func (a *activations) join(u *user) {
	to, created := u.join(), u.createdOn()
	for i := a.first[keyOfName(u.UserPrincipalName)]; i > 0; i = a.lines[i-1].next {
		line := a.lines[i-1]
		if line.day > 0 && line.day < created {
			continue
		}
		if to.activations == nil {
			to.activations = []string{}
		}
		if line.activated {
			to.activations = append(to.activations, a.products[line.product])
		}
	}
	slices.Sort(to.activations)
	to.activations = slices.Compact(to.activations)
}
