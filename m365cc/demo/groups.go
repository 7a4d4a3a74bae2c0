package demo

import (
	"slices"
	"strings"
	"time"
)

// Group is the truth about a group, under Graph's names. A zero is null.
//
// https://learn.microsoft.com/graph/api/resources/group
type Group struct {
	ID                            string
	AssignedLicenses              []AssignedLicense
	CreatedDateTime               time.Time
	Description                   string
	DisplayName                   string
	GroupTypes                    []string
	LicenseProcessingState        string // of the object, which is null without licences
	Mail                          string
	MailEnabled                   bool
	MailNickname                  string
	MembershipRule                string
	MembershipRuleProcessingState string
	OnPremisesSyncEnabled         bool // false: null
	SecurityEnabled               bool
	Visibility                    string
}

// licenceGroups are the SKUs that have a group of their own, which gives them.
var licenceGroups = []int{skuE5, skuE3, skuO365E5, skuO365E3, skuE1, skuF3, skuEMS, skuVisio, skuTeamsTrial}

// pilot is a group without members; its number and those of the groups that give
// no licence follow that of everybody.
const pilot = everybody + 1

// Groups returns the groups of the tenant: those that give licences, and others.
func (t *Tenant) Groups() []Group {
	var all []Group
	for _, sku := range licenceGroups {
		all = append(all, Group{ID: t.GroupID(sku), DisplayName: licenceGroupName(sku), Description: "Gives its members the licence.", SecurityEnabled: true,
			MailNickname: "licence-" + strings.ToLower(t.catalogue[sku].part), LicenseProcessingState: "ProcessingComplete",
			AssignedLicenses: []AssignedLicense{t.groupLicence(sku, 0)}})
	}
	all = append(all,
		Group{ID: t.groupNumber(everybody), DisplayName: "All employees", SecurityEnabled: true, MailNickname: "all-employees",
			GroupTypes: []string{"DynamicMembership"}, MembershipRule: "user.employeeId -ne null", MembershipRuleProcessingState: "On",
			LicenseProcessingState: "ProcessingComplete", AssignedLicenses: []AssignedLicense{t.groupLicence(skuE1, 0)}},
		Group{ID: t.groupNumber(pilot), DisplayName: "Pilot of telephony", Description: "Nobody is in it yet.", SecurityEnabled: true, MailNickname: "pilot",
			GroupTypes: []string{"Unified"}, MailEnabled: true, Visibility: "Private", LicenseProcessingState: "QueuedForProcessing",
			AssignedLicenses: []AssignedLicense{t.groupLicence(skuE5, 3), t.groupLicence(skuPhone, 0)}},
		Group{ID: t.groupNumber(pilot + 1), DisplayName: "Golf Assist", Description: "Self help community for golf", MailNickname: "golfassist",
			GroupTypes: []string{"Unified"}, MailEnabled: true, Visibility: "Public"},
		Group{ID: t.groupNumber(pilot + 2), DisplayName: "Printers of the warehouse", MailNickname: "printers", SecurityEnabled: true, OnPremisesSyncEnabled: true},
		Group{ID: t.groupNumber(pilot + 3), DisplayName: "All hands", MailNickname: "all-hands", MailEnabled: true},
	)
	for k := range all {
		g := &all[k]
		g.CreatedDateTime = t.Now().AddDate(0, 0, -200-37*k).Truncate(time.Hour)
		g.OnPremisesSyncEnabled = g.OnPremisesSyncEnabled || k == 1
		if g.MailEnabled {
			g.Mail = g.MailNickname + "@" + t.cloud.domain
		}
	}
	return all
}

// licenceGroupName is the name of the group that gives a SKU.
func licenceGroupName(sku int) string { return "Licence " + productNames[sku] }

func (t *Tenant) groupNumber(n int) string { return t.ids[guidGroup].text(n) }

// groupLicence is a licence of a group, with some of its optional plans off.
func (t *Tenant) groupLicence(sku int, disabled uint8) AssignedLicense {
	facts := &t.catalogue[sku]
	licence := AssignedLicense{SKUID: facts.id}
	for n := range countOff(facts, disabled) {
		licence.DisabledPlans = append(licence.DisabledPlans, planOff(facts, disabled, n).id)
	}
	return licence
}

