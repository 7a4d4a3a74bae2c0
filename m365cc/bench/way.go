//go:build unix

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// way is a way to read users.
type way struct {
	// name is what the program calls it, title what the table does.
	name, title string
	// made says that the rows are made up on the spot, so that there may be fewer of them.
	made bool
	// open prepares a reading of so many rows; read returns how many it got.
	open func(t tenant, rows int) (read func(context.Context) (int, error), err error)
}

// The names of the ways that the goals speak of.
const (
	limitName     = "limit"
	engineName    = "engine"
	steampipeName = "steampipe"
	floorName     = "floor"
	tenFloorName  = "floor-ten"
)

// ways are measured in this order.
var ways = []way{
	{name: limitName, title: "limit: HTTP client, bytes thrown away", open: openLimit},
	{name: engineName, title: "embedded engine", open: openEngine},
	{name: steampipeName, title: "Steampipe's path, in process", open: openSteampipe},
	{name: floorName, title: "floor: as wide as m365cc_user, FromField", made: true, open: openFloor(floor{})},
	{name: "floor-functions", title: "floor: as wide as m365cc_user, functions", made: true, open: openFloor(floor{functions: true})},
	{name: tenFloorName, title: "floor: ten columns, FromField", made: true, open: openFloor(floor{ten: true})},
	{name: "floor-ten-functions", title: "floor: ten columns, functions", made: true, open: openFloor(floor{ten: true, functions: true})},
}

// largeWays are those that read the large tenant: what we answer for, beside the limit.
func largeWays() []way {
	return slices.DeleteFunc(slices.Clone(ways), func(w way) bool { return w.made })
}

// rows is how many rows a reading has.
func (w way) rows(users, atMost int) int {
	if w.made {
		return min(users, atMost)
	}
	return users
}

func wayNamed(name string) (way, error) {
	for _, w := range ways {
		if w.name == name {
			return w, nil
		}
	}
	return way{}, fmt.Errorf("there is no way %q; there are: %s", name, wayNames())
}

func wayNames() string {
	names := make([]string, len(ways))
	for i, w := range ways {
		names[i] = w.name
	}
	return strings.Join(names, ", ")
}
