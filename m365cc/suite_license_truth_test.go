package m365cc_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// licenseTruths make the rows that the tables of licences and of the directory must have.
var licenseTruths = map[string]func(*demo.Tenant) []row{
	"m365cc_user_license":   userLicenseRows,
	"m365cc_group_license":  groupLicenseRows,
	"m365cc_subscription":   subscriptionRows,
	"m365cc_license_family": licenseFamilyRows,
	"m365cc_license_price":  licensePriceRows,

	"m365cc_license_activity": licenseActivityRows(),
	"m365cc_domain":           domainRows,
	"m365cc_deleted_user":     deletedUserRows,
	"m365cc_directory_audit":  directoryAuditRows,
}

// partNumbers are those of the tenant's licences by id.
func partNumbers(tenant *demo.Tenant) map[string]string {
	parts := map[string]string{}
	for _, s := range tenant.SKUs() {
		parts[s.SKUID] = s.SKUPartNumber
	}
	return parts
}

// truthOfSKUOf are the columns of a licence that somebody has.
func truthOfSKUOf(parts map[string]string, id string, disabled []string) row {
	names := []string{}
	for _, plan := range disabled {
		names = append(names, licensing.PlanName(plan, ""))
	}
	return row{"sku_id": id, "sku_part_number": parts[id], "sku_display_name": licensing.ProductName(id, parts[id]),
		"disabled_plans": jsonOf(list(disabled)), "disabled_plan_names": jsonOf(names)}
}

func userLicenseRows(tenant *demo.Tenant) []row {
	var rows []row
	parts, groups := partNumbers(tenant), map[string]string{}
	for _, g := range tenant.Groups() {
		groups[g.ID] = g.DisplayName
	}
	for i := range tenant.Len() {
		u := tenant.User(i)
		for _, s := range u.LicenseAssignmentStates {
			r := truthOfSKUOf(parts, s.SKUID, s.DisabledPlans)
			for name, value := range map[string]string{
				"user_id": u.ID, "user_principal_name": u.UserPrincipalName, "user_display_name": u.DisplayName, "user_type": u.UserType,
				"account_enabled": fmt.Sprint(u.AccountEnabled), "assigned_by_group": s.AssignedByGroup,
				"assigned_by_group_display_name": groups[s.AssignedByGroup], "state": s.State, "error": s.Error,
				"is_assigned":            fmt.Sprint(slices.Contains(skuIDs(u), s.SKUID)),
				"last_updated_date_time": moment(s.LastUpdatedDateTime), "tenant_id": tenant.ID(),
				"title": u.DisplayName + ": " + r["sku_display_name"],
			} {
				r[name] = value
			}
			rows = append(rows, r)
		}
	}
	return rows
}

func groupLicenseRows(tenant *demo.Tenant) []row {
	var rows []row
	parts := partNumbers(tenant)
	for _, g := range tenant.Groups() {
		for _, l := range g.AssignedLicenses {
			r := truthOfSKUOf(parts, l.SKUID, l.DisabledPlans)
			for name, value := range map[string]string{
				"group_id": g.ID, "group_display_name": g.DisplayName, "description": g.Description,
				"license_processing_state": g.LicenseProcessingState, "group_types": jsonOf(list(g.GroupTypes)),
				"security_enabled": fmt.Sprint(g.SecurityEnabled), "mail_enabled": fmt.Sprint(g.MailEnabled), "mail": g.Mail,
				"membership_rule": g.MembershipRule, "membership_rule_processing_state": g.MembershipRuleProcessingState,
				"on_premises_sync_enabled": when(g.OnPremisesSyncEnabled, "true"), "created_date_time": moment(g.CreatedDateTime),
				"title": g.DisplayName + ": " + r["sku_display_name"], "tenant_id": tenant.ID(),
			} {
				r[name] = value
			}
			rows = append(rows, r)
		}
	}
	return rows
}

func subscriptionRows(tenant *demo.Tenant) []row {
	var rows []row
	for _, s := range tenant.Subscriptions() {
		plans := []any{}
		for _, p := range s.ServiceStatus {
			plans = append(plans, map[string]any{"servicePlanId": p.ID, "servicePlanName": p.Name, "provisioningStatus": p.ProvisioningStatus, "appliesTo": p.AppliesTo})
		}
		name := licensing.ProductName(s.SKUID, s.SKUPartNumber)
		rows = append(rows, row{
			"id": s.ID, "commerce_subscription_id": s.CommerceSubscriptionID, "sku_id": s.SKUID, "sku_part_number": s.SKUPartNumber,
			"sku_display_name": name, "title": name, "status": s.Status, "total_licenses": fmt.Sprint(s.TotalLicenses),
			"is_trial": fmt.Sprint(s.IsTrial), "created_date_time": moment(s.CreatedDateTime), "next_lifecycle_date_time": moment(s.NextLifecycleDateTime),
			"owner_id": s.OwnerID, "owner_type": s.OwnerType, "owner_tenant_id": s.OwnerTenantID, "service_status": jsonOf(plans), "tenant_id": tenant.ID(),
		})
	}
	return rows
}

// licenseFamilyRows are the table of the package licensing, whose own tests compare it with its source.
func licenseFamilyRows(tenant *demo.Tenant) []row {
	var rows []row
	ids := map[string]string{}
	for _, f := range licensing.Families() {
		ids[f.SKUPartNumber] = f.SKUID
	}
	for _, f := range licensing.Families() {
		contained := []string{}
		for _, part := range f.Contains {
			contained = append(contained, ids[part])
		}
		name := licensing.ProductName(f.SKUID, "")
		rows = append(rows, row{
			"sku_id": f.SKUID, "sku_part_number": f.SKUPartNumber, "display_name": name, "title": name, "family": f.Family,
			"tier": when(f.Tier > 0, fmt.Sprint(f.Tier)), "is_primary": fmt.Sprint(f.IsPrimary), "is_free_or_trial": fmt.Sprint(f.IsFreeOrTrial),
			"contains": jsonOf(list(f.Contains)), "contains_sku_ids": jsonOf(contained), "note": f.Note, "tenant_id": tenant.ID(),
		})
	}
	return rows
}

