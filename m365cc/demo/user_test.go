package demo

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// wholeUser is a user with every property, as JSON.
func wholeUser(t *testing.T, tenant *Tenant, i int) map[string]any {
	t.Helper()
	var all []*property[*person]
	for k := range userSchema.properties {
		if f := &userSchema.properties[k]; !f.notBuilt {
			all = append(all, f)
		}
	}
	var p person
	tenant.load(&p, i)
	body := appendObject(nil, &p, all)
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		t.Fatalf("user %d: %v in %s", i, err, body)
	}
	return object
}

// asJSON turns a value of User into what JSON makes of Graph's form of it.
func asJSON(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
		return v
	case bool:
		return v
	case int:
		if v == 0 {
			return nil
		}
		return float64(v)
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v.Format(time.RFC3339)
	case *bool:
		if v == nil {
			return nil
		}
		return *v
	case []string:
		list := []any{}
		for _, s := range v {
			list = append(list, s)
		}
		return list
	}
	panic(reflect.TypeOf(v))
}

// jsonName is Graph's name of a field of User.
func jsonName(field string) string {
	special := map[string]string{"ID": "id", "EmployeeID": "employeeId", "IMAddresses": "imAddresses", "OnPremisesImmutableID": "onPremisesImmutableId"}
	if name, ok := special[field]; ok {
		return name
	}
	return strings.ToLower(field[:1]) + field[1:]
}

// The plain properties of User are those of the JSON, field by field.
func TestUserIsWhatIsServed(t *testing.T) {
	tenant := testTenant(t, 0)
	for i := range tenant.Len() {
		served, u := wholeUser(t, tenant, i), tenant.User(i)
		v := reflect.ValueOf(u)
		for k := range v.NumField() {
			field := v.Type().Field(k)
			name := jsonName(field.Name)
			want, there := served[name]
			switch v.Field(k).Interface().(type) {
			case string, bool, int, time.Time, *bool, []string:
				if !there {
					continue // below
				}
				if got := asJSON(v.Field(k).Interface()); !reflect.DeepEqual(got, want) {
					t.Errorf("user %d: %s is %v, served %v", i, field.Name, got, want)
				}
			}
		}
	}
}

// The rest of User, which has another form than the JSON.
func TestUserListsAreWhatIsServed(t *testing.T) {
	tenant := testTenant(t, 0)
	for i := range tenant.Len() {
		served, u := wholeUser(t, tenant, i), tenant.User(i)
		equal := func(name string, got any) {
			t.Helper()
			if want := served[name]; !reflect.DeepEqual(got, want) {
				t.Errorf("user %d: %s\n     is %v\nserved %v", i, name, got, want)
			}
		}
		licences, plans, provisioned, states, identities := []any{}, []any{}, []any{}, []any{}, []any{}
		for _, l := range u.AssignedLicenses {
			licences = append(licences, map[string]any{"skuId": l.SKUID, "disabledPlans": asJSON(l.DisabledPlans)})
		}
		for _, p := range u.AssignedPlans {
			plans = append(plans, map[string]any{"assignedDateTime": asJSON(p.AssignedDateTime), "capabilityStatus": p.CapabilityStatus,
				"service": p.Service, "servicePlanId": p.ServicePlanID})
			provisioned = append(provisioned, map[string]any{"capabilityStatus": p.CapabilityStatus,
				"provisioningStatus": p.ProvisioningStatus, "service": p.Service})
		}
		for _, s := range u.LicenseAssignmentStates {
			states = append(states, map[string]any{"assignedByGroup": asJSON(s.AssignedByGroup), "disabledPlans": asJSON(s.DisabledPlans),
				"error": s.Error, "lastUpdatedDateTime": asJSON(s.LastUpdatedDateTime), "skuId": s.SKUID, "state": s.State})
		}
		for _, d := range u.Identities {
			identities = append(identities, map[string]any{"signInType": d.SignInType, "issuer": d.Issuer, "issuerAssignedId": asJSON(d.IssuerAssignedID)})
		}
		equal("assignedLicenses", licences)
		equal("assignedPlans", plans)
		equal("provisionedPlans", provisioned)
		equal("licenseAssignmentStates", states)
		equal("identities", identities)
		equal("authorizationInfo", map[string]any{"certificateUserIds": asJSON(u.CertificateUserIDs)})
		attributes := map[string]any{}
		for n, a := range u.ExtensionAttributes {
			attributes["extensionAttribute"+string(appendInt(nil, n+1, 1))] = asJSON(a)
		}
		equal("onPremisesExtensionAttributes", attributes)
		checkObjects(t, i, u, served)
	}
}

