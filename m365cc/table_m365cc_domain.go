package m365cc

import (
	"context"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableDomain = define(definition[domain]{
	name:        "m365cc_domain",
	description: "Domains of the tenant: which one is the default, which are verified, and in which users sign in through single sign-on elsewhere.",
	sources:     domains.sources(),
	list:        listDomains,
	columns:     domainColumns,
})

var domainColumns = []column[domain]{
	text("id", "The name of the domain, for example contoso.com.", func(d *domain) string { return d.ID }).from("id"),
	text("authentication_type", "Who checks the password: Managed (Microsoft Entra ID) or Federated (an identity provider elsewhere, through single sign-on).", func(d *domain) string { return d.AuthenticationType }).from("authenticationType"),
	boolean("is_federated", "True if users of the domain sign in through single sign-on elsewhere.", (*domain).federated).from("authenticationType"),
	boolean("is_default", "True for the domain that new users get.", func(d *domain) Flag { return d.IsDefault }).from("isDefault"),
	boolean("is_initial", "True for the domain that the tenant was made with, which ends in onmicrosoft.com.", func(d *domain) Flag { return d.IsInitial }).from("isInitial"),
	boolean("is_root", "True if the domain is no subdomain of another one.", func(d *domain) Flag { return d.IsRoot }).from("isRoot"),
	boolean("is_verified", "True if the tenant has proved that the domain is its own.", func(d *domain) Flag { return d.IsVerified }).from("isVerified"),
	boolean("is_admin_managed", "True if the DNS records of the domain are kept by its owner, false if by Microsoft.", func(d *domain) Flag { return d.IsAdminManaged }).from("isAdminManaged"),
	text("availability_status", "NULL, except for AvailableImmediately or EmailVerifiedDomainTakeoverScheduled after the domain was verified.", func(d *domain) string { return d.AvailabilityStatus }).from("availabilityStatus"),
	list("supported_services", "What the domain is used for, for example Email, OfficeCommunicationsOnline or Intune; empty if for nothing.", func(d *domain, _ *scope) []string { return d.SupportedServices }).from("supportedServices"),
	integer("password_validity_period_in_days", "After how many days a password expires; 2147483647 is never.", func(d *domain) *int64 { return d.PasswordValidityPeriodInDays }).from("passwordValidityPeriodInDays"),
	integer("password_notification_window_in_days", "How many days before that a user is told.", func(d *domain) *int64 { return d.PasswordNotificationWindowInDays }).from("passwordNotificationWindowInDays"),
	text("state_operation", "The last operation on the domain that was asked for, for example ForceDelete or Verification.", func(d *domain) string { return d.State.Operation }).from("state"),
	text("state_status", "How that operation stands, for example Scheduled or InProgress.", func(d *domain) string { return d.State.Status }).from("state"),
	timestamp("state_last_action_date_time", "When that operation last did something.", func(d *domain) string { return d.State.LastActionDateTime }).from("state"),
	text("manufacturer", "Reserved by Microsoft.", func(d *domain) string { return d.Manufacturer }).from("manufacturer"),
	text("model", "Reserved by Microsoft.", func(d *domain) string { return d.Model }).from("model"),
	text("title", "The title of the resource: the name of the domain.", func(d *domain) string { return d.ID }).from("id"),
}

// domain is a domain of the tenant.
//
// https://learn.microsoft.com/graph/api/resources/domain
type domain struct {
	ID                               string      `json:"id"`
	AuthenticationType               string      `json:"authenticationType"`
	IsDefault                        Flag        `json:"isDefault"`
	IsInitial                        Flag        `json:"isInitial"`
	IsRoot                           Flag        `json:"isRoot"`
	IsVerified                       Flag        `json:"isVerified"`
	IsAdminManaged                   Flag        `json:"isAdminManaged"`
	AvailabilityStatus               string      `json:"availabilityStatus"`
	SupportedServices                []string    `json:"supportedServices"`
	PasswordValidityPeriodInDays     *int64      `json:"passwordValidityPeriodInDays"`
	PasswordNotificationWindowInDays *int64      `json:"passwordNotificationWindowInDays"`
	State                            domainState `json:"state"`
	Manufacturer                     string      `json:"manufacturer"`
	Model                            string      `json:"model"`
}

type domainState struct {
	Operation          string `json:"operation"`
	Status             string `json:"status"`
	LastActionDateTime string `json:"lastActionDateTime"`
}

// domains are read whole: there are few.
//
// https://learn.microsoft.com/graph/api/domain-list
var domains = collection[domain]{
	path:           "/domains",
	id:             func(d *domain) string { return d.ID },
	selectOptional: true,
	help:           graph.Help{Permissions: []string{"Domain.Read.All", "Directory.Read.All"}},
}

func listDomains(ctx context.Context, q *request[domain]) error { return domains.read(ctx, q) }

// federated says whether another identity provider signs users in; Unknown when Graph does not tell.
func (d *domain) federated() Flag {
	if d.AuthenticationType == "" {
		return Unknown
	}
	return flagOf(strings.EqualFold(d.AuthenticationType, "Federated"))
}
