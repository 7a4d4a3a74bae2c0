package demo

import "strconv"

const roleReportSettings = "ReportSettings.Read.All"

// adminCalls answers below /admin.
func adminCalls(rest []string) handler {
	if len(rest) == 1 && rest[0] == "reportSettings" {
		return reportSettings
	}
	return nil
}

// reportSettings tells whether the reports conceal names.
//
// https://learn.microsoft.com/graph/api/adminreportsettings-get
func reportSettings(q *request) (*reply, error) {
	if q.version != "beta" && q.tenant.cloud.name != "global" {
		return nil, noSegment("reportSettings")
	}
	if !q.may(roleReportSettings) {
		return nil, refuse(403, "S2SUnauthorized", "Invalid permission.")
	}
	if _, err := parseOptions(q.URL.RawQuery, []string{optSelect}); err != nil {
		return nil, err
	}
	b := append([]byte(nil), `{"@odata.context":`...)
	b = appendString(b, q.root+"/$metadata#admin/reportSettings/$entity")
	b = strconv.AppendBool(append(b, `,"displayConcealedNames":`...), q.switches.ConcealNames)
	return &reply{body: append(b, '}'), rows: 1}, nil
}
