package demo

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// fates are the names of the faults that struck the requests, in order.
func fates(requests []Request) []string {
	names := []string{}
	for _, r := range requests {
		names = append(names, r.Fault)
	}
	return names
}

// fateOf sends requests one after the other and returns which faults struck them.
func (c *client) fateOf(paths ...string) string {
	c.t.Helper()
	n := len(c.server.Requests())
	for _, path := range paths {
		c.try("GET", "https://"+c.server.GraphHost()+"/v1.0/"+path, nil, "Authorization", "Bearer "+c.token)
	}
	return strings.Join(fates(c.server.Requests())[n:], ",")
}

func TestFaultsTellRequestsApart(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	c.setFaults(Fault{Name: "html"})
	if got := c.fateOf("users?$top=1", "users?$top=1", "users?$top=2", "users", "users", "users?$top=2"); got != "html,,html,html,," {
		t.Error(got)
	}
	c.server.Reset()
	if got := c.fateOf("users?$top=1", "users?$top=1"); got != "html," {
		t.Errorf("after Reset: %s", got)
	}
	c.server.Set(func(b *Behaviour) { b.PageSize = 5 })
	if got := c.fateOf("users?$top=1"); got != "" {
		t.Errorf("after another switch: %s", got)
	}
	c.setFaults(Fault{Name: "cut"})
	if got := c.fateOf("users?$top=1"); got != "cut" {
		t.Errorf("after another fault: %s", got)
	}
}

// A new address of a file is the same file.
func TestFaultsTellFilesApart(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	c.setFaults(Fault{Name: "csv-gone"})
	for _, r := range []*report{activeUserDetail, activeUserDetail, emailActivityUserDetail} {
		c.do("GET", c.link(r), nil)
	}
	if got := fates(c.server.Downloads()); !slices.Equal(got, []string{"csv-gone", "", "csv-gone"}) {
		t.Error(got)
	}
}

func TestFaultEvery(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	users := strings.Split(strings.Repeat("users ", 7), " ")[:7]
	c.setFaults(Fault{Name: "html", Every: 3})
	if got := c.fateOf(users...); got != ",,html,,,html," {
		t.Error(got)
	}
	if got := c.fateOf("subscribedSkus", "groups"); got != ",html" {
		t.Errorf("other requests: %s", got)
	}
	c.setFaults(Fault{Name: "html", Every: Always})
	if got := c.fateOf(users[:3]...); got != "html,html,html" {
		t.Error(got)
	}
}

// Several faults take turns, so that a request is struck no more often.
func TestFaultTurns(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	users := strings.Split(strings.Repeat("users ", 8), " ")[:8]
	c.setFaults(Fault{Name: "html", Every: 2}, Fault{Name: "csv-gone", Every: 2}, Fault{Name: "server-error", Every: 2})
	if got := c.fateOf(users...); got != ",html,,server-error,,html,,server-error" {
		t.Error(got)
	}
	c.setFaults(Fault{Name: "html"}, Fault{Name: "server-error"})
	if got := c.fateOf("users", "users", "groups", "groups", "domains"); got != "html,,server-error,,html" {
		t.Error(got)
	}
	c.setFaults(Fault{Name: "html"}, Fault{Name: "server-error", Every: 3})
	if got := c.fateOf(users...); got != "html,,,server-error,,,server-error," {
		t.Errorf("faults of different kinds: %s", got)
	}
}

func TestFaultWhere(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	c.setFaults(Fault{Name: "html", Where: "users", Every: Always}, Fault{Name: "csv-gone", Where: "reports/getOffice365", Every: Always})
	if got := c.fateOf("users", "groups", "users/"+c.server.Tenant().UserID(1), "directory/subscriptions"); got != "html,,html," {
		t.Error(got)
	}
	for _, r := range []*report{activeUserDetail, emailActivityUserDetail} {
		c.do("GET", c.link(r), nil)
	}
	if got := fates(c.server.Downloads()); !slices.Equal(got, []string{"csv-gone", ""}) {
		t.Error(got)
	}
}

// The counts are right whatever runs at the same time.
func TestFaultsAtOnce(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	c.setFaults(Fault{Name: "html", Every: 7}, Fault{Name: "server-error", Every: 7})
	var group sync.WaitGroup
	for k := range 10 {
		group.Go(func() {
			for range 14 {
				c.get(fmt.Sprintf("users?$top=%d", k+1))
			}
		})
	}
	group.Wait()
	if got := c.server.Struck(); got["html"] != 10 || got["server-error"] != 10 {
		t.Errorf("struck %v of 140 requests", got)
	}
}

