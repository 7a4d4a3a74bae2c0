package demo

import (
	"net/http"
	"slices"
)

// faultSpecs are all faults.
var faultSpecs = slices.Concat(statusFaults(), wireFaults(), bodyFaults(), nextFaults(), redirectFaults(), listFaults(), tokenFaults(), fileFaults())

func newFault(name string, strikes Target, outcome Outcome, says string, spoil func(*blow, *message) bool) *faultSpec {
	return &faultSpec{FaultInfo: FaultInfo{Name: name, Says: says, Strikes: strikes, Outcome: outcome}, spoil: spoil}
}

// statusFaults are answers of a service that cannot answer now.
func statusFaults() []*faultSpec {
	const all = anyGraph | Files
	return []*faultSpec{
		newFault("throttle-seconds", all, Curable, "429 with Retry-After in seconds", refusing(http.StatusTooManyRequests, afterSeconds)),
		newFault("throttle-date", all, Curable, "429 with Retry-After as a date", refusing(http.StatusTooManyRequests, afterDate)),
		newFault("throttle-bare", all, Curable, "429 without Retry-After", refusing(http.StatusTooManyRequests, nil)),
		newFault("unavailable", all, Curable, "503 with Retry-After in seconds", refusing(http.StatusServiceUnavailable, afterSeconds)),
		newFault("unavailable-bare", all, Curable, "503 without Retry-After", refusing(http.StatusServiceUnavailable, nil)),
		newFault("gateway-timeout", all, Curable, "504", refusing(http.StatusGatewayTimeout, nil)),
		newFault("bad-gateway", all, Curable, "502, as the HTML page of a gateway", (*blow).badGateway),
		newFault("server-error", all, Curable, "500", refusing(http.StatusInternalServerError, nil)),
	}
}

// wireFaults are answers that do not arrive whole.
func wireFaults() []*faultSpec {
	return []*faultSpec{
		newFault("reset", anyGraph|Files|Tokens, Curable, "the connection is reset before the answer", (*blow).reset),
		newFault("cut", graphOwn, Curable, "the connection ends in the middle of the body", delivered(cutOff)),
		newFault("short-body", graphOwn, Curable, "the body is shorter than its Content-Length", delivered(tooShort)),
		newFault("gzip-cut", graphOwn|Files, Curable, "the body is compressed, and ends in the middle", (*blow).gzipCut),
	}
}

// bodyFaults are answers that arrive whole, with status 200, and are no answers.
func bodyFaults() []*faultSpec {
	return []*faultSpec{
		newFault("truncated-json", jsonBody, Curable, "the JSON stops in the middle", (*blow).truncate),
		newFault("html", graphOwn|Addresses, Curable, "the HTML page of a proxy instead of an answer, with status 200", (*blow).html),
		newFault("malformed-json", jsonBody, Curable, "the JSON has a mistake in the middle", (*blow).malform),
		newFault("no-value", anyPage, Curable, "a page without its value", (*blow).noValue),
		newFault("null-value", anyPage, Curable, "a page whose value is null", (*blow).nullValue),
		newFault("empty-body", graphOwn|Addresses, Curable, "200 without a body", (*blow).empty),
	}
}

// nextFaults are pages that lead astray.
func nextFaults() []*faultSpec {
	specs := []*faultSpec{
		newFault("next-repeats", anyPage, Fatal, "the nextLink of a page leads to the page itself", (*blow).nextRepeats),
		newFault("next-cycle", anyPage, Fatal, "the nextLinks of two pages lead to each other", (*blow).nextCycle),
		newFault("next-other-host", anyPage, Fatal, "the nextLink leads to another host", (*blow).nextOtherHost),
		newFault("next-http", anyPage, Fatal, "the nextLink is not encrypted", (*blow).nextHTTP),
		newFault("next-user-info", anyPage, Fatal, "the nextLink has a name and a password", (*blow).nextUserInfo),
		newFault("next-garbage", anyPage, Fatal, "the nextLink is no address", (*blow).nextGarbage),
	}
	for _, circle := range specs[:2] {
		circle.stays = always // else the list would go on after one round
	}
	return specs
}

func always(*faults, string, string) bool { return true }

