package demo

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestDomainRows(t *testing.T) {
	for _, cloud := range clouds {
		c := startServer(t, Options{Cloud: cloud.name})
		all := c.server.Tenant().AllDomains()
		rows := c.ok("domains").value()
		verified := []string{}
		for k, d := range all {
			row := rows[k]
			if row["id"] != d.ID || row["authenticationType"] != d.AuthenticationType || row["isVerified"] != d.IsVerified || row["isDefault"] != d.IsDefault ||
				row["isInitial"] != d.IsInitial || row["isRoot"] != d.IsRoot || (row["state"] != nil) != (d.State != nil) {
				t.Errorf("%s: got %v, want %+v", cloud.name, row, d)
			}
			if days, known := row["passwordValidityPeriodInDays"].(float64); known != (d.PasswordValidityPeriodInDays > 0) || int(days) != d.PasswordValidityPeriodInDays {
				t.Errorf("%s: passwords are valid for %v", d.ID, row["passwordValidityPeriodInDays"])
			}
			if d.IsVerified {
				verified = append(verified, d.ID)
			}
			if one := c.ok("domains/" + d.ID); one.json["id"] != d.ID {
				t.Errorf("by name: %s", one.body)
			}
		}
		if len(rows) != len(all) || !slices.Equal(verified, c.server.Tenant().Domains()) {
			t.Errorf("%s: %d domains, verified are %v", cloud.name, len(rows), verified)
		}
	}
}

// A row has the properties of Microsoft's sample.
func TestDomainIsTheSample(t *testing.T) {
	var page struct{ Value []map[string]any }
	if err := json.Unmarshal(sample(t, "graph/samples/v1.0-domain-list.json"), &page); err != nil {
		t.Fatal(err)
	}
	c := startServer(t, Options{})
	row := c.ok("domains").value()[0]
	for name := range page.Value[0] {
		if _, there := row[name]; !there {
			t.Errorf("there is no %s", name)
		}
	}
	c.get("domains?$filter=isDefault%20eq%20true").wantRefusal(t, 400, "Request_BadRequest", "'$filter' is not supported by the service.")
}

// Some of the company's own people sign in elsewhere, and no guest does.
func TestFederatedUsers(t *testing.T) {
	tenant := testTenant(t, 2000)
	n := 0
	for i := range tenant.Len() {
		u := tenant.User(i)
		if !strings.HasSuffix(u.UserPrincipalName, "@sso.contoso.com") {
			continue
		}
		n++
		if j, ok := tenant.Find(u.UserPrincipalName); u.UserType == "Guest" || !ok || j != i {
			t.Errorf("user %d is %s, who is user %d", i, u.UserPrincipalName, j)
		}
	}
	if n < 40 || n > 160 {
		t.Errorf("%d of 2000", n)
	}
}
