package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// applicationsByPlan gives the applications of each service plan, sorted, by
// the plan's id in lower case. The table is hand-made, so that a bad id in it
// is an error and not left out.
func applicationsByPlan(lines []record) (map[string][]string, error) {
	applications := make(map[string][]string)
	for _, line := range lines {
		id, ok := guid(line["service_plan_id"])
		if !ok {
			return nil, fmt.Errorf("service plan id %q of %q is not a GUID", line["service_plan_id"], line["application"])
		}
		if line["application"] == "" {
			return nil, fmt.Errorf("service plan %q has no application", id)
		}
		if !slices.Contains(applications[id], line["application"]) {
			applications[id] = append(applications[id], line["application"])
		}
	}
	for _, names := range applications {
		slices.Sort(names)
	}
	return applications, nil
}

// planLines gives the lines of plans.tsv, sorted by id: every plan of
// Microsoft's table, and those that only the table of applications knows, which
// have no name.
func planLines(microsoft []record, applications map[string][]string, report io.Writer) [][]string {
	names := make(map[string]nameCount)
	for _, line := range withGUID(microsoft, "Service_Plan_Id", "Service_Plan_Name", report) {
		name := line["Service_Plans_Included_Friendly_Names"]
		if name == "" {
			name = line["Service_Plan_Name"]
		}
		count(names, line["Service_Plan_Id"], name)
	}
	ids := maps.Clone(applications)
	for id := range names {
		ids[id] = applications[id]
	}
	lines := [][]string{{"service_plan_id", "friendly_name", "applications"}}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		name := ""
		if names[id] != nil {
			name = names[id].best()
		}
		lines = append(lines, []string{id, name, strings.Join(ids[id], ";")})
	}
	return lines
}
