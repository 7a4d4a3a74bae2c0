package demo

import "testing"

func TestReportSettings(t *testing.T) {
	for _, cloud := range clouds {
		c := startServer(t, Options{Users: 1, Cloud: cloud.name})
		for _, conceals := range []bool{false, true} {
			c.server.Set(func(b *Behaviour) { b.ConcealNames = conceals })
			a := c.beta("admin/reportSettings")
			if a.status != 200 || a.json["displayConcealedNames"] != conceals {
				t.Errorf("%s: %d %s", cloud.name, a.status, a.body)
			}
		}
		switch a := c.get("admin/reportSettings"); {
		case cloud.name == "global" && a.json["displayConcealedNames"] != true:
			t.Errorf("v1.0: %d %s", a.status, a.body)
		case cloud.name != "global":
			a.wantRefusal(t, 400, "BadRequest", "Resource not found for the segment 'reportSettings'.")
		}
	}
}

func TestReportSettingsNeedTheirPermission(t *testing.T) {
	c := startServer(t, Options{Users: 1})
	c.server.Set(func(b *Behaviour) { b.Roles = []string{roleReports, "Directory.Read.All"} })
	c.renew()
	c.beta("admin/reportSettings").wantRefusal(t, 403, "S2SUnauthorized", "Invalid permission.")
	c.server.Set(func(b *Behaviour) { b.Roles = []string{roleReportSettings} })
	c.renew()
	if a := c.beta("admin/reportSettings"); a.status != 200 {
		t.Errorf("%d", a.status)
	}
	c.beta("admin/reportSettings?$filter=x").wantRefusal(t, 400, "Request_BadRequest", "'$filter' is not supported by the service.")
	c.beta("admin").wantRefusal(t, 400, "BadRequest", "Resource not found for the segment 'admin'.")
}
