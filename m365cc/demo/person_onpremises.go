package demo

import (
	"encoding/base64"
	"strings"
)

// syncEnabled is true for employees who come from the company's own Active
// Directory, false for some who no longer do, and null for everybody else.
func (p *person) syncEnabled() trilean {
	switch {
	case p.has(wasSynced) && p.kind != guest:
		return no
	case p.worksHere() && p.domain() == p.t.cloud.domain && p.once(askSynced, 600):
		return yes
	case p.kind == service && p.once(askSynced, 400):
		return yes
	}
	return null
}

// isOnPremises is true where the on-premises properties are filled; they stay
// when the sync ends.
func (p *person) isOnPremises() bool { return p.syncEnabled() != null }

// forest returns the name of the company's own directory, corp.contoso.com.
func (p *person) forest(b []byte) []byte {
	return append(append(b, "corp."...), p.t.cloud.domain...)
}

func (p *person) onPremisesDomain(b []byte) []byte {
	if !p.isOnPremises() {
		return b
	}
	return p.forest(b)
}

func (p *person) distinguishedName(b []byte) []byte {
	if !p.isOnPremises() {
		return b
	}
	b = append(b, "CN="...)
	start := len(b)
	b = p.displayName(b)
	if strings.ContainsAny(string(b[start:]), `,\"<>;+=`) {
		// A name that would need escapes stands there by its sign-in name.
		b = p.local(b[:start])
	}
	if d := p.department(nil); len(d) > 0 {
		b = append(append(b, ",OU="...), d...)
	}
	b = append(b, ",OU=Users"...)
	for label := range strings.SplitSeq("corp."+p.t.cloud.domain, ".") {
		b = append(append(b, ",DC="...), label...)
	}
	return b
}

// samAccountName is the sign-in name without dots, cut at 20 characters. It
// ends in the user's number, since it must be unique too.
func (p *person) samAccountName(b []byte) []byte {
	if !p.isOnPremises() {
		return b
	}
	var number [12]byte
	digits := appendInt(number[:0], p.i, 1)
	start := len(b)
	for _, c := range p.local(nil) {
		if c != '.' && c != '\'' && len(b)-start < 20-len(digits) {
			b = append(b, c)
		}
	}
	return append(b, digits...)
}

func (p *person) onPremisesUPN(b []byte) []byte {
	if !p.isOnPremises() {
		return b
	}
	b = append(p.local(b), '@')
	return p.forest(b)
}

func (p *person) immutableID(b []byte) []byte {
	if !p.isOnPremises() {
		return b
	}
	var id [16]byte
	for k := range id {
		id[k] = byte(p.roll(askSynced.part(question(3 + k))))
	}
	return base64.StdEncoding.AppendEncode(b, id[:])
}

// onPremisesSID is the security identifier in the company's own directory.
func (p *person) onPremisesSID(b []byte) []byte {
	if !p.isOnPremises() {
		return b
	}
	b = append(b, "S-1-5-21-1004336348-1177238915-682003330-"...)
	return appendInt(b, 1000+p.i, 1)
}

// securityIdentifier is the SID in the cloud: the object's id, four numbers of
// 32 bits, in the byte order of a Windows GUID.
func (p *person) securityIdentifier(b []byte) []byte {
	hi, lo := p.t.ids[guidUser].at(p.i)
	swapped := func(v uint64) int { return int(v&0xff<<24 | v&0xff00<<8 | v>>8&0xff00 | v>>24&0xff) }
	b = appendInt(append(b, "S-1-12-1-"...), int(hi>>32), 1)
	b = appendInt(append(b, '-'), int(hi&0xffff<<16|hi>>16&0xffff), 1)
	b = appendInt(append(b, '-'), swapped(lo>>32), 1)
	return appendInt(append(b, '-'), swapped(lo&0xffffffff), 1)
}

// lastSync is within the last hour or so while the sync runs.
func (p *person) lastSync() int64 {
	switch p.syncEnabled() {
	case yes:
		return p.before(askSyncTime, hour)
	case no:
		return p.since(p.created(), 300)
	}
	return 0
}

// extension appends one of the fifteen extensionAttributes: a synced user
// has the first two, a few people all of them.
func (p *person) extension(b []byte, n int) []byte {
	switch {
	case n == 1 && p.isOnPremises():
		return p.costCenter(b)
	case n == 2 && p.isOnPremises():
		return append(b, p.place.usage...)
	case p.has(hasEverything):
		return appendInt(append(b, "attribute "...), n, 1)
	}
	return b
}

// A few synced users have an address that somebody else has too.
const (
	syncErrorCategory = "PropertyConflict"
	syncErrorProperty = "ProxyAddresses"
)

func (p *person) syncErrorCount() int {
	if p.has(hasEverything) || p.syncEnabled() == yes && p.once(askSynced.part(1), 10) {
		return 1
	}
	return 0
}

func (p *person) syncErrorValue(b []byte) []byte { return p.mail(b) }
func (p *person) syncErrorTime() int64           { return p.before(askSyncTime.part(1), 30*day) }

// A few users could not be provisioned in some service.

func (p *person) serviceErrorCount() int {
	if p.has(hasEverything) || p.worksHere() && p.once(askSynced.part(2), 10) {
		return 1
	}
	return 0
}

func (p *person) serviceErrorTime() int64 { return p.before(askSyncTime.part(2), 60*day) }

func (p *person) serviceInstance(b []byte) []byte {
	b = append(b, "exchange/"...)
	b = append(b, strings.ToLower(p.place.dataLocation)...)
	return append(b, "prd01-001-01"...)
}
