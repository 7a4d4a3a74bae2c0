package demo

import "time"

// DirectoryAudit is the truth about a change in the directory, under Graph's
// names. An empty string is null, or empty in Graph too.
//
// https://learn.microsoft.com/graph/api/resources/directoryaudit
type DirectoryAudit struct {
	ID                  string
	ActivityDateTime    time.Time
	ActivityDisplayName string
	Category            string
	CorrelationID       string
	LoggedByService     string
	OperationType       string
	Result              string
	ResultReason        string
	User                *AuditUser // who made it; nil: an application
	App                 *AuditApp
	TargetResources     []AuditTarget
	AdditionalDetails   [][2]string // keys and values
}

// AuditUser is a user who made a change.
type AuditUser struct{ ID, UserPrincipalName, IPAddress string }

// AuditApp is an application that made a change.
type AuditApp struct{ AppID, DisplayName, ServicePrincipalID string }

// AuditTarget is what was changed.
type AuditTarget struct {
	ID, DisplayName, Type, UserPrincipalName, GroupType string
	ModifiedProperties                                  [][3]string // name, and value before and after
}

// DirectoryAudits returns the changes of the last thirty days, the oldest first.
func (t *Tenant) DirectoryAudits() []DirectoryAudit {
	var all []DirectoryAudit
	r := &auditRow{t: t}
	for k, ref := range t.auditLog() {
		r.load(k)
		facts := r.facts()
		d := DirectoryAudit{
			ID: string(t.appendAuditID(nil, k)), ActivityDateTime: time.Unix(ref.at, t.auditTicks(k)*100).UTC(),
			ActivityDisplayName: facts.name, Category: facts.category, CorrelationID: t.ids[guidAudit].text(auditCorrelation + k),
			LoggedByService: facts.service, OperationType: facts.operation,
			AdditionalDetails: [][2]string{{"UserType", word(r.people().target.userType)}},
		}
		d.Result, d.ResultReason = r.result()
		if app := r.app(); app != nil {
			d.App = &AuditApp{app.id, app.name, t.ids[guidAudit].text(auditPrincipal + len(app.id))}
		} else {
			d.User = &AuditUser{t.ids[guidUser].text(r.actor.i), word(r.actor.userPrincipalName), word(r.address)}
		}
		for n := range r.targetCount() {
			r.at[0] = n
			target := AuditTarget{ID: word(r.targetID), DisplayName: word(r.targetName), Type: r.targetType(), UserPrincipalName: word(r.targetUPN)}
			if r.isGroup() {
				target.GroupType = "azureAD"
			}
			if r.changes() > 0 {
				target.ModifiedProperties = [][3]string{{facts.changed, r.before(), r.after()}}
			}
			d.TargetResources = append(d.TargetResources, target)
		}
		all = append(all, d)
	}
	return all
}
