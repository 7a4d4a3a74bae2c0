package m365cc_test

import (
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// reclaim is a tenant as somebody who takes licences back looks at it, made of the tenant's own truth and of none of
// the plugin's code but the facts about products.
type reclaim struct {
	tenant *demo.Tenant
	skus   map[string]demo.SKU
	people []reclaimed
}

// reclaimed is a person with everything that decides about the licences.
type reclaimed struct {
	demo.User
	age       int // of the account, in days
	isSpecial bool
	office    int            // days since the last use of Office; never
	activated string         // the products that are activated on a device
	days      map[string]int // since the last use of each application
	last      time.Time      // the last use of any
}

// never stands for the days since a use that there was not.
const never = 1 << 20

// notPaid are the licences of the tenant that are free or a trial.
var notPaid = []string{"FLOW_FREE", "TEAMS_EXPLORATORY", "WINDOWS_STORE"}

func newReclaim(tenant *demo.Tenant) *reclaim {
	r := &reclaim{tenant: tenant, skus: map[string]demo.SKU{}, people: make([]reclaimed, tenant.Len())}
	for _, s := range tenant.SKUs() {
		r.skus[s.SKUID] = s
	}
	for i := range r.people {
		u := tenant.User(i)
		r.people[i] = reclaimed{User: u, age: r.since(u.CreatedDateTime), office: never, days: map[string]int{}}
		r.addUses(&r.people[i], i)
	}
	for u := range tenant.Usage(90) {
		if u.User >= 0 {
			r.addUsage(&r.people[u.User], u)
		}
	}
	return r
}

// since counts days in UTC.
func (r *reclaim) since(at time.Time) int {
	if at.IsZero() {
		return never
	}
	return int(r.tenant.Now().Truncate(24*time.Hour).Sub(at.UTC().Truncate(24*time.Hour)) / (24 * time.Hour))
}

func (r *reclaim) addUses(p *reclaimed, i int) {
	a := r.tenant.Activity(i)
	uses := map[string]time.Time{"Microsoft Exchange Server": a.Exchange, "OneDrive": a.OneDrive, "SharePoint": a.SharePoint,
		"Skype for Business": a.SkypeForBusiness, "Yammer": a.Yammer, "Microsoft Teams": a.Teams, "Outlook": a.Outlook}
	for _, application := range signInApplications {
		uses[application] = r.tenant.LastUse(i)[application]
	}
	for application, at := range uses {
		p.days[application] = r.since(at)
		if at.After(p.last) {
			p.last = at
		}
	}
}

func (r *reclaim) addUsage(p *reclaimed, u demo.Usage) {
	p.isSpecial = u.Mailbox != nil && u.Mailbox.RecipientType != "User"
	if u.Apps != nil {
		p.office = r.since(u.Activity.Apps)
	}
	for _, a := range u.Activations {
		if a.Windows+a.Mac+a.Windows10Mobile+a.IOS+a.Android > 0 || a.ActivatedOnSharedComputer {
			p.activated += a.ProductType + ";"
		}
	}
}

// isPaid says whether the licence costs money.
func (r *reclaim) isPaid(l demo.AssignedLicense) bool {
	return !slices.Contains(notPaid, r.skus[l.SKUID].SKUPartNumber)
}

// applications are those that the licence entitles the person to.
func (r *reclaim) applications(l demo.AssignedLicense) []string {
	return entitledTo(r.skus[l.SKUID], l.DisabledPlans)
}

func (r *reclaim) hasPlan(l demo.AssignedLicense, has func(demo.ServicePlan) bool) bool {
	return slices.ContainsFunc(r.skus[l.SKUID].ServicePlans, has)
}

// isUsed says whether one of the applications was, within 93 days or, where sign-ins tell, 30.
func (p *reclaimed) isUsed(applications []string) bool {
	return slices.ContainsFunc(applications, func(a string) bool {
		if slices.Contains(signInApplications, a) {
			return p.days[a] <= 30
		}
		return p.days[a] <= 93
	})
}

func (p *reclaimed) hasActivated(application string) bool {
	return strings.Contains(p.activated, strings.ToUpper(application))
}

func (r *reclaim) isBlocked(p *reclaimed, l demo.AssignedLicense) bool {
	return r.isPaid(l) && !p.AccountEnabled && p.age > 30 && !p.isSpecial
}

func (r *reclaim) neverSignedIn(p *reclaimed, l demo.AssignedLicense) bool {
	return r.isPaid(l) && p.AccountEnabled && p.age > 30 && !p.isSpecial && p.SignInActivity == nil && p.last.IsZero()
}

func (r *reclaim) isUnused(p *reclaimed, l demo.AssignedLicense) bool {
	applications := r.applications(l)
	if !r.isPaid(l) || !p.AccountEnabled || p.age <= 93 || p.isSpecial || len(applications) == 0 || p.isUsed(applications) {
		return false
	}
	hasOffice := r.hasPlan(l, func(plan demo.ServicePlan) bool {
		return plan.Name == "OFFICESUBSCRIPTION" || plan.Name == "OFFICEMOBILE_SUBSCRIPTION"
	})
	hasDesktop := slices.Contains(applications, "Project") || slices.Contains(applications, "Visio")
	return (!hasOffice || p.office > 93) && (!hasDesktop || !p.hasActivated("Project") && !p.hasActivated("Visio"))
}

// ownApplications are what licences for one application are for.
var ownApplications = map[string]string{"PROJECTPROFESSIONAL": "Project", "VISIOCLIENT": "Visio", "POWER_BI_PRO": "Power BI"}

func (r *reclaim) isUnopened(p *reclaimed, l demo.AssignedLicense) bool {
	own, applications := ownApplications[r.skus[l.SKUID].SKUPartNumber], r.applications(l)
	if own == "" || !slices.Contains(applications, own) || !p.AccountEnabled || p.age <= 30 || p.isSpecial || p.days[own] <= 30 {
		return false
	}
	if own != "Power BI" && p.hasActivated(own) {
		return false
	}
	var elsewhere []string
	for _, other := range p.AssignedLicenses {
		if ownApplications[r.skus[other.SKUID].SKUPartNumber] == "" {
			elsewhere = append(elsewhere, r.applications(other)...)
		}
	}
	return !slices.ContainsFunc(applications, func(a string) bool {
		return a != own && p.days[a] <= 93 && !slices.Contains(elsewhere, a)
	})
}

// container returns the licence that makes this one superfluous.
func (r *reclaim) container(p *reclaimed, l demo.AssignedLicense) (demo.SKU, bool) {
	for _, big := range p.AssignedLicenses {
		family, _ := licensing.FamilyByID(big.SKUID)
		if !r.isPaid(l) || !r.isPaid(big) || r.skus[big.SKUID].CapabilityStatus != "Enabled" || !slices.Contains(family.Contains, r.skus[l.SKUID].SKUPartNumber) {
			continue
		}
		there := r.applications(big)
		isLost := slices.ContainsFunc(r.applications(l), func(a string) bool { return !slices.Contains(there, a) }) ||
			r.hasPlan(l, func(plan demo.ServicePlan) bool {
				return slices.Contains(big.DisabledPlans, plan.ID) && !slices.Contains(l.DisabledPlans, plan.ID)
			})
		if !isLost {
			return r.skus[big.SKUID], true
		}
	}
	return demo.SKU{}, false
}

// lowerPart is the E3 of each E5.
var lowerPart = map[string]string{"SPE_E5": "SPE_E3", "ENTERPRISEPREMIUM": "ENTERPRISEPACK"}

func (r *reclaim) isEnoughLower(p *reclaimed, l demo.AssignedLicense) bool {
	lower := lowerPart[r.skus[l.SKUID].SKUPartNumber]
	applications := r.applications(l)
	if lower == "" || !p.AccountEnabled || p.age <= 93 || p.isSpecial || !p.isUsed(applications) || p.days["Power BI"] <= 30 && slices.Contains(applications, "Power BI") {
		return false
	}
	return !slices.ContainsFunc(p.AssignedLicenses, func(o demo.AssignedLicense) bool { return r.skus[o.SKUID].SKUPartNumber == lower })
}

func (r *reclaim) isGuests(p *reclaimed, l demo.AssignedLicense) bool {
	return r.isPaid(l) && p.UserType == "Guest"
}

// disagreement says what the sources disagree about; "": they do not.
func (r *reclaim) disagreement(p *reclaimed) string {
	if !p.AccountEnabled || p.age <= 93 || p.isSpecial || len(p.AssignedLicenses) == 0 {
		return ""
	}
	success, attempt := never, never
	if a := p.SignInActivity; a != nil {
		success = r.since(a.LastSuccessfulSignInDateTime)
		attempt = min(success, r.since(a.LastSignInDateTime), r.since(a.LastNonInteractiveSignInDateTime))
	}
	switch used := r.since(p.last); {
	case success <= 30 && used > 93:
		return "signs in, uses nothing"
	case used <= 30 && attempt > 93:
		return "is used, does not sign in"
	}
	return ""
}
