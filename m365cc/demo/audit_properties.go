package demo

import "time"

// auditSchema is the change in the directory, with what its documentation says
// that $filter takes. category and result are not there; Microsoft's own portal
// filters on them.
//
// https://learn.microsoft.com/graph/api/resources/directoryaudit
var auditSchema = func() *schema[*auditRow] {
	s := newSchema("microsoft.graph.directoryAudit", "DirectoryAudit", allStandard(auditProperties())...)
	s.anyLength = true
	return s
}()

// undocumentedAudits are the properties that the documentation does not filter on.
var undocumentedAudits = []string{"category", "result"}

func auditProperties() []property[*auditRow] {
	at := instant("activityDateTime", func(r *auditRow) int64 { return r.ref.at }).
		exactly(func(r *auditRow) int64 { return r.t.auditTicks(r.k) }).filter("eq ge le")
	at.sorts = true
	return []property[*auditRow]{
		text("id", func(r *auditRow, b []byte) []byte { return r.t.appendAuditID(b, r.k) }).filter("eq"),
		plain("category", func(r *auditRow) string { return r.facts().category }).filter("eq"),
		text("correlationId", func(r *auditRow, b []byte) []byte { return r.t.ids[guidAudit].append(b, auditCorrelation+r.k) }).filter("eq"),
		plain("result", func(r *auditRow) string { result, _ := r.result(); return result }).filter("eq"),
		plain("resultReason", func(r *auditRow) string { _, reason := r.result(); return reason }).orBlank(),
		plain("activityDisplayName", func(r *auditRow) string { return r.facts().name }).filter("eq startsWith"),
		at,
		plain("loggedByService", func(r *auditRow) string { return r.facts().service }).filter("eq"),
		plain("operationType", func(r *auditRow) string { return r.facts().operation }),
		object("initiatedBy", nil, initiators()...),
		objects("targetResources", (*auditRow).targetCount,
			text("id", (*auditRow).targetID).filter("eq"),
			text("displayName", (*auditRow).targetName).filter("eq startsWith"),
			plain("type", (*auditRow).targetType),
			text("userPrincipalName", (*auditRow).targetUPN),
			plain("groupType", func(r *auditRow) string {
				if r.isGroup() {
					return "azureAD"
				}
				return ""
			}),
			objects("modifiedProperties", (*auditRow).changes,
				plain("displayName", func(r *auditRow) string { return r.facts().changed }),
				plain("oldValue", (*auditRow).before),
				plain("newValue", (*auditRow).after))).filter("any"),
		objects("additionalDetails", func(*auditRow) int { return 1 },
			constant[*auditRow]("key", "UserType"),
			text("value", func(r *auditRow, b []byte) []byte { return r.people().target.userType(b) })),
	}
}

// initiators are the user or the application that made the change.
func initiators() []property[*auditRow] {
	return []property[*auditRow]{
		object("user", (*auditRow).isByUser,
			text("id", func(r *auditRow, b []byte) []byte { return r.t.ids[guidUser].append(b, r.people().actor.i) }).filter("eq"),
			nothing[*auditRow]("displayName").filter("eq"),
			text("userPrincipalName", func(r *auditRow, b []byte) []byte { return r.people().actor.userPrincipalName(b) }).filter("eq startsWith"),
			text("ipAddress", (*auditRow).address),
			nothing[*auditRow]("userType"), nothing[*auditRow]("homeTenantId"), nothing[*auditRow]("homeTenantName")),
		object("app", (*auditRow).isByApp,
			plain("appId", func(r *auditRow) string { return r.app().id }).filter("eq"),
			plain("displayName", func(r *auditRow) string { return r.app().name }).filter("eq"),
			text("servicePrincipalId", func(r *auditRow, b []byte) []byte {
				return r.t.ids[guidAudit].append(b, auditPrincipal+len(r.app().id))
			}),
			nothing[*auditRow]("servicePrincipalName")),
	}
}

// https://learn.microsoft.com/graph/api/directoryaudit-list
func auditCollection(t *Tenant) *collection[*auditRow] {
	return &collection[*auditRow]{
		name: "auditLogs/directoryAudits", schema: auditSchema, page: signInLogPage, largest: signInLogPage,
		options: []string{optTop, optSkipToken, optFilter, optOrderBy, optSelect},
		size:    func() int { return len(t.auditLog()) }, empty: func() *auditRow { return &auditRow{t: t} },
		load: (*auditRow).load, find: t.findAudit,
		order:  func(*property[*auditRow]) []int32 { return nil },
		admits: (*request).admitToAudits, plan: t.planAudits, newestFirst: true, sortsFiltered: true,
	}
}

// planAudits refuses what is not documented, if told to, and reads out of a filter
// when its changes can have been made at all.
func (t *Tenant) planAudits(r *request, q *query[*auditRow]) error {
	if r.switches.RefuseUndocumented && q.values.Has(optSelect) {
		return refuse(400, "BadRequest", "The query option '$select' is not supported.")
	}
	if q.filter == nil {
		return nil
	}
	if r.switches.RefuseUndocumented {
		for _, f := range q.filter.properties {
			for _, name := range undocumentedAudits {
				if f.name == name {
					return unsupported("Filter on property '" + name + "' is not supported.")
				}
			}
		}
	}
	q.bounded, q.high = true, len(t.auditLog())
	for _, c := range conjuncts(q.filter.root) {
		if c.kind == exprTest && c.property.name == "activityDateTime" && len(c.values) == 1 {
			t.boundAudits(q, c.operator, c.values[0].time)
		}
	}
	return nil
}

// boundAudits narrows a list down to one side of a moment.
func (t *Tenant) boundAudits(q *query[*auditRow], o operator, at time.Time) {
	m := logTime{at.Unix(), int64(at.Nanosecond()+99) / 100}
	if o == opGe || o == opEq {
		q.low = max(q.low, t.auditPlace(m, false))
	}
	if o == opLe || o == opEq {
		q.high = min(q.high, t.auditPlace(m, at.Nanosecond()%100 == 0))
	}
}
