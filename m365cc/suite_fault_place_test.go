package m365cc_test

import (
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// faultPlace is something that a query asks for: the path below the version, without parameters, as faults take it.
type faultPlace struct {
	path     string
	targets  demo.Target
	requests int
	isProbe  bool
	isPaged  bool // Graph gives it in pages
	isLong   bool // it has several pages for faults that make the first one short
}

type faultPlaces []faultPlace

// faultPageSize is the size of pages, and shortPage that of the first one for a fault that needs several.
const faultPageSize, shortPage = 15, 10

// places are what the tenant was asked since the last reset.
func (w *faultWorker) places() (all faultPlaces) {
	for _, r := range slices.Concat(w.server.Requests(), w.server.TokenRequests()) {
		_, path, _ := strings.Cut(strings.TrimPrefix(r.Path, "/"), "/")
		path, _, _ = strings.Cut(path, "(")
		i := slices.IndexFunc(all, func(p faultPlace) bool { return p.path == path })
		if i < 0 {
			i = len(all)
			all = append(all, faultPlace{path: path, targets: targetsAt(path, r.Query.Get("$format"))})
			all[i].isPaged = !slices.Contains(unpaged, path)
		}
		all[i].requests++
		all[i].isLong = all[i].isLong || all[i].isPaged && (r.Query.Has("$skiptoken") || r.Rows > shortPage)
	}
	return all
}

// unpaged are lists that Graph gives whole.
var unpaged = []string{"domains", "organization", "subscribedSkus"}

// targetsAt are the kinds of requests at a path.
func targetsAt(path, format string) demo.Target {
	switch {
	case strings.HasPrefix(path, "oauth2/"), strings.HasPrefix(path, "v2.0/"):
		return demo.Tokens
	case format == "application/json":
		return demo.ReportPages
	case isOwnFile(path):
		return demo.Files
	case strings.HasPrefix(path, "reports/get"):
		return demo.Addresses | demo.Files
	case path == "admin/reportSettings", strings.Count(path, "-") == 4: // a GUID is a key
		return demo.Objects
	}
	return demo.Pages
}

// isOwnFile says whether Graph gives the file of a report itself, without an address.
func isOwnFile(path string) bool { return strings.HasPrefix(path, "copilot/") }

// ofSeveralPages are faults that strike only where another page follows, or came before.
var ofSeveralPages = []string{"empty-pages", "twice", "token-expires"}

// asProbes are the places of requests that only find out whether they are answered: no other page is read, and no file but
// the beginning of one.
func (all faultPlaces) asProbes() faultPlaces {
	for i := range all {
		if all[i].isProbe = true; !isOwnFile(all[i].path) && !strings.Contains(all[i].path, activeUserReport) {
			all[i].targets &^= demo.Files
		}
	}
	return all
}

// struckBy are the places where the fault finds something to strike, and how many requests there are.
func (all faultPlaces) struckBy(info demo.FaultInfo) (paths []string, requests int) {
	for _, p := range all {
		switch {
		case info.Strikes&p.targets == 0:
		case slices.Contains(ofSeveralPages, info.Name) && !p.isLong, info.Name == "short-pages" && !p.isPaged:
		case info.Name == "token-expires" && p.isProbe: // it ends before the second page
		case (info.Name == "csv-expired" || info.Name == "csv-gone") && isOwnFile(p.path): // there is no address
		default:
			paths = append(paths, p.path)
			if p.targets != demo.Tokens { // whose server counts by itself
				requests += p.requests
			}
		}
	}
	return paths, requests
}

// isStruck says whether the log has a request that the fault struck.
func (w *faultWorker) isStruck(name string) bool {
	return slices.ContainsFunc(slices.Concat(w.server.Requests(), w.server.TokenRequests(), w.server.Downloads()),
		func(r demo.Request) bool { return r.Fault == name })
}
