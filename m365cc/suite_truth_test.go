package m365cc_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// truthOf are the rows that a table must have, made of what the tenant knows of itself, apart from Graph.
func truthOf(tenant *demo.Tenant, table string) []row {
	if truth := licenseTruths[table]; truth != nil {
		return truth(tenant)
	}
	switch table {
	case "m365cc_user":
		return userRows()(tenant)
	case "m365cc_subscribed_sku":
		return skuRowsOf(tenant.Prices())(tenant)
	case "m365cc_active_user":
		return activeUserRows(ninety)(tenant)
	case "m365cc_email_activity":
		return emailActivityRows(ninety)(tenant)
	case "m365cc_app_activity":
		return appActivityRows()(tenant)
	case "m365cc_signin":
		return signInRows()(tenant)
	case "m365cc_mfa_registration":
		return registrationRows(tenant)
	case endpointTable:
		return healthyEndpoints(tenant)
	case reportSettings:
		return reportSettingRows(tenant)
	default:
		if usageTruths[table] != nil {
			return usageRows(table, ninety)(tenant)
		}
		panic("the suite has no truth of " + table)
	}
}

func truthOfUser(tenant *demo.Tenant, u demo.User) row {
	activity := demo.SignInActivity{}
	if u.SignInActivity != nil {
		activity = *u.SignInActivity
	}
	org := demo.EmployeeOrgData{}
	if u.EmployeeOrgData != nil {
		org = *u.EmployeeOrgData
	}
	return row{
		"id": u.ID, "user_principal_name": u.UserPrincipalName, "display_name": u.DisplayName, "title": u.DisplayName,
		"given_name": u.GivenName, "surname": u.Surname, "mail": u.Mail, "user_type": u.UserType, "job_title": u.JobTitle,
		"department": u.Department, "company_name": u.CompanyName, "country": u.Country, "usage_location": u.UsageLocation,
		"account_enabled": fmt.Sprint(u.AccountEnabled), "is_credential_blocked": fmt.Sprint(!u.AccountEnabled),
		"is_guest": fmt.Sprint(u.UserType == "Guest"), "created_date_time": moment(u.CreatedDateTime),
		"licenses": jsonOf(licenseNames(tenant, u)), "assigned_sku_ids": jsonOf(skuIDs(u)),
		"assigned_licenses": jsonOf(assignedLicenses(u)), "license_assignment_states": jsonOf(assignmentStates(u)),
		"last_sign_in_date_time":                  moment(activity.LastSignInDateTime),
		"last_non_interactive_sign_in_date_time":  moment(activity.LastNonInteractiveSignInDateTime),
		"last_successful_sign_in_date_time":       moment(activity.LastSuccessfulSignInDateTime),
		"last_sign_in_request_id":                 activity.LastSignInRequestID,
		"last_non_interactive_sign_in_request_id": activity.LastNonInteractiveSignInRequestID,
		"last_successful_sign_in_request_id":      activity.LastSuccessfulSignInRequestID,
		"mail_nickname":                           u.MailNickname, "other_mails": jsonOf(list(u.OtherMails)), "proxy_addresses": jsonOf(list(u.ProxyAddresses)),
		"im_addresses": jsonOf(list(u.IMAddresses)), "business_phones": jsonOf(list(u.BusinessPhones)), "mobile_phone": u.MobilePhone,
		"fax_number": u.FaxNumber, "office_location": u.OfficeLocation, "street_address": u.StreetAddress,
		"postal_code": u.PostalCode, "city": u.City, "state": u.State, "preferred_language": u.PreferredLanguage,
		"preferred_data_location": u.PreferredDataLocation, "show_in_address_list": flag(u.ShowInAddressList),
		"employee_id": u.EmployeeID, "employee_type": u.EmployeeType, "employee_hire_date": moment(u.EmployeeHireDate),
		"employee_leave_date_time": moment(u.EmployeeLeaveDateTime), "employee_org_data_division": org.Division,
		"employee_org_data_cost_center": org.CostCenter, "age_group": u.AgeGroup,
		"consent_provided_for_minor":            u.ConsentProvidedForMinor,
		"legal_age_group_classification":        u.LegalAgeGroupClassification,
		"on_premises_sync_enabled":              fmt.Sprint(u.OnPremisesSyncEnabled != nil && *u.OnPremisesSyncEnabled),
		"on_premises_last_sync_date_time":       moment(u.OnPremisesLastSyncDateTime),
		"on_premises_distinguished_name":        u.OnPremisesDistinguishedName,
		"on_premises_domain_name":               u.OnPremisesDomainName,
		"on_premises_sam_account_name":          u.OnPremisesSamAccountName,
		"on_premises_user_principal_name":       u.OnPremisesUserPrincipalName,
		"on_premises_immutable_id":              u.OnPremisesImmutableID,
		"on_premises_security_identifier":       u.OnPremisesSecurityIdentifier,
		"creation_type":                         u.CreationType,
		"external_user_state":                   u.ExternalUserState,
		"last_password_change_date_time":        moment(u.LastPasswordChangeDateTime),
		"password_policies":                     u.PasswordPolicies,
		"security_identifier":                   u.SecurityIdentifier,
		"is_resource_account":                   flag(u.IsResourceAccount),
		"is_management_restricted":              flag(u.IsManagementRestricted),
		"identities":                            jsonOf(identities(u)),
		"tenant_id":                             tenant.ID(),
		"on_premises_extension_attributes":      jsonOf(extensionAttributes(u)),
		"external_user_state_change_date_time":  moment(u.ExternalUserStateChangeDateTime),
		"sign_in_sessions_valid_from_date_time": moment(u.SignInSessionsValidFromDateTime),
	}
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func flag(b *bool) string {
	if b == nil {
		return ""
	}
	return fmt.Sprint(*b)
}

func skuIDs(u demo.User) []string {
	ids := []string{}
	for _, l := range u.AssignedLicenses {
		ids = append(ids, l.SKUID)
	}
	slices.Sort(ids)
	return ids
}

func licenseNames(tenant *demo.Tenant, u demo.User) []string {
	parts := map[string]string{}
	for _, s := range tenant.SKUs() {
		parts[s.SKUID] = s.SKUPartNumber
	}
	names := []string{}
	for _, l := range u.AssignedLicenses {
		names = append(names, licensing.ProductName(l.SKUID, parts[l.SKUID]))
	}
	slices.Sort(names)
	return names
}

func assignedLicenses(u demo.User) []any {
	all := []any{}
	for _, l := range u.AssignedLicenses {
		all = append(all, map[string]any{"skuId": l.SKUID, "disabledPlans": list(l.DisabledPlans)})
	}
	return all
}

func assignmentStates(u demo.User) []any {
	all := []any{}
	for _, s := range u.LicenseAssignmentStates {
		var group any
		if s.AssignedByGroup != "" {
			group = s.AssignedByGroup
		}
		all = append(all, map[string]any{
			"skuId": s.SKUID, "assignedByGroup": group, "disabledPlans": list(s.DisabledPlans), "state": s.State,
			"error": s.Error, "lastUpdatedDateTime": moment(s.LastUpdatedDateTime),
		})
	}
	return all
}

func identities(u demo.User) []any {
	all := []any{}
	for _, i := range u.Identities {
		var assigned any
		if i.IssuerAssignedID != "" {
			assigned = i.IssuerAssignedID
		}
		all = append(all, map[string]any{"signInType": i.SignInType, "issuer": i.Issuer, "issuerAssignedId": assigned})
	}
	return all
}

func extensionAttributes(u demo.User) map[string]any {
	all := map[string]any{}
	for i, value := range u.ExtensionAttributes {
		name := "extensionAttribute" + strconv.Itoa(i+1)
		all[name] = nil
		if value != "" {
			all[name] = value
		}
	}
	return all
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func truthOfSKU(tenant *demo.Tenant, s demo.SKU) row {
	name := licensing.ProductName(s.SKUID, s.SKUPartNumber)
	r := row{
		"id": s.ID, "sku_id": s.SKUID, "sku_part_number": s.SKUPartNumber, "display_name": name, "title": name,
		"license_type": licenseType(tenant, s), "applies_to": s.AppliesTo, "capability_status": s.CapabilityStatus,
		"enabled_units": fmt.Sprint(s.EnabledUnits), "consumed_units": fmt.Sprint(s.ConsumedUnits),
		"available_units": fmt.Sprint(s.EnabledUnits - s.ConsumedUnits), "warning_units": fmt.Sprint(s.WarningUnits),
		"suspended_units": fmt.Sprint(s.SuspendedUnits), "locked_out_units": fmt.Sprint(s.LockedOutUnits),
		"subscription_ids": jsonOf(list(s.SubscriptionIDs)), "account_id": s.AccountID, "account_name": s.AccountName,
		"tenant_id": tenant.ID(),
	}
	if tenant.Cloud() != "global" { // the other clouds do not tell
		r["locked_out_units"] = ""
	}
	return r
}

// licenseType is TABLES' rule, written again: trial if all subscriptions are, free if known to be and no
// purchase contradicts, else paid.
func licenseType(tenant *demo.Tenant, s demo.SKU) string {
	all, trials, renewed := 0, 0, 0
	for _, sub := range tenant.Subscriptions() {
		if sub.SKUID != s.SKUID {
			continue
		}
		all++
		if sub.IsTrial {
			trials++
		} else if !sub.NextLifecycleDateTime.IsZero() {
			renewed++
		}
	}
	family, known := licensing.FamilyByID(s.SKUID)
	return cmp.Or(
		when(all > 0 && all == trials, "trial"),
		when(known && family.IsFreeOrTrial && renewed == 0, "free"),
		"paid")
}

func when(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}