// groupRow is a row of /groups.
type groupRow struct {
	cursor
	group *Group
}

func (r *groupRow) licence() *AssignedLicense { return &r.group.AssignedLicenses[r.at[0]] }

// groupSchema is the group, of which licences are told only when they are
// selected.
//
// https://learn.microsoft.com/graph/api/resources/group
var groupSchema = newSchema("microsoft.graph.group", "Group", append(allStandard([]property[*groupRow]{
	plain("id", func(r *groupRow) string { return r.group.ID }).filter("eq | ne not"),
	nothing[*groupRow]("deletedDateTime").filter("eq ge le | ne not in"),
	nothing[*groupRow]("classification"),
	date("createdDateTime", func(r *groupRow) time.Time { return r.group.CreatedDateTime }).filter("eq ge le | ne not in"),
	plain("description", func(r *groupRow) string { return r.group.Description }).filter("| eq ne not ge le startsWith"),
	plain("displayName", func(r *groupRow) string { return r.group.DisplayName }).filter("eq in startsWith | ne not null"),
	texts("groupTypes", func(r *groupRow) int { return len(r.group.GroupTypes) },
		func(r *groupRow, b []byte) []byte { return append(b, r.group.GroupTypes[r.at[0]]...) }).filter("any eq | not"),
	plain("mail", func(r *groupRow) string { return r.group.Mail }).filter("eq ge le in startsWith | ne"),
	boolean("mailEnabled", func(r *groupRow) trilean { return truth(r.group.MailEnabled) }).filter("eq | ne not"),
	plain("mailNickname", func(r *groupRow) string { return r.group.MailNickname }).filter("eq ge le in startsWith | ne"),
	plain("membershipRule", func(r *groupRow) string { return r.group.MembershipRule }).filter("| eq ne not ge le startsWith"),
	plain("membershipRuleProcessingState", func(r *groupRow) string { return r.group.MembershipRuleProcessingState }).filter("| eq ne not in"),
	boolean("onPremisesSyncEnabled", func(r *groupRow) trilean {
		if r.group.OnPremisesSyncEnabled {
			return yes
		}
		return null
	}).filter("eq in | ne not null"),
	boolean("securityEnabled", func(r *groupRow) trilean { return truth(r.group.SecurityEnabled) }).filter("eq in | ne not"),
	plain("visibility", func(r *groupRow) string { return r.group.Visibility }),
}), groupLicenceProperties()...)...)

func groupLicenceProperties() []property[*groupRow] {
	return []property[*groupRow]{
		objects("assignedLicenses", func(r *groupRow) int { return len(r.group.AssignedLicenses) },
			list("disabledPlans", func(r *groupRow) int { return len(r.licence().DisabledPlans) },
				guidOf("", func(r *groupRow, b []byte) []byte { return append(b, r.licence().DisabledPlans[r.at[1]]...) })),
			guidOf("skuId", func(r *groupRow, b []byte) []byte { return append(b, r.licence().SKUID...) }).filter("eq")).filter("any | not $count"),
		object("licenseProcessingState", func(r *groupRow) bool { return r.group.LicenseProcessingState != "" },
			plain("state", func(r *groupRow) string { return r.group.LicenseProcessingState })),
	}
}

// https://learn.microsoft.com/graph/api/group-list
func groupCollection(t *Tenant) *collection[*groupRow] {
	all := slices.Clip(t.Groups())
	return &collection[*groupRow]{
		name: "groups", schema: groupSchema, roles: groupRoles, cost: 1, page: 100,
		options: []string{optSelect, optFilter, optTop, optCount, optSkipToken},
		size:    func() int { return len(all) }, empty: func() *groupRow { return new(groupRow) },
		load: func(r *groupRow, i int) { r.group = &all[i] },
		find: finder(t.Groups, func(g Group) string { return g.ID }),
	}
}
