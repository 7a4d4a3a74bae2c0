package m365cc

import (
	"testing"

	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"
)

// TestSteampipeExact holds which of PostgreSQL's conditions mind the case of letters.
func TestSteampipeExact(t *testing.T) {
	column := tableSignIn.Columns[tableSignIn.Column("user_principal_name")]
	text := &proto.QualValue{Value: &proto.QualValue_StringValue{StringValue: "ada%"}}
	for operator, want := range map[string]bool{"=": true, "~~": true, "~~*": false} {
		conditions, _ := steampipeCondition(column, operator, text)
		if len(conditions) != 1 || conditions[0].Exact != want {
			t.Errorf("%s: got %+v", operator, conditions)
		}
	}
	methods := tableMFARegistration.Columns[tableMFARegistration.Column("methods_registered")]
	if conditions, _ := steampipeCondition(methods, "?", text); len(conditions) != 1 || !conditions[0].Exact {
		t.Errorf("got %+v", conditions)
	}
}

// TestSteampipeNumbers: the FDW gives 0 in place of a number that it does not know yet, which is not told from
// the 0 of a sign-in that succeeded.
func TestSteampipeNumbers(t *testing.T) {
	if operators := steampipeOperators(tableSignIn.Columns[tableSignIn.Column("status_error_code")]); len(operators) > 0 {
		t.Errorf("got %q", operators)
	}
	if operators := steampipeOperators(tableSignIn.Columns[tableSignIn.Column("app_id")]); len(operators) != 1 {
		t.Errorf("got %q", operators)
	}
}
