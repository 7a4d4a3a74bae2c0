package m365cc

import (
	"context"
	"fmt"
	"regexp"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// plainAuditID says whether Graph gives a change by this id, which is no GUID: a service's name, a correlation id and
// numbers, joined by underscores.
var plainAuditID = regexp.MustCompile(`^[A-Za-z0-9._-]+$`).MatchString

// auditInitiator is who made a change: a user or an application.
//
// https://learn.microsoft.com/graph/api/resources/auditactivityinitiator
type auditInitiator struct {
	User struct {
		ID                string `json:"id"`
		DisplayName       string `json:"displayName"`
		UserPrincipalName string `json:"userPrincipalName"`
		IPAddress         string `json:"ipAddress"`
	} `json:"user"`
	App struct {
		AppID              string `json:"appId"`
		DisplayName        string `json:"displayName"`
		ServicePrincipalID string `json:"servicePrincipalId"`
	} `json:"app"`

	raw jsontext.Value
}

// UnmarshalJSONFrom keeps what it reads, for the column of all of it.
func (a *auditInitiator) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	type plain auditInitiator
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	*a = auditInitiator{}
	if err := json.Unmarshal(raw, (*plain)(a), dec.Options()); err != nil {
		return err
	}
	a.raw = raw.Clone()
	return nil
}

// auditTarget is what was changed.
//
// https://learn.microsoft.com/graph/api/resources/targetresource
type auditTarget struct {
	ID                string `json:"id"`
	DisplayName       string `json:"displayName"`
	Type              string `json:"type"`
	UserPrincipalName string `json:"userPrincipalName"`
}

// readTargets reads what was changed out of Graph's JSON. The documentation has "Type" beside "type".
func readTargets(_ context.Context, _ *request[directoryAudit], rows []directoryAudit) error {
	for i := range rows {
		if len(rows[i].TargetResources) == 0 {
			continue
		}
		err := json.Unmarshal(rows[i].TargetResources, &rows[i].targets, json.MatchCaseInsensitiveNames(true), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
		if err != nil {
			return fmt.Errorf("targetResources of a directoryAudit: %w", err)
		}
	}
	return nil
}

// target is the first target, empty without any.
func (d *directoryAudit) target() auditTarget {
	if len(d.targets) == 0 {
		return auditTarget{}
	}
	return d.targets[0]
}

// targetIDs are the ids of all targets; nil when Graph did not tell.
func (d *directoryAudit) targetIDs(*scope) []string {
	if d.targets == nil {
		return nil
	}
	ids := []string{}
	for _, t := range d.targets {
		if t.ID != "" {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// targetClause asks for the changes of one of the ids. A part of an id, as in LIKE '%a%', is not for Graph, and neither
// is another case of letters.
func targetClause(c Condition) (graph.Clause, bool) {
	return graph.HasAny("targetResources", "id", literals(c.Values)...), c.Exact && len(c.Values) <= graph.MaxValues
}
