package m365cc

import (
	"context"
	"regexp"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

const guest = "Guest"

// plainUPN says whether Graph gives a user by this UPN in the path. Others are filtered on: a UPN in a
// path may be taken for a segment of Graph's ("delta") or be cut ("a#b").
var plainUPN = regexp.MustCompile(`^[A-Za-z0-9._'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`).MatchString

// passwordProfile leaves out the property "password", which Graph never gives and nobody should see.
type passwordProfile struct {
	ForceChangePasswordNextSignIn        Flag `json:"forceChangePasswordNextSignIn"`
	ForceChangePasswordNextSignInWithMfa Flag `json:"forceChangePasswordNextSignInWithMfa"`
}

// passwordFlags is the password profile as JSON, nil when Graph tells nothing.
func (u *user) passwordFlags() jsontext.Value {
	flags := map[string]bool{}
	for name, f := range map[string]Flag{
		"forceChangePasswordNextSignIn":        u.seldom().PasswordProfile.ForceChangePasswordNextSignIn,
		"forceChangePasswordNextSignInWithMfa": u.seldom().PasswordProfile.ForceChangePasswordNextSignInWithMfa,
	} {
		if f != Unknown {
			flags[name] = f == Yes
		}
	}
	if len(flags) == 0 {
		return nil
	}
	raw, _ := json.Marshal(flags, json.Deterministic(true))
	return raw
}

// seldom are the properties that are seldom asked for, empty where none was.
func (u *user) seldom() *seldomUser {
	if u.Seldom == nil {
		return &seldomUser{}
	}
	return u.Seldom
}

// synced is false for a cloud account, for which Graph has null, and NULL when Graph did not tell.
func (u *user) synced(s *scope) Value {
	if slices.Contains(s.missing, "onPremisesSyncEnabled") {
		return Value{}
	}
	return BoolValue(u.OnPremisesSyncEnabled == Yes)
}

// assigned are the SKU ids of the assigned licences; false when Graph gave none to read.
func (u *user) assigned() ([]string, bool) {
	var licenses []struct {
		SkuID string `json:"skuId"`
	}
	if len(u.AssignedLicenses) == 0 || json.Unmarshal(u.AssignedLicenses, &licenses) != nil || licenses == nil {
		return nil, false
	}
	ids := make([]string, len(licenses))
	for i, l := range licenses {
		ids[i] = l.SkuID
	}
	return ids, true
}

func (u *user) skuIDs(*scope) []string {
	ids := u.managed
	if ids == nil {
		var ok bool
		if ids, ok = u.assigned(); !ok {
			return nil
		}
	}
	slices.Sort(ids)
	return ids
}

// nameLicenses fills the names of the licences, and of which the connection manages, their ids. The tenant's own SKUs
// are asked for only when a licence is in no table of names.
func nameLicenses(ctx context.Context, q *request[user], rows []user) error {
	thinned := len(q.Connection.settings.ManagedLicenses) > 0 && q.wants("assigned_sku_ids")
	if !q.wants("licenses") && !thinned {
		return nil
	}
	number := partNumbersOf(ctx, q.Connection, true)
	for i := range rows {
		ids, ok := rows[i].assigned()
		if !ok {
			continue
		}
		names, managed := make([]string, 0, len(ids)), []string{}
		for _, id := range ids {
			sku := assignedSku{SkuID: id}
			if err := number(&sku); err != nil {
				return err
			}
			if !q.Connection.manages(sku.partNumber) {
				continue
			}
			names = append(names, sku.name())
			if thinned {
				managed = append(managed, id)
			}
		}
		slices.Sort(names)
		rows[i].licenses = slices.Compact(names)
		if thinned {
			rows[i].managed = managed
		}
	}
	return nil
}

// missingSources is the column of that name: the sources that the query could not read.
func missingSources[R any](_ *R, s *scope) []string {
	if s.missing == nil {
		return []string{}
	}
	return s.missing
}

// blockedClause asks for accounts that are not enabled, or not so.
func blockedClause(c Condition) (graph.Clause, bool) {
	if c.Operator == NotEqual {
		clause := graph.NotEqual("accountEnabled", graph.Bool(!c.Values[0].Bool()))
		clause.Advanced = true
		return clause, true
	}
	negated := make([]string, 0, len(c.Values))
	for _, v := range c.Values {
		negated = append(negated, graph.Bool(!v.Bool()))
	}
	return graph.EqualAny("accountEnabled", slices.Compact(negated)...), true
}

// guestClause asks for guests. All others cannot be asked for, since user_type may be null.
func guestClause(c Condition) (graph.Clause, bool) {
	return graph.Equal("userType", graph.Text(guest)), allTrue(c.Values)
}

// syncedClause asks for synced accounts. The others have null, which Graph takes in advanced queries only.
func syncedClause(c Condition) (graph.Clause, bool) {
	return graph.Equal("onPremisesSyncEnabled", graph.Bool(true)), allTrue(c.Values)
}

func allTrue(values []Value) bool {
	return !slices.ContainsFunc(values, func(v Value) bool { return !v.Bool() })
}

// skuClause asks for the users with one of the licences.
func skuClause(c Condition) (graph.Clause, bool) {
	ids := make([]string, 0, len(c.Values))
	for _, v := range c.Values {
		if !guidPattern.MatchString(v.Text()) {
			return graph.Clause{}, false
		}
		ids = append(ids, v.Text())
	}
	return graph.HasAny("assignedLicenses", "skuId", ids...), len(ids) > 0 && len(ids) <= graph.MaxValues
}
