package graph

import (
	"testing"
	"time"
)

// TestRelearn: a refusal is taken for granted for a while only, since consent may be granted later.
func TestRelearn(t *testing.T) {
	now := time.Now()
	k := &refusals{now: func() time.Time { return now }}
	k.remember("v1.0/users", lesson{remember: rememberProperty("signInActivity")})
	for _, step := range []struct {
		after time.Duration
		known bool
	}{{time.Minute, true}, {relearnAfter, true}, {relearnAfter + time.Second, false}, {time.Minute, false}} {
		at := now
		now = now.Add(step.after)
		if got := k.of("v1.0/users").properties["signInActivity"]; got != step.known {
			t.Errorf("after %s: %t, want %t", step.after, got, step.known)
		}
		if step.known {
			now = at
		}
	}
}
