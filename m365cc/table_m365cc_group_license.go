package m365cc

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableGroupLicense = define(definition[groupLicense]{
	name:        "m365cc_group_license",
	description: "Licences that groups assign to their members (group-based licensing), one row for each group and licence.",
	sources:     []source{groupLicenses.objects.source(), subscribedSkus.source().of(skuNameColumns...)},
	list:        listGroupLicenses,
	columns:     groupLicenseColumns(),
})

// groupLicenseColumns are the group's own columns, and those of the licence, which Graph filters groups on.
func groupLicenseColumns() []column[groupLicense] {
	sku := skuColumns("assignedLicenses", func(l *groupLicense) *assignedSku { return &l.assignedSku })
	sku[0] = sku[0].whereBy(Equal, skuClause)
	return slices.Concat(groupColumns, sku, []column[groupLicense]{
		text("title", "The title of the resource: the group and the name of the product.", func(l *groupLicense) string { return titled(l.group.DisplayName, l.name()) }).from("displayName"),
	})
}

var groupColumns = []column[groupLicense]{
	text("group_id", "The id (GUID) of the group.", func(l *groupLicense) string { return l.group.ID }).from("id").where(Equal),
	text("group_display_name", "The name of the group.", func(l *groupLicense) string { return l.group.DisplayName }).from("displayName"),
	text("description", "The description of the group.", func(l *groupLicense) string { return l.group.Description }).from("description"),
	text("license_processing_state", "Whether all members have the licences: QueuedForProcessing, ProcessingInProgress or ProcessingComplete.", func(l *groupLicense) string { return l.group.LicenseProcessingState.State }).from("licenseProcessingState"),
	document("group_types", "What the group is: Unified for a Microsoft 365 group, DynamicMembership for one whose members a rule decides; empty for an ordinary security group.", func(l *groupLicense) jsontext.Value { return l.group.GroupTypes }).from("groupTypes"),
	boolean("security_enabled", "True if the group is a security group.", func(l *groupLicense) Flag { return l.group.SecurityEnabled }).from("securityEnabled"),
	boolean("mail_enabled", "True if the group has a mailbox.", func(l *groupLicense) Flag { return l.group.MailEnabled }).from("mailEnabled"),
	text("mail", "The e-mail (SMTP) address of the group.", func(l *groupLicense) string { return l.group.Mail }).from("mail"),
	text("membership_rule", "The rule that decides who is a member, for a group with dynamic membership.", func(l *groupLicense) string { return l.group.MembershipRule }).from("membershipRule"),
	text("membership_rule_processing_state", "Whether the rule is at work: On or Paused.", func(l *groupLicense) string { return l.group.MembershipRuleProcessingState }).from("membershipRuleProcessingState"),
	boolean("on_premises_sync_enabled", "True if the group is synced from an on-premises Active Directory; NULL for one that never was.", func(l *groupLicense) Flag { return l.group.OnPremisesSyncEnabled }).from("onPremisesSyncEnabled"),
	timestamp("created_date_time", "When the group was created.", func(l *groupLicense) string { return l.group.CreatedDateTime }).from("createdDateTime"),
}

// groupLicense is a licence of a group.
type groupLicense struct {
	assignedSku
	group *licensedGroup
}

// licensedGroup is a group as far as licences need.
//
// https://learn.microsoft.com/graph/api/resources/group
type licensedGroup struct {
	ID                            string                 `json:"id"`
	DisplayName                   string                 `json:"displayName"`
	Description                   string                 `json:"description"`
	AssignedLicenses              []assignedSku          `json:"assignedLicenses"`
	LicenseProcessingState        licenseProcessingState `json:"licenseProcessingState"`
	GroupTypes                    jsontext.Value         `json:"groupTypes"`
	SecurityEnabled               Flag                   `json:"securityEnabled"`
	MailEnabled                   Flag                   `json:"mailEnabled"`
	Mail                          string                 `json:"mail"`
	MembershipRule                string                 `json:"membershipRule"`
	MembershipRuleProcessingState string                 `json:"membershipRuleProcessingState"`
	OnPremisesSyncEnabled         Flag                   `json:"onPremisesSyncEnabled"`
	CreatedDateTime               string                 `json:"createdDateTime"`
}

type licenseProcessingState struct {
	State string `json:"state"`
}

var groupPermissions = []string{"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"}

// groupLicenses are read from the groups that have a licence, for which Graph takes an advanced query; where it does
// not, all groups are read.
//
// https://learn.microsoft.com/graph/api/group-list
var groupLicenses = expansion[licensedGroup, groupLicense]{
	objects: &collection[licensedGroup]{
		path: "/groups",
		id:   func(l *licensedGroup) string { return l.ID },
		top:  999,
		keys: []key{{column: "group_id", fits: guidPattern.MatchString, valid: guidPattern.MatchString, equal: graph.EqualAny}},
		help: graph.Help{Permissions: groupPermissions},
		pool: new(graph.Pool[licensedGroup]),
	},
	needs: []string{"assignedLicenses"},
	bare:  func(g *licensedGroup) groupLicense { return groupLicense{group: g} },
	parts: groupLicenseParts,
	some:  func() graph.Clause { return graph.NotEmpty("assignedLicenses") },
}

func listGroupLicenses(ctx context.Context, q *request[groupLicense]) error {
	return groupLicenses.read(ctx, q)
}

// groupLicenseParts gives the licences of a group.
func groupLicenseParts(ctx context.Context, q *request[groupLicense]) func(*licensedGroup) ([]groupLicense, error) {
	number := partNumbers(ctx, q)
	return func(g *licensedGroup) ([]groupLicense, error) {
		rows := make([]groupLicense, len(g.AssignedLicenses))
		for i, sku := range g.AssignedLicenses {
			rows[i] = groupLicense{sku, g}
			if err := number(&rows[i].assignedSku); err != nil {
				return nil, err
			}
		}
		return slices.DeleteFunc(rows, func(l groupLicense) bool { return !q.Connection.manages(l.partNumber) }), nil
	}
}

// groupNames returns the names of the groups that assign licences, by id in lower case, asked for once in a while: none,
// and everybody is told once, when the application may not read groups.
func (c *Connection) groupNames(ctx context.Context) (map[string]string, error) {
	return c.groups.Get(ctx, func(ctx context.Context) (map[string]string, time.Time, error) {
		names, err := c.fetchGroupNames(ctx)
		if graph.IsForbidden(err) {
			c.client.Tell("m365cc_user_license: assigned_by_group_display_name is NULL", err)
			return nil, c.kept(), nil
		}
		return names, c.kept(), err
	})
}

func (c *Connection) fetchGroupNames(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	r := graph.Request{Path: "/groups", Select: []string{"id", "displayName"}, Filter: graph.Filter{graph.NotEmpty("assignedLicenses")}, MaxTop: 999,
		Help: graph.Help{Table: "m365cc_user_license.assigned_by_group_display_name", Permissions: groupPermissions}}
	for page, err := range graph.List[licensedGroup](ctx, c.client, r, nil) {
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			names[strings.ToLower(page.Rows[i].ID)] = page.Rows[i].DisplayName
		}
	}
	return names, nil
}