// redirectFaults send a client elsewhere.
func redirectFaults() []*faultSpec {
	const all = anyGraph | Files
	return []*faultSpec{
		newFault("redirect-http", all, Fatal, "a redirect to an address that is not encrypted", (*blow).redirectHTTP),
		newFault("redirect-private", all, Fatal, "a redirect to a private address", (*blow).redirectPrivate),
		newFault("redirect-loop", graphOwn|Files, Fatal, "a redirect to the same address", (*blow).redirectLoop),
		newFault("redirect-other", graphOwn, Fatal, "a redirect to another host, where the token must not go", (*blow).redirectOther),
	}
}

// listFaults are what Graph may do, and a client must put up with. The tenant of
// the demo is smaller than a page, so that the first page is made short.
func listFaults() []*faultSpec {
	emptied := newFault("empty-pages", anyPage, Harmless, "an empty page stands between two pages", nil)
	emptied.pages = func(p *paging) { p.empty = true }
	short := newFault("short-pages", anyPage, Harmless, "pages are shorter than asked for", nil)
	short.pages = func(p *paging) { p.half = true }
	twice := newFault("twice", Pages, Harmless, "the last row of a page is on the next page too, as when the directory changes", nil)
	twice.pages = func(p *paging) { p.twice = true }
	specs := []*faultSpec{emptied, short, twice}
	for _, spec := range specs {
		spec.needsPages = true
	}
	return specs
}

// tokenFaults are about access tokens and the server that gives them.
func tokenFaults() []*faultSpec {
	expires := newFault("token-expires", anyPage, Curable, "a token is refused in the middle of a list, until another one comes", (*blow).tokenExpired)
	expires.needsPages, expires.later = true, true
	expires.stays = func(_ *faults, first, now string) bool { return first == now }
	claims := newFault("token-claims", anyGraph, Curable, "a token is refused until one comes that was asked for with the claims of the refusal", (*blow).tokenClaims)
	claims.spares = (*faults).isClaimed
	claims.stays = func(s *faults, _, now string) bool { return !s.isClaimed(now) }
	revoked := newFault("token-revoked", anyGraph, Fatal, "every token is refused from then on", (*blow).tokenExpired)
	revoked.stays, revoked.everywhere = always, true
	expires.ofToken, claims.ofToken, revoked.ofToken = true, true, true
	return []*faultSpec{
		expires, claims, revoked,
		newFault("token-server-down", Tokens, Curable, "503 from the token server", (*blow).tokenServerDown),
		newFault("token-server-html", Tokens, Curable, "the HTML page of a proxy from the token server, with status 200", (*blow).html),
	}
}

// fileFaults are files of reports that are not whole.
func fileFaults() []*faultSpec {
	return []*faultSpec{
		newFault("csv-cut", Files, Curable, "the connection ends in the middle of a file", delivered(cutOff)),
		newFault("csv-short-body", Files, Curable, "a file is shorter than its Content-Length", delivered(tooShort)),
		newFault("csv-html", Files, Curable, "the HTML page of a proxy instead of a file, with status 200", (*blow).html),
		newFault("csv-extra-field", Files, Curable, "a line with a field too many", (*blow).extraField),
		newFault("csv-few-fields", Files, Curable, "a line with a field too few", (*blow).fewFields),
		newFault("csv-quote", Files, Curable, "a line with a quote that is never closed", (*blow).openQuote),
		newFault("csv-nul", Files, Curable, "a line of NUL bytes between its commas", (*blow).nulBytes),
		newFault("csv-truncated-line", Files, Curable, "a file ends in the middle of a line", (*blow).truncatedLine),
		newFault("csv-empty", Files, Curable, "an empty file, without even a header", (*blow).empty),
		newFault("csv-no-header", Files, Curable, "a file without its first line", (*blow).noHeader),
		newFault("csv-binary", Files, Curable, "a file that is no text", (*blow).binary),
		newFault("csv-expired", Files, Curable, "403, as for an address that has expired", (*blow).expired),
		newFault("csv-gone", Files, Curable, "404, as for a file that was deleted", (*blow).gone),
		newFault("csv-slow", Files, Harmless, "a file comes in tiny pieces", delivered(slowly)),
	}
}