// checkObjects compares the properties that are one object or null.
func checkObjects(t *testing.T, i int, u User, served map[string]any) {
	t.Helper()
	var org, activity, security any
	if u.EmployeeOrgData != nil {
		org = map[string]any{"division": u.EmployeeOrgData.Division, "costCenter": u.EmployeeOrgData.CostCenter}
	}
	if !reflect.DeepEqual(served["employeeOrgData"], org) {
		t.Errorf("user %d: employeeOrgData %v, served %v", i, org, served["employeeOrgData"])
	}
	if a := u.SignInActivity; a != nil {
		activity = map[string]any{
			"lastSignInDateTime": asJSON(a.LastSignInDateTime), "lastSignInRequestId": asJSON(a.LastSignInRequestID),
			"lastNonInteractiveSignInDateTime": asJSON(a.LastNonInteractiveSignInDateTime), "lastNonInteractiveSignInRequestId": asJSON(a.LastNonInteractiveSignInRequestID),
			"lastSuccessfulSignInDateTime": asJSON(a.LastSuccessfulSignInDateTime), "lastSuccessfulSignInRequestId": asJSON(a.LastSuccessfulSignInRequestID),
		}
	}
	if got, there := served["signInActivity"]; there != (activity != nil) || !reflect.DeepEqual(got, activity) {
		t.Errorf("user %d: signInActivity %v, served %v", i, activity, got)
	}
	if u.Projects != nil {
		security = asJSON(u.Projects)
	}
	engineering, _ := served["customSecurityAttributes"].(map[string]any)
	set, _ := engineering["Engineering"].(map[string]any)
	if !reflect.DeepEqual(set["Project"], security) {
		t.Errorf("user %d: projects %v, served %v", i, security, set["Project"])
	}
	faults, failures := []any{}, []any{}
	for _, e := range u.OnPremisesProvisioningErrors {
		faults = append(faults, map[string]any{"category": e.Category, "occurredDateTime": asJSON(e.OccurredDateTime),
			"propertyCausingError": e.PropertyCausingError, "value": asJSON(e.Value)})
	}
	for _, e := range u.ServiceProvisioningErrors {
		failures = append(failures, map[string]any{"@odata.type": "#microsoft.graph.serviceProvisioningXmlError",
			"createdDateTime": asJSON(e.CreatedDateTime), "isResolved": e.IsResolved, "serviceInstance": e.ServiceInstance})
	}
	if !reflect.DeepEqual(served["onPremisesProvisioningErrors"], faults) || !reflect.DeepEqual(served["serviceProvisioningErrors"], failures) {
		t.Errorf("user %d: errors %v %v, served %v %v", i, faults, failures, served["onPremisesProvisioningErrors"], served["serviceProvisioningErrors"])
	}
}

// Every property has a value for one of the first 250 users at least, and is
// null or empty for one, but for those that are never null.
func TestEveryPropertyHasAValue(t *testing.T) {
	for _, seed := range []int64{1, 2, 3} {
		tenant, err := NewTenant(Options{Seed: seed, Now: testNow})
		if err != nil {
			t.Fatal(err)
		}
		filled, missing := map[string]int{}, map[string]int{}
		for i := range tenant.Len() {
			served := wholeUser(t, tenant, i)
			for k := range userSchema.properties {
				name := userSchema.properties[k].name
				value := served[name]
				if list, ok := value.([]any); value == nil || ok && len(list) == 0 {
					missing[name]++
				} else {
					filled[name]++
				}
			}
		}
		never := map[string]bool{"deletedDateTime": true, "passwordProfile": true}
		always := map[string]bool{"id": true, "accountEnabled": true, "displayName": true, "userPrincipalName": true, "mailNickname": true,
			"identities": true, "lastPasswordChangeDateTime": true, "signInSessionsValidFromDateTime": true, "securityIdentifier": true,
			"onPremisesExtensionAttributes": true, "authorizationInfo": true}
		for k := range userSchema.properties {
			f := &userSchema.properties[k]
			if f.notBuilt {
				continue
			}
			if (filled[f.name] == 0) != never[f.name] || (missing[f.name] == 0) != always[f.name] {
				t.Errorf("seed %d: %s: %d users have a value, %d do not", seed, f.name, filled[f.name], missing[f.name])
			}
		}
	}
}

// Every member of an object or of a list's elements has a value somewhere too.
func TestEveryMemberHasAValue(t *testing.T) {
	tenant := testTenant(t, 0)
	filled := map[string]bool{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				walk(path+"/"+name, member)
			}
		case []any:
			for _, element := range v {
				walk(path, element)
			}
			if len(v) > 0 {
				filled[path] = true
			}
		case nil:
		default:
			filled[path] = true
		}
	}
	for i := range tenant.Len() {
		walk("", wholeUser(t, tenant, i))
	}
	var check func(path string, fields []property[*person])
	check = func(path string, fields []property[*person]) {
		for k := range fields {
			f := &fields[k]
			name := path + "/" + f.name
			switch {
			case f.form == formNull:
			case f.form == formObject:
				check(name, f.fields)
			case f.form == formList && f.element.form == formObject:
				check(name, f.element.fields)
			case !filled[name]:
				t.Errorf("%s has no value for anybody", name)
			}
		}
	}
	check("", userSchema.properties)
}
