package demo

// principal is a program that signs in as itself: an application, or a managed
// identity of Azure.
type principal struct {
	name     string
	kind     signInKind
	use      appUse
	resource string // the Azure resource of a managed identity
	fails    bool   // its secret has expired
}

// principals sign in twice a day, all days.
var principals = []principal{
	{name: "Contoso HR Sync", kind: servicePrincipal, use: appUse{application{"contoso-hr", "Contoso HR Sync"}, appGraph}},
	{name: "Contoso Backup", kind: servicePrincipal, use: appUse{application{"contoso-backup", "Contoso Backup"}, appExchange}},
	{name: "Contoso Power BI Embedded", kind: servicePrincipal, use: appUse{application{"contoso-embedded", "Contoso Power BI Embedded"}, appPowerBIService}},
	{name: "Contoso Data Lake", kind: servicePrincipal, use: appUse{application{"contoso-lake", "Contoso Data Lake"}, appDataverse}, fails: true},
	{name: "contoso-nightly", kind: managedIdentity, use: appUse{application{"contoso-nightly", "contoso-nightly"}, appAzure},
		resource: "/subscriptions/4f2b0b36-0d6c-4b61-9d2c-3f7f5f0f3a10/resourcegroups/nightly/providers/Microsoft.Logic/workflows/contoso-nightly"},
	{name: "contoso-vm-07", kind: managedIdentity, use: appUse{application{"contoso-vm-07", "contoso-vm-07"}, appKeyVault},
		resource: "/subscriptions/4f2b0b36-0d6c-4b61-9d2c-3f7f5f0f3a10/resourcegroups/servers/providers/Microsoft.Compute/virtualMachines/contoso-vm-07"},
}

const principalInterval = 12 * hour

// principalRefs appends the sign-ins of all principals, in no order.
func (t *Tenant) principalRefs(refs []signInRef) []signInRef {
	for k, pr := range principals {
		offset := int64(60 + below(roll(t.key, askPrincipal.part(question(k))), principalInterval))
		for n := range logDays * day / principalInterval {
			if since := logDays*day - offset - int64(n)*principalInterval; since >= 0 {
				refs = append(refs, newSignInRef(since, t.users+k, pr.kind, n))
			}
		}
	}
	return refs
}

// ownApplication is the number, in its space of GUIDs, of an application that
// the tenant has registered itself.
const (
	principalObject = 16
	principalApp    = 32
)

// appendApplicationID appends the id of an application: Microsoft's own, or
// one that the tenant made up.
func (t *Tenant) appendApplicationID(b []byte, a application) []byte {
	if len(a.id) == 36 {
		return append(b, a.id...)
	}
	for k := range principals {
		if principals[k].use.app == a {
			return t.ids[guidOwner].append(b, principalApp+k)
		}
	}
	return t.ids[guidOwner].append(b, principalApp-1)
}