func domainRows(tenant *demo.Tenant) []row {
	var rows []row
	days := func(n int) string { return when(n > 0, strconv.Itoa(n)) }
	for _, d := range tenant.AllDomains() {
		state := demo.DomainState{}
		if d.State != nil {
			state = *d.State
		}
		rows = append(rows, row{
			"id": d.ID, "title": d.ID, "authentication_type": d.AuthenticationType, "is_federated": fmt.Sprint(d.AuthenticationType == "Federated"),
			"is_default": fmt.Sprint(d.IsDefault), "is_initial": fmt.Sprint(d.IsInitial), "is_root": fmt.Sprint(d.IsRoot), "is_verified": fmt.Sprint(d.IsVerified),
			"is_admin_managed": fmt.Sprint(d.IsAdminManaged), "availability_status": d.AvailabilityStatus, "supported_services": jsonOf(d.SupportedServices),
			"password_validity_period_in_days": days(d.PasswordValidityPeriodInDays), "password_notification_window_in_days": days(d.PasswordNotificationWindowInDays),
			"state_operation": state.Operation, "state_status": state.Status, "state_last_action_date_time": moment(state.LastActionDateTime), "tenant_id": tenant.ID(),
		})
	}
	return rows
}

// keptOfDeleted are the columns of a user that are those of a deleted one, too.
var keptOfDeleted = []string{"id", "user_principal_name", "display_name", "title", "given_name", "surname", "mail", "account_enabled", "user_type",
	"licenses", "assigned_sku_ids", "assigned_licenses", "job_title", "department", "company_name", "country", "usage_location", "office_location",
	"employee_id", "employee_type", "created_date_time", "on_premises_sync_enabled", "proxy_addresses", "tenant_id"}

func deletedUserRows(tenant *demo.Tenant) []row {
	var rows []row
	for _, d := range tenant.DeletedUsers() {
		r := truthOfUser(tenant, d.User)
		maps.DeleteFunc(r, func(name, _ string) bool { return !slices.Contains(keptOfDeleted, name) })
		r["deleted_date_time"], r["former_user_principal_name"] = moment(d.DeletedDateTime), d.FormerUserPrincipalName
		rows = append(rows, r)
	}
	return rows
}

func directoryAuditRows(tenant *demo.Tenant) []row {
	var rows []row
	for _, d := range tenant.DirectoryAudits() {
		first := d.TargetResources[0]
		r := row{
			"id": d.ID, "activity_date_time": moment(d.ActivityDateTime.Truncate(1000)), "activity_display_name": d.ActivityDisplayName, "title": d.ActivityDisplayName,
			"category": d.Category, "operation_type": d.OperationType, "result": d.Result, "result_reason": d.ResultReason,
			"logged_by_service": d.LoggedByService, "correlation_id": d.CorrelationID, "tenant_id": tenant.ID(),
			"target_id": first.ID, "target_type": first.Type, "target_display_name": first.DisplayName, "target_user_principal_name": first.UserPrincipalName,
			"target_ids": jsonOf(idsOf(d.TargetResources)), "target_resources": jsonOf(targetsOf(d)), "additional_details": jsonOf(detailsOf(d)),
			"initiated_by": jsonOf(initiatorOf(d)),
		}
		if d.User != nil {
			r["initiated_by_id"], r["initiated_by_user_principal_name"], r["initiated_by_ip_address"] = d.User.ID, d.User.UserPrincipalName, d.User.IPAddress
		} else {
			r["initiated_by_app_id"], r["initiated_by_app_display_name"], r["initiated_by_service_principal_id"] = d.App.AppID, d.App.DisplayName, d.App.ServicePrincipalID
		}
		rows = append(rows, r)
	}
	return rows
}

func idsOf(targets []demo.AuditTarget) []string {
	var ids []string
	for _, t := range targets {
		ids = append(ids, t.ID)
	}
	return ids
}

// orNull is a text as JSON has it.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func targetsOf(d demo.DirectoryAudit) []any {
	all := []any{}
	for _, t := range d.TargetResources {
		changed := []any{}
		for _, p := range t.ModifiedProperties {
			changed = append(changed, map[string]any{"displayName": p[0], "oldValue": orNull(p[1]), "newValue": orNull(p[2])})
		}
		all = append(all, map[string]any{"id": t.ID, "displayName": orNull(t.DisplayName), "type": t.Type,
			"userPrincipalName": orNull(t.UserPrincipalName), "groupType": orNull(t.GroupType), "modifiedProperties": changed})
	}
	return all
}

func detailsOf(d demo.DirectoryAudit) []any {
	all := []any{}
	for _, detail := range d.AdditionalDetails {
		all = append(all, map[string]any{"key": detail[0], "value": orNull(detail[1])})
	}
	return all
}

func initiatorOf(d demo.DirectoryAudit) map[string]any {
	if d.User != nil {
		return map[string]any{"app": nil, "user": map[string]any{"id": d.User.ID, "displayName": nil, "userPrincipalName": d.User.UserPrincipalName,
			"ipAddress": d.User.IPAddress, "userType": nil, "homeTenantId": nil, "homeTenantName": nil}}
	}
	return map[string]any{"user": nil, "app": map[string]any{"appId": orNull(d.App.AppID), "displayName": d.App.DisplayName,
		"servicePrincipalId": d.App.ServicePrincipalID, "servicePrincipalName": nil}}
}
