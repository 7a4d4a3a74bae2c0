package m365cc_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// The kinds of sign-ins.
const (
	interactive      = "interactiveUser"
	nonInteractive   = "nonInteractiveUser"
	servicePrincipal = "servicePrincipal"
	managedIdentity  = "managedIdentity"
)

// signInRows are the rows of m365cc_signin for a condition on the kind; without one they are the interactive ones.
func signInRows(kinds ...string) func(*demo.Tenant) []row {
	if len(kinds) == 0 {
		kinds = []string{interactive}
	}
	return func(tenant *demo.Tenant) []row {
		var rows []row
		for s := range tenant.SignIns() {
			if slices.Contains(kinds, s.EventType) {
				rows = append(rows, truthOfSignIn(tenant, s))
			}
		}
		return rows
	}
}

func truthOfSignIn(tenant *demo.Tenant, s demo.SignIn) row {
	return row{
		"id": s.ID, "title": s.ID, "tenant_id": tenant.ID(), "created_date_time": moment(s.CreatedDateTime.Truncate(time.Microsecond)), // as Postgres keeps times
		"user_display_name": s.UserDisplayName, "user_principal_name": s.UserPrincipalName, "user_id": s.UserID, "user_type": s.UserType,
		"app_display_name": s.AppDisplayName, "app_id": s.AppID, "resource_display_name": s.ResourceDisplayName, "resource_id": s.ResourceID,
		"sign_in_event_type": s.EventType, "sign_in_event_types": jsonOf([]string{s.EventType}), "is_interactive": fmt.Sprint(s.IsInteractive),
		"status_error_code": fmt.Sprint(s.ErrorCode), "status_failure_reason": s.FailureReason, "status_additional_details": s.AdditionalDetails,
		"ip_address": s.IPAddress, "client_app_used": s.ClientAppUsed, "conditional_access_status": s.ConditionalAccessStatus,
		"authentication_requirement": s.AuthenticationRequirement, "user_agent": s.UserAgent,
		"location_city": s.Location.City, "location_state": s.Location.State, "location_country_or_region": s.Location.CountryOrRegion,
		"device_detail_operating_system": s.DeviceDetail.OperatingSystem, "device_detail_browser": s.DeviceDetail.Browser,
		"device_detail_device_id": s.DeviceDetail.DeviceID, "device_detail_display_name": s.DeviceDetail.DisplayName,
		"device_detail_trust_type": s.DeviceDetail.TrustType, "device_detail_is_compliant": flag(s.DeviceDetail.IsCompliant),
		"device_detail_is_managed": flag(s.DeviceDetail.IsManaged), "risk_level_aggregated": s.RiskLevel, "risk_level_during_sign_in": s.RiskLevel,
		"risk_state": s.RiskState, "risk_detail": s.RiskDetail, "risk_event_types_v2": jsonOf(list(s.RiskEventTypes)),
		"service_principal_id": s.ServicePrincipalID, "service_principal_name": s.ServicePrincipalName,
		"correlation_id": s.CorrelationID, "original_request_id": s.OriginalRequestID, "home_tenant_id": s.HomeTenantID,
	}
}

// registrationRows are the rows of m365cc_mfa_registration: of the users whose accounts are enabled.
func registrationRows(tenant *demo.Tenant) []row {
	var rows []row
	for i := range tenant.Len() {
		if r, ok := tenant.Registration(i); ok {
			rows = append(rows, truthOfRegistration(tenant, r))
		}
	}
	return rows
}

func truthOfRegistration(tenant *demo.Tenant, r demo.Registration) row {
	return row{
		"id": r.ID, "tenant_id": tenant.ID(), "user_principal_name": r.UserPrincipalName, "user_display_name": r.UserDisplayName,
		"title": r.UserDisplayName, "user_type": r.UserType, "is_admin": fmt.Sprint(r.IsAdmin),
		"is_mfa_registered": fmt.Sprint(r.IsMFARegistered), "is_mfa_capable": fmt.Sprint(r.IsMFACapable),
		"is_sspr_registered": fmt.Sprint(r.IsSSPRRegistered), "is_sspr_enabled": fmt.Sprint(r.IsSSPREnabled), "is_sspr_capable": fmt.Sprint(r.IsSSPRCapable),
		"is_passwordless_capable": fmt.Sprint(r.IsPasswordlessCapable), "methods_registered": jsonOf(list(r.MethodsRegistered)),
		"is_system_preferred_authentication_method_enabled":  fmt.Sprint(r.IsSystemPreferredAuthenticationMethodEnabled),
		"system_preferred_authentication_methods":            jsonOf(list(r.SystemPreferredAuthenticationMethods)),
		"user_preferred_method_for_secondary_authentication": r.UserPreferredMethodForSecondaryAuthentication,
		"default_mfa_method":                                 r.DefaultMFAMethod, "last_updated_date_time": moment(r.LastUpdatedDateTime.Truncate(time.Microsecond)),
	}
}

// momentOfRow is the moment of a row of a log.
func momentOfRow(r row) time.Time {
	at, err := time.Parse(time.RFC3339Nano, cmp.Or(r["activity_date_time"], r["created_date_time"]))
	if err != nil {
		panic(err)
	}
	return at
}
