//go:build unix

package main

import (
	"fmt"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

const tableName = "m365cc_user"

// tenColumns are the columns that are read, and the properties that a client asks for in their place.
var tenColumns = []struct{ name, property string }{
	{"id", "id"},
	{"display_name", "displayName"},
	{"user_principal_name", "userPrincipalName"},
	{"mail", "mail"},
	{"department", "department"},
	{"job_title", "jobTitle"},
	{"country", "country"},
	{"account_enabled", "accountEnabled"},
	{"user_type", "userType"},
	{"created_date_time", "createdDateTime"},
}

func columnNames() []string {
	names := make([]string, len(tenColumns))
	for i, c := range tenColumns {
		names[i] = c.name
	}
	return names
}

// userTable is the table's declaration.
func userTable() (*m365cc.Table, error) {
	for _, t := range m365cc.Tables() {
		if t.Name == tableName {
			return t, nil
		}
	}
	return nil, fmt.Errorf("there is no table %q", tableName)
}
