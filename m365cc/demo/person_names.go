package demo

import "strings"

// The companies that guests come from, and their domains.
var partners = []struct{ company, domain, issuer string }{
	{"Fabrikam", "fabrikam.com", "ExternalAzureAD"},
	{"Tailspin Toys", "tailspintoys.com", "ExternalAzureAD"},
	{"A. Datum Corporation", "adatum.com", "mail"},
	{"Northwind Traders", "northwindtraders.com", "MicrosoftAccount"},
	{"", "gmail.com", "google.com"},
}

// What the accounts are for that are nobody's.
var (
	mailboxTopics  = []string{"invoices", "support", "jobs", "press", "orders", "travel"}
	roomNames      = []string{"room", "board", "studio"}
	serviceTargets = []string{"backup", "scanner", "sync", "monitoring"}
)

// topic returns the name and the sign-in name's beginning of such an account.
func (p *person) topic() (label, prefix string) {
	switch p.kind {
	case shared:
		return "Shared ", mailboxTopics[p.pick(askTitle, len(mailboxTopics))]
	case room:
		return "Conference ", roomNames[p.pick(askTitle, len(roomNames))]
	default:
		return "svc ", serviceTargets[p.pick(askTitle, len(serviceTargets))]
	}
}

// local appends what stands before the @ of a person's sign-in name, or of a
// guest's mail address.
func (p *person) local(b []byte) []byte {
	switch {
	case p.cast != nil:
		name, _, _ := strings.Cut(p.cast.local, "@")
		return append(b, name...)
	case !p.isHuman():
		_, prefix := p.topic()
		b = append(append(b, prefix...), '-')
		return appendInt(b, p.i, 3)
	}
	b = append(b, p.culture.given[p.pair.given].ascii...)
	b = append(append(b, '.'), p.culture.family[p.pair.family].ascii...)
	if p.round > 0 {
		b = appendInt(b, p.round+1, 1)
	}
	return b
}

func (p *person) partner() int { return p.pick(askCompany, len(partners)) }

// outsideDomain returns the domain of a guest's mail address.
func (p *person) outsideDomain() string {
	if p.cast != nil {
		_, domain, _ := strings.Cut(p.cast.local, "@")
		return domain
	}
	return partners[p.partner()].domain
}

func (p *person) userPrincipalName(b []byte) []byte {
	b = p.local(b)
	if p.kind == guest {
		b = append(append(b, '_'), p.outsideDomain()...)
		b = append(b, "#EXT#@"...)
		return append(b, p.t.cloud.initial...)
	}
	return append(append(b, '@'), p.domain()...)
}

// domain returns the domain of a sign-in name: for some accounts the one that
// the tenant was created with, for a few the one with single sign-on.
func (p *person) domain() string {
	switch {
	case p.has(isFederated):
		return p.t.cloud.federatedDomain()
	case p.cast != nil || !p.once(askDomain, 120):
		return p.t.cloud.domain
	case p.worksHere() && p.once(askDomain.part(1), 350):
		return p.t.cloud.federatedDomain()
	}
	return p.t.cloud.initial
}

func (p *person) displayName(b []byte) []byte {
	if p.cast != nil && p.cast.display != "" {
		return append(b, p.cast.display...)
	}
	if !p.isHuman() {
		label, prefix := p.topic()
		b = append(append(b, label...), prefix...)
		return appendInt(append(b, ' '), p.i, 3)
	}
	first, last := p.given, p.family
	if p.culture.familyFirst && p.cast == nil {
		first, last = last, first
	}
	b = append(b, first...)
	b = append(b, p.culture.join...)
	b = append(b, last...)
	if p.kind == guest && p.once(askGuestState, 300) {
		if c := partners[p.partner()].company; c != "" && p.cast == nil {
			b = append(append(append(b, " ("...), c...), ')')
		}
	}
	return b
}

func (p *person) givenName(b []byte) []byte { return append(b, p.given...) }
func (p *person) surname(b []byte) []byte   { return append(b, p.family...) }

// mail is null without a mailbox: for programs, and for a few employees.
func (p *person) mail(b []byte) []byte {
	switch {
	case p.kind == guest:
		b = append(p.local(b), '@')
		return append(b, p.outsideDomain()...)
	case !p.hasMailbox():
		return b
	}
	b = append(p.local(b), '@')
	return append(b, p.t.cloud.domain...)
}

func (p *person) hasMailbox() bool {
	if p.kind == service || p.has(isBare) {
		return false
	}
	return p.cast != nil || p.kind != employee && p.kind != frontline || !p.once(askMail, 40)
}

func (p *person) mailNickname(b []byte) []byte {
	b = p.local(b)
	if p.kind == guest {
		b = append(append(b, '_'), p.outsideDomain()...)
		b = append(b, "#EXT#"...)
	}
	return b
}

// address appends one of the proxyAddresses: the primary one, the one in the
// tenant's first domain, and for some an old name.
func (p *person) address(b []byte) []byte {
	switch p.at[0] {
	case 0:
		return p.mail(append(b, "SMTP:"...))
	case 1:
		b = p.local(append(b, "smtp:"...))
		b = append(append(b, '@'), p.t.cloud.initial...)
	default:
		b = p.local(append(b, "smtp:old."...))
		b = append(append(b, '@'), p.t.cloud.domain...)
	}
	return b
}

func (p *person) addressCount() int {
	switch {
	case p.kind == guest:
		return 1
	case !p.hasMailbox():
		return 0
	case p.once(askMail.part(1), 150):
		return 3
	}
	return 2
}

// otherMail appends the only one of the otherMails: a guest's own address, or
// an employee's private one.
func (p *person) otherMail(b []byte) []byte {
	if p.kind == guest {
		return p.mail(b)
	}
	b = p.local(b)
	return append(b, "@outlook.com"...)
}

func (p *person) otherMailCount() int {
	if p.kind == guest || p.worksHere() && p.once(askMail.part(2), 60) {
		return 1
	}
	return 0
}

// imAddressCount is one for those whose licence has Teams or Skype.
func (p *person) imAddressCount() int {
	_, licences := p.licensing()
	for _, l := range licences {
		if l.sku <= skuF3 || l.sku == skuTeamsTrial {
			return 1
		}
	}
	return 0
}

// Every user has the sign-in name as an identity, guests one of their own
// company before it.
func (p *person) identityCount() int {
	if p.kind == guest {
		return 2
	}
	return 1
}

func (p *person) isFederatedIdentity() bool { return p.kind == guest && p.at[0] == 0 }

func (p *person) signInType(b []byte) []byte {
	if p.isFederatedIdentity() {
		return append(b, "federated"...)
	}
	return append(b, "userPrincipalName"...)
}

func (p *person) issuer(b []byte) []byte {
	if p.isFederatedIdentity() {
		return append(b, partners[p.partner()].issuer...)
	}
	return append(b, p.t.cloud.initial...)
}

// issuerAssignedID is null for an identity from another Entra tenant, which
// keeps it to itself.
func (p *person) issuerAssignedID(b []byte) []byte {
	switch {
	case !p.isFederatedIdentity():
		return p.userPrincipalName(b)
	case partners[p.partner()].issuer == "ExternalAzureAD":
		return b
	}
	return p.mail(b)
}
