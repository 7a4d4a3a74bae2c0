package main

import (
	"slices"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

func TestStatementsCoverTables(t *testing.T) {
	for _, table := range m365cc.Tables() {
		if !slices.ContainsFunc(allStatements, func(s statement) bool { return s.table == table.Name }) {
			t.Errorf("no statement counts %s", table.Name)
		}
	}
}

func TestCosts(t *testing.T) {
	for sql, want := range map[string]statement{
		"select count(*) from m365cc_user":                                             {cost: cheap, light: true},
		"select 1 from m365cc_user u join m365cc_domain d on true":                     {cost: cheap, light: true},
		"select 1 from m365cc_user u join m365cc_email_activity e on true":             {cost: cheap},
		"select count(*) from first.m365cc_user":                                       {cost: cheap},
		"select " + usersTab + " from m365cc_user":                                     {cost: dear},
		"select count(*) from m365cc_app_activity":                                     {cost: dear},
		"select 1 from m365cc_signin s join m365cc_user u on u.id = s.user_id":         {cost: slow},
		"select 1 from m365cc_app_activity a join m365cc_directory_audit d on a.x=d.x": {cost: slow},
	} {
		if got := newStatement(sql, ""); got.cost != want.cost || got.light != want.light {
			t.Errorf("%s: cost %d, light %v", sql, got.cost, got.light)
		}
	}
	for c := cheap; c <= slow; c++ {
		if len(statementsOf(c)) == 0 {
			t.Errorf("no statement has cost %d", c)
		}
	}
}

// TestFaults wants every fault that a query can survive, and no other.
func TestFaults(t *testing.T) {
	faults := curable(1)
	for _, info := range demo.Faults() {
		first := slices.Contains(faults, demo.Fault{Name: info.Name, Every: demo.Once})
		if want := info.Outcome != demo.Fatal; first != want {
			t.Errorf("%s strikes first attempts: %v", info.Name, first)
		}
	}
	if faults[0] == curable(0)[0] {
		t.Errorf("%s comes first at two tenants", faults[0].Name)
	}
	for _, f := range faults {
		if f.Every == demo.Always {
			t.Errorf("%s strikes always", f.Name)
		}
	}
}
