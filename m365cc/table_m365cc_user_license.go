package m365cc

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableUserLicense = define(definition[userLicense]{
	name:        "m365cc_user_license",
	description: "Licences of users, one row for each way in which a licence was assigned to a user: directly, or by each group.",
	sources:     []source{userLicenses.objects.source(), subscribedSkus.source().of(skuNameColumns...), groupLicenses.objects.source().of("assigned_by_group_display_name")},
	list:        listUserLicenses,
	columns: slices.Concat(
		userLicenseUserColumns,
		skuColumns("licenseAssignmentStates", func(l *userLicense) *assignedSku { return &l.assignedSku }),
		userLicenseAssignmentColumns,
	),
})

var userLicenseUserColumns = []column[userLicense]{
	text("user_id", "The id (GUID) of the user.", func(l *userLicense) string { return l.user.ID }).from("id").where(Equal),
	text("user_principal_name", "The user principal name (UPN) of the user.", func(l *userLicense) string { return l.user.UserPrincipalName }).
		from("userPrincipalName").where(Equal | StartsWith),
	text("user_display_name", "The name of the user that the address book shows.", func(l *userLicense) string { return l.user.DisplayName }).from("displayName"),
	boolean("account_enabled", "True if the account of the user is enabled, false if it is blocked.", func(l *userLicense) Flag { return l.user.AccountEnabled }).
		from("accountEnabled").where(Equal).whereAdvanced(NotEqual),
	text("user_type", "Whether the user is a Member or a Guest. It is NULL for some old accounts.", func(l *userLicense) string { return l.user.UserType }).
		from("userType").where(Equal),
}

var userLicenseAssignmentColumns = []column[userLicense]{
	text("assigned_by_group", "The id (GUID) of the group that assigns the licence; NULL if it is assigned to the user directly.", func(l *userLicense) string { return l.AssignedByGroup }).from("licenseAssignmentStates"),
	text("assigned_by_group_display_name", "The name of the group that assigns the licence. It is NULL when the groups cannot be read.", func(l *userLicense) string { return l.groupName }).from("licenseAssignmentStates"),
	text("state", "The state of the assignment: Active, ActiveWithError, Disabled or Error.", func(l *userLicense) string { return l.State }).from("licenseAssignmentStates"),
	text("error", "Why the licence could not be assigned: CountViolation (no seat was left), MutuallyExclusiveViolation, DependencyViolation, ProhibitedInUsageLocationViolation, UniquenessViolation or Other; None if it could.", func(l *userLicense) string { return l.Error }).from("licenseAssignmentStates"),
	newColumn("is_assigned", Boolean, "True if the user has the licence, in this or another way; false if no assignment of it succeeded.", (*userLicense).assigned).from("licenseAssignmentStates"),
	timestamp("last_updated_date_time", "When the assignment last changed.", func(l *userLicense) string { return l.LastUpdatedDateTime }).from("licenseAssignmentStates"),
	text("title", "The title of the resource: the user and the name of the product.", func(l *userLicense) string { return titled(l.user.DisplayName, l.name()) }).from("displayName"),
}

// userLicense is one way in which a user has a licence, or should have it.
type userLicense struct {
	licenseAssignment

	user       *licensedUser
	groupName  string
	isAssigned bool
}

// licenseAssignment is a way in which a licence was assigned.
//
// https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
type licenseAssignment struct {
	assignedSku
	AssignedByGroup     string `json:"assignedByGroup"`
	State               string `json:"state"`
	Error               string `json:"error"`
	LastUpdatedDateTime string `json:"lastUpdatedDateTime"`
}

// licensedUser is a user as far as licences need.
type licensedUser struct {
	ID                      string              `json:"id"`
	UserPrincipalName       string              `json:"userPrincipalName"`
	DisplayName             string              `json:"displayName"`
	AccountEnabled          Flag                `json:"accountEnabled"`
	UserType                string              `json:"userType"`
	AssignedLicenses        []assignedSku       `json:"assignedLicenses"`
	LicenseAssignmentStates []licenseAssignment `json:"licenseAssignmentStates"`
	SignInActivity          signInActivity      `json:"signInActivity"`
}

// userLicenses are read from the users. A condition on the licence is not for Graph, which finds only assigned ones: an
// assignment in error is in licenseAssignmentStates alone.
//
// https://learn.microsoft.com/graph/api/user-list
var userLicenses = expansion[licensedUser, userLicense]{
	objects: &collection[licensedUser]{
		path: "/users",
		id:   func(l *licensedUser) string { return l.ID },
		top:  999,
		keys: []key{
			{column: "user_id", fits: guidPattern.MatchString, valid: guidPattern.MatchString, equal: graph.EqualAny},
			{column: "user_principal_name", fits: plainUPN, equal: graph.Equal},
		},
		help: graph.Help{Permissions: []string{"User.Read.All", "Directory.Read.All"}},
		pool: new(graph.Pool[licensedUser]),
	},
	needs: []string{"licenseAssignmentStates", "assignedLicenses"},
	bare:  func(u *licensedUser) userLicense { return userLicense{user: u} },
	parts: userLicenseParts,
}

func listUserLicenses(ctx context.Context, q *request[userLicense]) error {
	return userLicenses.read(ctx, q)
}

// userLicenseParts gives the ways in which a user has licences, with the names that the query needs.
func userLicenseParts(ctx context.Context, q *request[userLicense]) func(*licensedUser) ([]userLicense, error) {
	number, wanted := partNumbers(ctx, q), q.wants("assigned_by_group_display_name")
	groups := sync.OnceValues(func() (map[string]string, error) { return q.Connection.groupNames(ctx) })
	return func(u *licensedUser) ([]userLicense, error) {
		rows := assignmentsOf(u)
		for i := range rows {
			if err := number(&rows[i].assignedSku); err != nil {
				return nil, err
			}
			if rows[i].AssignedByGroup == "" || !wanted {
				continue
			}
			names, err := groups()
			if err != nil {
				return nil, err
			}
			rows[i].groupName = names[strings.ToLower(rows[i].AssignedByGroup)]
		}
		return slices.DeleteFunc(rows, func(l userLicense) bool { return !q.Connection.manages(l.partNumber) }), nil
	}
}

// assignmentsOf are the ways in which a user has licences.
func assignmentsOf(u *licensedUser) []userLicense {
	rows := make([]userLicense, 0, len(u.LicenseAssignmentStates))
	for _, a := range u.LicenseAssignmentStates {
		rows = append(rows, userLicense{licenseAssignment: a, user: u, isAssigned: hasSku(u.AssignedLicenses, a.SkuID)})
	}
	for _, sku := range u.AssignedLicenses { // of which Graph tells no way
		if !slices.ContainsFunc(rows, func(l userLicense) bool { return strings.EqualFold(l.SkuID, sku.SkuID) }) {
			rows = append(rows, userLicense{licenseAssignment: licenseAssignment{assignedSku: sku}, user: u, isAssigned: true})
		}
	}
	return rows
}

// assigned is NULL when Graph does not tell which licences users have.
func (l *userLicense) assigned(s *scope) Value {
	if slices.Contains(s.missing, "assignedLicenses") {
		return Value{}
	}
	return BoolValue(l.isAssigned)
}

func hasSku(licenses []assignedSku, id string) bool {
	return slices.ContainsFunc(licenses, func(s assignedSku) bool { return strings.EqualFold(s.SkuID, id) })
}
