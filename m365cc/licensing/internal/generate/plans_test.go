package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func TestApplicationsByPlan(t *testing.T) {
	got, err := applicationsByPlan([]record{
		{"service_plan_id": planX, "application": "Outlook"},
		{"service_plan_id": strings.ToUpper(planX), "application": "Microsoft Exchange Server"},
		{"service_plan_id": planX, "application": "Outlook"},
		{"service_plan_id": planY, "application": "Yammer"},
	})
	want := map[string][]string{planX: {"Microsoft Exchange Server", "Outlook"}, planY: {"Yammer"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestApplicationsByPlanRefuses(t *testing.T) {
	for _, line := range []record{
		{"service_plan_id": "TEAMS1", "application": "Microsoft Teams"},
		{"service_plan_id": planX, "application": ""},
	} {
		if got, err := applicationsByPlan([]record{line}); err == nil {
			t.Errorf("applicationsByPlan of %v gave %v", line, got)
		}
	}
}

func TestPlanLines(t *testing.T) {
	plan := func(id, name, friendly string) record {
		return record{"Service_Plan_Id": id, "Service_Plan_Name": name, "Service_Plans_Included_Friendly_Names": friendly}
	}
	microsoft := []record{
		plan(planY, "TEAMS1", "TEAMS1"),
		plan(strings.ToUpper(planY), "TEAMS1", "Microsoft Teams"),
		plan(planX, "NAMELESS", ""),
		plan("bad", "BAD", "Bad"),
	}
	var report bytes.Buffer
	got := planLines(microsoft, map[string][]string{planY: {"Microsoft Teams"}, idC: {"Outlook", "Yammer"}}, &report)
	want := [][]string{
		{"service_plan_id", "friendly_name", "applications"},
		{planX, "NAMELESS", ""},
		{planY, "Microsoft Teams", "Microsoft Teams"},
		{idC, "", "Outlook;Yammer"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if message := `left out "BAD": "bad" is not a GUID` + "\n"; report.String() != message {
		t.Errorf("report is %q, want %q", report.String(), message)
	}
}
