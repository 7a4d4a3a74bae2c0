package cmd

import "testing"

func TestIsSchemaIn(t *testing.T) {
	for sql, want := range map[string]bool{
		"select * from prod.m365cc_user":             true,
		"select * from PROD . m365cc_user":           true,
		"select * from \"prod\".m365cc_user":         true,
		"select * from [prod].m365cc_user":           true,
		"select * from `prod`.m365cc_user":           true,
		"select * from a,prod.m365cc_user":           true,
		"prod.m365cc_user":                           true,
		"select * from m365cc_user":                  false,
		"select prod from m365cc_user":               false,
		"select * from preprod.m365cc_user":          false,
		"select * from pre_prod.m365cc_user":         false,
		"select * from éprod.m365cc_user":            false,
		"select * from prod2.m365cc_user":            false,
		"select 'the end of prod' from m365cc_user.": false,
	} {
		if got := isSchemaIn(sql, "prod"); got != want {
			t.Errorf("%s: got %v", sql, got)
		}
	}
	if !isSchemaIn("select * from a.b.m365cc_user", "a.b") || isSchemaIn("select * from axb.m365cc_user", "a.b") {
		t.Error("a name is not a pattern")
	}
}

func TestConfigFolderName(t *testing.T) {
	t.Setenv("HOME", "/home/somebody")
	for dir, want := range map[string]string{"": "/home/somebody/.steampipe/config", "/opt/sp": "/opt/sp/config"} {
		if got := configFolder(func(string) string { return dir }); got != want {
			t.Errorf("%q: got %q, want %q", dir, got, want)
		}
	}
}
