package m365cc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableEndpoint = define(definition[endpoint]{
	name:        "m365cc_endpoint",
	description: "Endpoints of Microsoft Graph that the tables are read from, as this connection can reach them: which permission or licence is missing, and which tables and columns lack it.",
	list:        listEndpoints,
	columns:     endpointColumns,
})

var endpointColumns = []column[endpoint]{
	text("path", "The path of the endpoint, with its version and without parameters, for example /v1.0/users. Properties that need a permission of their own are a row with $select.", func(e *endpoint) string { return e.path }).where(Equal),
	list("tables", "The tables whose rows are read from it, and which cannot be read without it.", func(e *endpoint, _ *scope) []string { return e.tables }),
	list("columns", "The columns of other tables that are read from it, and are NULL or less exact without it, as table.column.", func(e *endpoint, _ *scope) []string { return e.columns }),
	text("task", "The task of a SaaS management integration that it serves: Application Roster, Application Access or License Information; NULL for none of them.", func(e *endpoint) string { return endpointTasks[e.path] }),
	list("permissions", "The application permissions any of which would do, the least first.", func(e *endpoint, _ *scope) []string { return e.permissions }),
	boolean("has_permission", "True if the token has one of the permissions, which means that an administrator has consented to it. NULL where the token does not tell.", func(e *endpoint) Flag { return e.hasPermission }),
	text("status", "ok, permission_missing, license_missing (the tenant has no Microsoft Entra ID P1 or P2), not_in_cloud (this cloud has no such endpoint or property), concealed (the report has codes in place of names), throttled (a limit of Graph is used up, so that only the permission is known) or error.", func(e *endpoint) string { return string(e.status) }),
	newColumn("http_status", Integer, "The HTTP status of the answer; NULL where none was needed or none came.", (*endpoint).statusCode),
	text("code", "Graph's code of a refusal.", func(e *endpoint) string { return e.refusal().Code }),
	text("message", "Graph's message of a refusal, or what else is the matter.", (*endpoint).message),
	text("request_id", "The id of a refused request, which Microsoft's support asks for.", func(e *endpoint) string { return e.refusal().RequestID }),
	text("title", "The title of the resource: the path.", func(e *endpoint) string { return e.path }),
}

// probedColumns are those for which Graph is asked.
var probedColumns = []string{"status", "http_status", "code", "message", "request_id"}

// endpointTasks are the tasks of an integration for the inventory of a company's software, by the paths that they need.
var endpointTasks = map[string]string{
	"/v1.0/users":                                                 applicationRoster,
	"/v1.0/users?$select=signInActivity":                          applicationRoster,
	"/v1.0/directory/deletedItems/microsoft.graph.user":           applicationRoster,
	"/v1.0/auditLogs/directoryAudits":                             applicationRoster,
	"/beta/reports/authenticationMethods/userRegistrationDetails": applicationRoster,
	"/beta/reports/getOffice365ActivationsUserDetail":             applicationRoster,
	"/beta/reports/getM365AppUserDetail":                          applicationRoster,
	"/beta/reports/getMailboxUsageDetail":                         applicationRoster,
	"/beta/reports/getOneDriveUsageAccountDetail":                 applicationRoster,
	"/beta/reports/getOffice365ActiveUserDetail":                  applicationAccess,
	"/beta/reports/getEmailActivityUserDetail":                    applicationAccess,
	"/beta/auditLogs/signIns":                                     applicationAccess,
	"/v1.0/subscribedSkus":                                        licenseInformation,
	"/v1.0/directory/subscriptions":                               licenseInformation,
}

const (
	applicationRoster  = "Application Roster"
	applicationAccess  = "Application Access"
	licenseInformation = "License Information"
)

// endpointTables gives all tables. It is set when the program starts, since this table is one of them.
var endpointTables func() []*Table

func init() { endpointTables = Tables }

// endpoint is an endpoint and what is known of it.
type endpoint struct {
	source
	tables        []string
	hasPermission Flag
	lacking       []string // the permissions for want of which it was not asked
	status        endpointStatus
	answered      bool     // with success
	err           error    // why not
	absent        []string // columns that this cloud's report does not have
}

// endpointStatus says whether an endpoint can be read.
type endpointStatus string

const (
	statusOK                endpointStatus = "ok"
	statusPermissionMissing endpointStatus = "permission_missing"
	statusLicenseMissing    endpointStatus = "license_missing"
	statusNotInCloud        endpointStatus = "not_in_cloud"
	statusConcealed         endpointStatus = "concealed"
	statusThrottled         endpointStatus = "throttled"
	statusError             endpointStatus = "error"
)

// listEndpoints gives the endpoints by path. The token says which permissions there are; only an endpoint that has
// one of its own is asked, and only for the columns that need it.
func listEndpoints(ctx context.Context, q *request[endpoint]) error {
	endpoints := q.Connection.endpoints(endpointTables())
	if c, ok := q.condition("path", Equal); ok {
		endpoints = slices.DeleteFunc(endpoints, func(e endpoint) bool {
			return !slices.ContainsFunc(c.Values, func(v Value) bool { return v.Text() == e.path })
		})
	}
	probes := slices.ContainsFunc(probedColumns, q.wants)
	if len(endpoints) > 0 && (probes || q.wants("has_permission")) {
		roles, err := q.Connection.client.GrantedRoles(ctx)
		if err != nil {
			return err
		}
		p := newProber(q.Connection, roles)
		for i := range endpoints {
			endpoints[i].hasPermission = p.mayRead(endpoints[i].permissions)
		}
		if probes {
			if err := p.probeAll(ctx, endpoints); err != nil {
				return err
			}
		}
	}
	return q.give(endpoints, nil)
}

// endpoints are those that the tables are read from, by path.
func (c *Connection) endpoints(tables []*Table) []endpoint {
	var all []endpoint
	add := func(table string, s source) {
		i := slices.IndexFunc(all, func(e endpoint) bool { return e.path == s.path })
		if i < 0 {
			i = len(all)
			all = append(all, endpoint{source: s, tables: []string{}})
			all[i].columns = []string{}
		}
		e := &all[i]
		if len(s.columns) == 0 {
			e.tables = append(e.tables, table)
		}
		for _, column := range s.columns {
			e.columns = append(e.columns, table+"."+column)
		}
	}
	for _, t := range tables {
		for _, s := range t.sources {
			add(t.Name, s)
		}
		if !guidPattern.MatchString(c.settings.Identity.TenantID) { // the id has to be asked for
			add(t.Name, newSource(organizationRequest()).of("tenant_id"))
		}
	}
	slices.SortFunc(all, func(a, b endpoint) int { return strings.Compare(a.path, b.path) })
	return all
}

// refusal is Graph's, empty where there is none.
func (e *endpoint) refusal() *graph.Error {
	var refused *graph.Error
	if errors.As(e.err, &refused) {
		return refused
	}
	return &graph.Error{}
}

func (e *endpoint) statusCode(*scope) Value {
	switch status := e.refusal().Status; {
	case status != 0:
		return IntValue(int64(status))
	case e.answered:
		return IntValue(200)
	}
	return Value{}
}

func (e *endpoint) message() string {
	switch refused := e.refusal(); {
	case refused.Message != "":
		return refused.Message
	case e.err != nil:
		return strings.Join(strings.Fields(e.err.Error()), " ")
	case e.lacking != nil:
		return fmt.Sprintf("the token does not have %s", strings.Join(e.lacking, " or "))
	case len(e.absent) > 0:
		return "here the report has no " + strings.Join(e.absent, ", ") + ": what is read from these is unknown"
	}
	return ""
}
