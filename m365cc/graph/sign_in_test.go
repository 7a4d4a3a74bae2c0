package graph_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var everybody = graph.Request{Path: "/users", Select: []string{"id"}, MaxTop: 999, Help: graph.Help{Table: "m365cc_user"}}

// tokens counts the requests for a token, without those for the discovery document.
func (d *tenant) tokens() (n int) {
	for _, r := range d.TokenRequests() {
		if r.Method == "POST" {
			n++
		}
	}
	return n
}

func TestDemoTokenIsAskedForOnce(t *testing.T) {
	d := startTenant(t, nil, nil)
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			own := everybody
			own.Top = 300 + i // the same request would be sent once
			if rows, _, err := d.users(t.Context(), own); err != nil || len(rows) != 250 {
				t.Errorf("got %d rows, %v", len(rows), err)
			}
		})
	}
	group.Wait()
	if n := d.tokens(); n != 1 || len(d.Requests()) != 50 {
		t.Errorf("%d tokens for %d requests", n, len(d.Requests()))
	}
}

// TestDemoTokenIsRenewedWithinAList holds that no request of a long list is refused for an old token.
func TestDemoTokenIsRenewedWithinAList(t *testing.T) {
	t.Parallel()
	d := startTenant(t, func(b *demo.Behaviour) {
		// a token is renewed 600 ms before its end, so that no request is under way then
		b.TokenLifetime, b.PageSize, b.Latency = 6*time.Second, 3, 100*time.Millisecond
	}, nil)
	start := time.Now()
	rows, _, err := d.users(t.Context(), everybody)
	if err != nil || len(rows) != 250 {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	for _, r := range d.Requests() {
		if r.Status != 200 {
			t.Errorf("%s was answered with %d", r.RawQuery, r.Status)
		}
	}
	took := time.Since(start)
	if n, most := d.tokens(), 1+int(took/(5400*time.Millisecond)); n < 2 || n > most {
		t.Errorf("a token was asked for %d times in %s, each kept for 5.4 seconds", n, took)
	}
}

func TestDemoCertificate(t *testing.T) {
	for name, own := range map[string]bool{"its own": true, "another's": false} {
		t.Run(name, func(t *testing.T) {
			d := startTenant(t, nil, func(s *demo.Server, o *graph.Options) {
				if !own {
					other, err := demo.Start(demo.Options{Users: 1})
					if err != nil {
						t.Fatal(err)
					}
					defer other.Close()
					s = other
				}
				var err error
				o.Identity.ClientSecret = graph.Secret{}
				o.Identity.Certificates, o.Identity.PrivateKey, err = azidentity.ParseCertificates(s.ClientCertificatePEM(), nil)
				if err != nil {
					t.Fatal(err)
				}
			})
			rows, _, err := d.users(t.Context(), everybody)
			switch {
			case own && (err != nil || len(rows) != 250 || d.tokens() != 1):
				t.Errorf("got %d rows, %v, with %d tokens", len(rows), err, d.tokens())
			case !own:
				d.wantError(err, "cannot sign in: AADSTS700027: ", "certificate_path", d.ClientID())
			}
		})
	}
}

func TestDemoRefusesToSignIn(t *testing.T) {
	const somebody = "12345678-1234-4234-8234-123456789012"
	for name, test := range map[string]struct {
		change func(*demo.Server, *graph.Options)
		want   []string
	}{
		"wrong secret":    {func(_ *demo.Server, o *graph.Options) { o.Identity.ClientSecret = graph.NewSecret("eyJ~wrong") }, []string{"AADSTS7000215: client_secret is wrong"}},
		"the secret's id": {func(_ *demo.Server, o *graph.Options) { o.Identity.ClientSecret = graph.NewSecret(somebody) }, []string{"AADSTS7000215: client_secret is the secret's id, not its value"}},
		"expired secret": {func(s *demo.Server, o *graph.Options) {
			o.Identity.ClientSecret = graph.NewSecret(s.ExpiredClientSecret())
		}, []string{"AADSTS7000222: client_secret has expired"}},
		"wrong tenant":     {func(_ *demo.Server, o *graph.Options) { o.Identity.TenantID = somebody }, []string{"AADSTS90002: tenant_id \"" + somebody + "\" was not found"}},
		"no such domain":   {func(_ *demo.Server, o *graph.Options) { o.Identity.TenantID = "example.com" }, []string{"AADSTS90002: tenant_id \"example.com\" was not found"}},
		"unknown client":   {func(_ *demo.Server, o *graph.Options) { o.Identity.ClientID = somebody }, []string{"AADSTS700016: client_id \"" + somebody + "\""}},
		"Graph of another": {func(_ *demo.Server, o *graph.Options) { o.Endpoints.GraphHost = "graph.microsoft.us" }, []string{"AADSTS500011: graph_host \"graph.microsoft.us\"", "set cloud"}},
	} {
		t.Run(name, func(t *testing.T) {
			var secret string
			d := startTenant(t, nil, func(s *demo.Server, o *graph.Options) {
				test.change(s, o)
				o.Pause = func(_ context.Context, d time.Duration) error {
					t.Errorf("asked again after %s", d)
					return nil
				}
				secret = o.Identity.ClientSecret.Reveal()
			})
			_, _, err := d.users(t.Context(), everybody)
			d.wantError(err, append(test.want, "cannot sign in: ")...)
			if strings.Contains(err.Error()+d.logged(), secret) {
				t.Errorf("%v or the log has the secret", err)
			}
			if len(d.Requests()) != 0 {
				t.Errorf("Graph got %d requests without a token", len(d.Requests()))
			}
		})
	}
}

func TestDemoTenantByItsDomain(t *testing.T) {
	d := startTenant(t, nil, func(s *demo.Server, o *graph.Options) { o.Identity.TenantID = s.Tenant().Domains()[0] })
	if rows, _, err := d.users(t.Context(), everybody); err != nil || len(rows) != 250 {
		t.Errorf("got %d rows, %v", len(rows), err)
	}
}

// TestDemoManyListsAtOnce runs what queries of one connection do together: read, stop early, give up.
func TestDemoManyListsAtOnce(t *testing.T) {
	d := startTenant(t, func(b *demo.Behaviour) { b.PageSize = 20 }, nil)
	var pool graph.Pool[user]
	var group sync.WaitGroup
	for i := range 30 {
		group.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			seen := map[string]bool{}
			for page, err := range graph.List(ctx, d.Client, everybody, &pool) {
				if err != nil {
					if i%3 != 2 || !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					return
				}
				for _, u := range page.Rows {
					if u.ID == "" || seen[u.ID] {
						t.Errorf("%q comes twice", u.ID)
					}
					seen[u.ID] = true
				}
				page.Release()
				if i%3 == 1 && len(seen) > 60 {
					return
				}
				if i%3 == 2 && len(seen) > 100 {
					cancel()
				}
			}
			if i%3 == 0 && len(seen) != 250 {
				t.Errorf("got %d rows", len(seen))
			}
		})
	}
	group.Wait()
}
