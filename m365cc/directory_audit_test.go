package m365cc

import (
	"net/http"
	"strings"
	"testing"
)

// TestAuditPeople: a user or an application, or neither; the targets as the documentation spells them.
func TestAuditPeople(t *testing.T) {
	f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		writeBody(w, `{"value":[
			{"id":"1","initiatedBy":{"user":{"id":"u","userPrincipalName":"ada@contoso.com","ipAddress":""},"app":null},"targetResources":[{"Id":"t","Type":"User","userPrincipalName":"bob@contoso.com"},{"id":null},{"id":"g","type":"Group"}]},
			{"id":"2","initiatedBy":{"app":{"appId":null,"displayName":"Sync","servicePrincipalId":"s"}},"targetResources":[]},
			{"id":"3","initiatedBy":null,"targetResources":null}]}`)
	})
	rows, err := ask(t.Context(), f.Connection(t), tableDirectoryAudit, nil, equal("correlation_id", "c"))
	if err != nil || len(rows) != 3 {
		t.Fatalf("got %v, %v", rows, err)
	}
	for i, want := range []map[string]string{
		{"initiated_by_id": "u", "initiated_by_user_principal_name": "ada@contoso.com", "initiated_by_ip_address": "", "initiated_by_app_display_name": "",
			"target_id": "t", "target_type": "User", "target_user_principal_name": "bob@contoso.com", "target_ids": `["t","g"]`},
		{"initiated_by_id": "", "initiated_by_app_display_name": "Sync", "initiated_by_service_principal_id": "s", "initiated_by_app_id": "", "target_id": "", "target_ids": "[]",
			"initiated_by": `{"app":{"appId":null,"displayName":"Sync","servicePrincipalId":"s"}}`},
		{"initiated_by_id": "", "initiated_by": "", "target_ids": "", "target_resources": "", "target_type": ""},
	} {
		for column, text := range want {
			if got := rows[i][column]; got.Text() != text || got.IsNull() != (text == "") {
				t.Errorf("row %d: %s is %q, want %q", i+1, column, got.Text(), text)
			}
		}
	}
}

// TestBrokenTargets: what is no list of targets is an error, and not a change of nothing.
func TestBrokenTargets(t *testing.T) {
	f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		writeBody(w, `{"value":[{"id":"1","targetResources":"none"}]}`)
	})
	rows, err := ask(t.Context(), f.Connection(t), tableDirectoryAudit, []string{"target_id"}, equal("correlation_id", "c"))
	if err == nil || len(rows) > 0 || !strings.Contains(err.Error(), "targetResources") {
		t.Errorf("got %v, %v", rows, err)
	}
}

// TestTargetClause: only a whole id in its own case of letters is for Graph.
func TestTargetClause(t *testing.T) {
	exact := equal("target_id", "b", "a")
	if clause, ok := targetClause(exact); !ok || clause.Text != "(targetResources/any(x:x/id eq 'a') or targetResources/any(x:x/id eq 'b'))" {
		t.Errorf("got %v, %t", clause, ok)
	}
	exact.Exact = false
	if clause, ok := targetClause(exact); ok {
		t.Errorf("got %v", clause)
	}
}

func TestFormerUPN(t *testing.T) {
	const id = "ade64cb6-403c-41d3-9a27-47ca85c43cb9"
	for upn, want := range map[string]string{
		"ade64cb6403c41d39a2747ca85c43cb9ada@contoso.com": "ada@contoso.com",
		"ADE64CB6403C41D39A2747CA85C43CB9ada@contoso.com": "ada@contoso.com",
		"ada@contoso.com":                  "ada@contoso.com",
		"ade64cb6403c41d39a2747ca85c43cb9": "ade64cb6403c41d39a2747ca85c43cb9",
		"":                                 "",
	} {
		if got := (&user{ID: id, UserPrincipalName: upn}).formerUPN(); got != want {
			t.Errorf("%q was %q, want %q", upn, got, want)
		}
	}
	if got := (&user{UserPrincipalName: "ada@contoso.com"}).formerUPN(); got != "ada@contoso.com" {
		t.Errorf("without an id: %q", got)
	}
}
