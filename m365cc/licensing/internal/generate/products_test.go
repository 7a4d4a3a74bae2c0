package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

const (
	idA   = "aaaaaaaa-0000-4000-8000-000000000001"
	idB   = "bbbbbbbb-0000-4000-8000-000000000002"
	idC   = "cccccccc-0000-4000-8000-000000000003"
	planX = "11111111-0000-4000-8000-000000000001"
	planY = "22222222-0000-4000-8000-000000000002"
)

// sku makes a line of Microsoft's table.
func sku(name, part, id, plan string) record {
	return record{
		"Product_Display_Name": name, "String_Id": part, "GUID": id,
		"Service_Plan_Name": "PLAN", "Service_Plan_Id": plan, "Service_Plans_Included_Friendly_Names": "Plan",
	}
}

func TestProductLines(t *testing.T) {
	microsoft := []record{
		sku("Suite", "b_SUITE", idB, planX),
		sku("Suite", "b_SUITE", idB, planY),
		sku("Small", "A_SMALL", idC, planY),
		sku("Small too", "a_small", strings.ToUpper(idA), "no plan"),
	}
	applications := map[string][]string{planX: {"Yammer", "Outlook"}, planY: {"Outlook"}}
	var report bytes.Buffer
	got := productLines(microsoft, nil, applications, &report)
	want := [][]string{
		{"sku_part_number", "sku_id", "product_name", "applications"},
		{"a_small", idA, "Small too", ""},
		{"A_SMALL", idC, "Small", "Outlook"},
		{"b_SUITE", idB, "Suite", "Outlook;Yammer"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if report.Len() != 0 {
		t.Errorf("report is %q", report.String())
	}
}

func TestProductLinesAddMissingOnly(t *testing.T) {
	microsoft := []record{sku("Office 365 A1 for faculty", "A1", idA, planX)}
	additional := []record{
		sku("Office 365 A1 for Faculty", "A1", strings.ToUpper(idA), ""),
		sku("Education E3", "E3", idB, ""),
		sku("Education E3 for students", "E3_STUDENT", idC[1:], ""),
	}
	var report bytes.Buffer
	got := productLines(microsoft, additional, map[string][]string{planX: {"Yammer"}}, &report)[1:]
	want := [][]string{
		{"A1", idA, "Office 365 A1 for faculty", "Yammer"},
		{"E3", idB, "Education E3", ""},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.Contains(report.String(), `left out "E3_STUDENT"`) {
		t.Errorf("report is %q", report.String())
	}
}

func TestProductLinesOfARename(t *testing.T) {
	microsoft := []record{
		sku("Power Virtual Agent User License", "USL", idA, planX),
		sku("Power Virtual Agent User License", "USL", idA, planY),
		sku("Microsoft Copilot Studio User License", "USL", idA, planX),
	}
	var report bytes.Buffer
	got := productLines(microsoft, nil, nil, &report)[1:]
	if name := got[0][2]; len(got) != 1 || name != "Microsoft Copilot Studio User License" {
		t.Errorf("got %q", got)
	}
	if !strings.HasPrefix(report.String(), `USL has 2 names: took "Microsoft Copilot Studio User License"`) {
		t.Errorf("report is %q", report.String())
	}
}