// A page that leads to itself does so for ever, and so do two that lead to each
// other.
func TestNextCircles(t *testing.T) {
	c := quietServer(t, Options{})
	const path = "users?$select=id&$top=100"
	healthy := c.ok(path)
	second := c.ok(healthy.next())
	c.setFaults(Fault{Name: "next-repeats", Where: "users"})
	if first := c.ok(path); c.ok(first.next()).next() != first.next() {
		t.Error("the list goes on")
	}
	c.setFaults(Fault{Name: "next-cycle", Every: 2})
	link := c.ok(path).next()
	if link != healthy.next() {
		t.Fatalf("the first page is struck: %s", link)
	}
	for range 3 {
		a := c.ok(link)
		b := c.ok(a.next())
		if a.next() == link || b.next() != link || !slices.Equal(a.texts("id"), second.texts("id")) || !slices.Equal(b.texts("id"), a.texts("id")) {
			t.Fatalf("%s, then %s", a.next(), b.next())
		}
	}
	for _, r := range c.server.Requests()[3:] {
		if r.Status != 200 {
			t.Errorf("%+v", r)
		}
	}
}

// Lists of several pages are read to their end, and give what they should.
func TestListFaults(t *testing.T) {
	c := quietServer(t, Options{})
	for _, path := range []string{"users?$select=id&$top=100", "users?$select=id&$top=999&$filter=accountEnabled eq true", "auditLogs/directoryAudits?$top=40", "groups?$select=id"} {
		c.setFaults()
		want := ids(c.all(path))
		for name, differs := range map[string]func(pages []answer, got []string) bool{
			"empty-pages": func(pages []answer, got []string) bool {
				return slices.Equal(got, want) && slices.ContainsFunc(pages, func(a answer) bool { return len(a.value()) == 0 && a.next() != "" })
			},
			"short-pages": func(pages []answer, got []string) bool {
				return slices.Equal(got, want) && len(pages[0].value()) == shortFirstPage/2 && len(pages) > 1
			},
			"twice": func(pages []answer, got []string) bool {
				return slices.Equal(slices.Compact(slices.Clone(got)), want) && len(got) == len(want)+len(pages)-1 && len(pages) > 1
			},
		} {
			for _, every := range []int{Once, Always} {
				c.setFaults(Fault{Name: name, Every: every})
				if pages := c.all(path); !differs(pages, ids(pages)) || c.server.Struck()[name] == 0 {
					t.Errorf("%s of %s: %d pages with %d of %d rows, struck %v", name, path, len(pages), len(ids(pages)), len(want), c.server.Struck())
				}
			}
		}
	}
	// A list without a second page is what it was.
	for _, name := range []string{"empty-pages", "twice"} {
		c.setFaults(Fault{Name: name, Every: Always})
		c.server.Reset()
		if c.ok("users?$top=1&$filter=displayName eq 'none'"); len(c.server.Struck()) != 0 {
			t.Errorf("struck %v", c.server.Struck())
		}
	}
}

func ids(pages []answer) (all []string) {
	for _, page := range pages {
		all = append(all, page.texts("id")...)
	}
	return all
}

// Reports in JSON have pages of the same faults; their rows are no changing
// directory.
func TestReportPageFaults(t *testing.T) {
	c := quietServer(t, Options{})
	address := "https://" + c.server.GraphHost() + "/beta/reports/" + activeUserDetail.function + "(period='D7')?$format=application/json"
	read := func() (rows []string, empty int) {
		for _, page := range c.all(address) {
			rows = append(rows, page.texts("userPrincipalName")...)
			if len(page.value()) == 0 {
				empty++
			}
		}
		return rows, empty
	}
	want, _ := read()
	for name, wantEmpty := range map[string]bool{"empty-pages": true, "short-pages": false, "twice": false} {
		c.setFaults(Fault{Name: name, Every: Always})
		if rows, empty := read(); !slices.Equal(rows, want) || empty > 0 != wantEmpty {
			t.Errorf("%s: %d rows of %d, %d empty pages", name, len(rows), len(want), empty)
		}
		if struck := c.server.Struck()[name] > 0; struck != (name != "twice") {
			t.Errorf("%s: struck %v", name, c.server.Struck())
		}
	}
}
