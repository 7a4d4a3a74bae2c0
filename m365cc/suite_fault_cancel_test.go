package m365cc_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// TestFaultCancel cancels queries while they wait, or in the middle of a file: they end at once, with the cause.
func TestFaultCancel(t *testing.T) {
	server := startTenant(t, demo.Options{Users: faultUsers})
	files := func(r demo.Request) bool { return r.Fault == "csv-slow" }
	for name, c := range map[string]struct {
		what      string // behind select
		behaviour demo.Behaviour
		requests  int // how many come before it is cancelled
		counts    func(demo.Request) bool
	}{
		"Graph asked to wait": {"id from m365cc_user", demo.Behaviour{Faults: []demo.Fault{{Name: "throttle-seconds", Every: demo.Always, Where: "users", RetryAfter: 5 * time.Minute}}},
			1, func(r demo.Request) bool { return r.Fault == "throttle-seconds" && r.Status == 429 }},
		"a limit is used up": {"id from m365cc_directory_audit", demo.Behaviour{LogRequests: -1, PageSize: 3}, 5, func(r demo.Request) bool { return r.Status == 200 }},
		"a slow file":        {"user_principal_name from m365cc_mailbox_usage", demo.Behaviour{Faults: []demo.Fault{{Name: "csv-slow", Every: demo.Always}}}, 1, files},
	} {
		t.Run(name, func(t *testing.T) {
			server.Set(func(b *demo.Behaviour) { *b = c.behaviour })
			server.Reset()
			ctx, cancel := context.WithCancelCause(t.Context())
			cause := errors.New("the user left")
			var cancelled time.Time
			watched := make(chan bool)
			go func() {
				defer close(watched)
				awaitRequests(server, c.requests, c.counts)
				time.Sleep(50 * time.Millisecond) // so that it waits, or reads
				cancelled = time.Now()
				cancel(cause)
			}()
			var rows collector
			err := openEngine(t, server, nil).Query(ctx, "select "+c.what, &rows)
			<-watched
			if took := time.Since(cancelled); !errors.Is(err, cause) || took > 10*time.Second {
				t.Errorf("error %v, %s after the end of the context", err, took)
			}
		})
	}
}

// awaitRequests waits until so many requests of a kind have come, or for twenty seconds.
func awaitRequests(server *demo.Server, number int, counts func(demo.Request) bool) {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		all := slices.Concat(server.Requests(), server.Downloads())
		if len(slices.DeleteFunc(all, func(r demo.Request) bool { return !counts(r) })) >= number {
			return
		}
	}
}
