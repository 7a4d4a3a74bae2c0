package demo

// grant is one way by which a user has, or should have, a licence.
type grant struct {
	sku      int
	group    int    // the group that gives it; 0: assigned directly
	disabled uint8  // which of the SKU's optional plans are off, one bit each
	fault    string // why it could not be assigned; "": it is
}

// licence is a SKU that a user has, however often it was granted.
type licence struct {
	sku      int
	disabled uint8 // plans that are off in every grant
}

// everybody is the group of all employees; the other groups give one SKU each.
const everybody = skuCount + 1

// byGroup returns the group that gives a SKU.
func byGroup(sku int) int { return sku + 1 }

// licensing returns the user's grants, and what comes of them.
func (p *person) licensing() ([]grant, []licence) {
	if p.grantsKnown {
		return p.grants, p.licenceList
	}
	p.grantsKnown = true
	p.grants = p.grants[:0]
	if p.cast != nil && p.cast.licences != nil {
		p.grants = append(p.grants, p.cast.licences...)
	} else {
		p.grantByKind()
	}
	p.licenceList = p.licenceList[:0]
next:
	for _, g := range p.grants {
		if g.fault != "" {
			continue
		}
		for k := range p.licenceList {
			if l := &p.licenceList[k]; l.sku == g.sku {
				l.disabled &= g.disabled
				continue next
			}
		}
		p.licenceList = append(p.licenceList, licence{g.sku, g.disabled})
	}
	return p.grants, p.licenceList
}

func (p *person) grantByKind() {
	n := p.pick(askLicence, 1000)
	switch {
	case p.kind == employee && !p.has(withoutLicence) && (p.enabled() || n < 600):
		p.grantSuite(suiteOf(p.pick(askLicence.part(1), 1000)))
		p.grantExtras()
	case p.kind == frontline && n < 930:
		p.grants = append(p.grants, grant{sku: skuF3, group: byGroup(skuF3), disabled: p.plansOff(skuF3)})
	case p.kind == guest && n < 60:
		p.grants = append(p.grants, grant{sku: skuPowerBI})
	case p.kind == shared && n < 60:
		p.grants = append(p.grants, grant{sku: skuExchange})
	case p.kind == service && n < 120:
		p.grants = append(p.grants, grant{sku: skuE3})
	}
}

// suiteOf deals the suites out by a number below 1000.
func suiteOf(n int) int {
	for _, s := range [...]struct{ sku, rate int }{
		{skuE5, 290}, {skuE3, 300}, {skuO365E3, 150}, {skuO365E5, 80}, {skuE1, 130}, {skuTeamsTrial, 20}, {skuExchange, 20},
	} {
		if n < s.rate {
			return s.sku
		}
		n -= s.rate
	}
	return skuE3
}

// grantSuite gives the licence that everybody needs: mostly by a group, in some
// cases directly too, and for a few beside one that could not be assigned.
func (p *person) grantSuite(sku int) {
	off := p.plansOff(sku)
	inGroup := p.once(askGroup, 700) && sku != skuTeamsTrial && sku != skuExchange
	if inGroup {
		p.grants = append(p.grants, grant{sku: sku, group: byGroup(sku), disabled: off})
	}
	if twice := p.has(isLicensedTwice); twice || !inGroup {
		if twice {
			off = p.plansOff(sku) &^ 1
		}
		p.grants = append(p.grants, grant{sku: sku, disabled: off})
	}
	if sku == skuE1 && inGroup && p.once(askGroup.part(1), 200) {
		p.grants = append(p.grants, grant{sku: sku, group: everybody})
	}
	if sku == skuO365E3 && p.once(askGroup.part(2), 400) {
		p.grants = append(p.grants, grant{sku: skuEMS, group: byGroup(skuEMS)})
	}
	if p.has(hasLicenceError) {
		faults := [...]string{"CountViolation", "MutuallyExclusiveViolation", "DependencyViolation", "ProhibitedInUsageLocationViolation"}
		p.grants = append(p.grants, grant{sku: skuVisio, group: byGroup(skuVisio), fault: faults[p.pick(askExtras.part(1), len(faults))]})
	}
}

// grantExtras gives what some need beside the suite, directly.
func (p *person) grantExtras() {
	selling := 20
	if p.departmentNumber() == salesDepartment {
		selling = 600
	}
	for k, extra := range [...]struct{ sku, rate int }{
		{skuPowerBI, 180}, {skuProject, 60}, {skuVisio, 80}, {skuDynamics, selling}, {skuFlowFree, 350}, {skuPreview, 15},
	} {
		if p.once(askExtras.part(question(k+2)), extra.rate) {
			p.grants = append(p.grants, grant{sku: extra.sku})
		}
	}
}

// plansOff decides which of a SKU's optional plans are switched off: for most
// users none.
func (p *person) plansOff(sku int) uint8 {
	h := p.roll(askDisabledPlans)
	if below(h, 1000) >= 250 {
		return 0
	}
	return uint8(1+h%7) & (1<<len(p.t.catalogue[sku].optional) - 1)
}
