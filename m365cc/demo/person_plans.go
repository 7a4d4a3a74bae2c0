package demo

import "slices"

// The properties that follow from the licences. In a list, at[0] is the number
// of the element that is being written.

func (p *person) licenceCount() int {
	_, licences := p.licensing()
	return len(licences)
}

func (p *person) licence() (licence, *skuFacts) {
	_, licences := p.licensing()
	l := licences[p.at[0]]
	return l, &p.t.catalogue[l.sku]
}

func (p *person) licenceSKU(b []byte) []byte {
	_, s := p.licence()
	return append(b, s.id...)
}

func (p *person) licencePlansOff() int {
	l, s := p.licence()
	return countOff(s, l.disabled)
}

func (p *person) licencePlanOff(b []byte) []byte {
	l, s := p.licence()
	return append(b, planOff(s, l.disabled, p.at[1]).id...)
}

// countOff returns how many of a SKU's plans a mask switches off, planOff the
// nth of them.
func countOff(s *skuFacts, mask uint8) int {
	n := 0
	for k := range s.optional {
		n += int(mask >> k & 1)
	}
	return n
}

func planOff(s *skuFacts, mask uint8, n int) *planFacts {
	for k, plan := range s.optional {
		if mask>>k&1 == 0 {
			continue
		}
		if n == 0 {
			return plan
		}
		n--
	}
	return nil
}

func (p *person) grantCount() int {
	grants, _ := p.licensing()
	return len(grants)
}

func (p *person) grant() *grant {
	grants, _ := p.licensing()
	return &grants[p.at[0]]
}

func (p *person) grantSKU(b []byte) []byte { return append(b, p.t.catalogue[p.grant().sku].id...) }

func (p *person) grantGroup(b []byte) []byte {
	if g := p.grant(); g.group > 0 {
		return p.t.ids[guidGroup].append(b, g.group)
	}
	return b
}

func (p *person) grantState(b []byte) []byte {
	if p.grant().fault != "" {
		return append(b, "Error"...)
	}
	return append(b, "Active"...)
}

func (p *person) grantError(b []byte) []byte {
	if f := p.grant().fault; f != "" {
		return append(b, f...)
	}
	return append(b, "None"...)
}

func (p *person) grantTime() int64 { return p.assigned(p.grant().sku) }

func (p *person) grantPlansOff() int {
	g := p.grant()
	return countOff(&p.t.catalogue[g.sku], g.disabled)
}

func (p *person) grantPlanOff(b []byte) []byte {
	g := p.grant()
	return append(b, planOff(&p.t.catalogue[g.sku], g.disabled, p.at[1]).id...)
}

// assigned is when a SKU was last given to the user.
func (p *person) assigned(sku int) int64 {
	return p.since(p.created(), p.pick(askAssigned.part(question(sku)), 900))
}

// plan returns the nth of the plans of all the user's licences.
func (p *person) plan() (l licence, plan *planFacts) {
	_, licences := p.licensing()
	n := p.at[0]
	for _, l := range licences {
		plans := p.t.catalogue[l.sku].plans
		if n < len(plans) {
			return l, plans[n]
		}
		n -= len(plans)
	}
	return licence{}, nil
}

func (p *person) planCount() int {
	_, licences := p.licensing()
	n := 0
	for _, l := range licences {
		n += len(p.t.catalogue[l.sku].plans)
	}
	return n
}

func (p *person) planID(b []byte) []byte {
	_, plan := p.plan()
	return append(b, plan.id...)
}

func (p *person) planService(b []byte) []byte {
	_, plan := p.plan()
	return append(b, plan.service...)
}

func (p *person) planTime() int64 {
	l, _ := p.plan()
	return p.assigned(l.sku)
}

func (p *person) isOff(l licence, plan *planFacts) bool {
	k := slices.Index(p.t.catalogue[l.sku].optional, plan)
	return k >= 0 && l.disabled>>k&1 == 1
}

// planCapability is Deleted for a plan that is switched off, and else follows
// from the state of the subscription.
func (p *person) planCapability(b []byte) []byte {
	l, plan := p.plan()
	if p.isOff(l, plan) {
		return append(b, "Deleted"...)
	}
	return append(b, skuStatus[l.sku]...)
}

// planProvisioning is Disabled for a plan that is switched off.
func (p *person) planProvisioning(b []byte) []byte {
	l, plan := p.plan()
	if p.isOff(l, plan) {
		return append(b, "Disabled"...)
	}
	return append(b, provisioning(plan)...)
}

// provisioning is Success, but for plans that wait for an administrator or that
// Microsoft has just added.
func provisioning(plan *planFacts) string {
	switch plan.name {
	case "INTUNE_O365":
		return "PendingActivation"
	case "COPILOT_FRONTIER_PREVIEW":
		return "PendingProvisioning"
	}
	return "Success"
}
