package demo

// handler answers a request whose path and method are right.
type handler func(*request) (*reply, error)

// resource is what a collection of any kind of row can do.
type resource interface {
	list(*request) (*reply, error)
	get(r *request, key string) (*reply, error)
	count(*request) (*reply, error)
}

// route is a path that Graph serves.
type route struct {
	path    []string
	serves  resource
	keyed   bool // path/{key} is served
	counted bool // path/$count is served

	calls  func(rest []string) handler // what is below the path and no list, nil where that is nothing; serves is nil
	target Target                      // of the calls
}

// graphRoutes returns everything that this Graph serves, in v1.0 and in beta.
func graphRoutes(t *Tenant) []route {
	return []route{
		{path: []string{"users"}, serves: userCollection(t), keyed: true, counted: true},
		{path: []string{"subscribedSkus"}, serves: skuCollection(t), keyed: true},
		{path: []string{"directory", "subscriptions"}, serves: subscriptionCollection(t), keyed: true},
		{path: []string{"directory", "deletedItems", "microsoft.graph.user"}, serves: deletedCollection(t), counted: true},
		{path: []string{"groups"}, serves: groupCollection(t), keyed: true, counted: true},
		{path: []string{"domains"}, serves: domainCollection(t), keyed: true},
		{path: []string{"auditLogs", "directoryAudits"}, serves: auditCollection(t), keyed: true},
		{path: []string{"auditLogs", "signIns"}, serves: signInVersions(t), keyed: true},
		{path: []string{"reports", "authenticationMethods", "userRegistrationDetails"}, serves: registrationVersions(t), keyed: true},
		{path: []string{"organization"}, serves: organizationCollection(t), keyed: true},
		{path: []string{"reports"}, calls: reportCalls(usageReports()...), target: Addresses},
		{path: []string{"copilot", "reports"}, calls: reportCalls(copilotUsageUserDetail), target: Files},
		{path: []string{"admin"}, calls: adminCalls, target: Objects},
	}
}

// route finds the handler for a path, and what it gives; the error names the
// segment that is not known.
func (s *Server) route(path []string) (handler, Target, error) {
	known := 0
	for _, r := range s.routes {
		n := 0
		for n < len(r.path) && n < len(path) && r.path[n] == path[n] {
			n++
		}
		known = max(known, n)
		if n < len(r.path) {
			continue
		}
		if r.calls != nil {
			if len(path) > n {
				if h := r.calls(path[n:]); h != nil {
					return h, r.target, nil
				}
			}
			continue
		}
		switch rest := path[n:]; {
		case len(rest) == 0:
			return r.serves.list, Pages, nil
		case rest[0] == "$count" && r.counted && len(rest) == 1:
			return r.serves.count, Counts, nil
		case len(rest) == 1 && r.keyed:
			return func(q *request) (*reply, error) { return r.serves.get(q, rest[0]) }, Objects, nil
		}
		known = min(n+1, len(path)-1)
	}
	return nil, 0, noSegment(path[min(known, len(path)-1)])
}

// Anybody who may read all users may read one, and so on: any of these
// permissions is enough.
var (
	userRoles         = []string{"User.Read.All", "Directory.Read.All"}
	skuRoles          = []string{"LicenseAssignment.Read.All", "Organization.Read.All", "Directory.Read.All"}
	subscriptionRoles = []string{"Organization.Read.All", "Directory.Read.All"}
	groupRoles        = []string{"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"}
	domainRoles       = []string{"Domain.Read.All", "Directory.Read.All"}
	organizationRoles = []string{"Organization.Read.All", "Directory.Read.All", "User.Read.All"}
)

// https://learn.microsoft.com/graph/api/user-list
func userCollection(t *Tenant) *collection[*person] {
	return &collection[*person]{
		name: "users", schema: userSchema, roles: userRoles, cost: 2, page: 100,
		options: []string{optSelect, optFilter, optOrderBy, optTop, optCount, optSkipToken},
		size:    t.Len, empty: func() *person { return new(person) },
		load: func(p *person, i int) { t.load(p, i) },
		find: t.Find, order: t.order,
	}
}

// everyRow is the page of a list that Graph gives whole.
const everyRow = 1 << 30

// https://learn.microsoft.com/graph/api/subscribedsku-list
func skuCollection(t *Tenant) *collection[*skuRow] {
	schema := skuSchema(t.cloud.lockedOut)
	return &collection[*skuRow]{
		name: "subscribedSkus", schema: schema, roles: skuRoles, cost: 3, page: everyRow, whole: true,
		options: []string{optSelect},
		size:    func() int { return len(t.SKUs()) }, empty: func() *skuRow { return new(skuRow) },
		load: func(r *skuRow, i int) { r.sku = &t.SKUs()[i] },
		find: finder(t.SKUs, func(s SKU) string { return s.ID }),
	}
}

// https://learn.microsoft.com/graph/api/directory-list-subscriptions
func subscriptionCollection(t *Tenant) *collection[*subscriptionRow] {
	return &collection[*subscriptionRow]{
		name: "directory/subscriptions", schema: subscriptionSchema, roles: subscriptionRoles, cost: 1, page: everyRow,
		options: []string{optSelect, optSkipToken},
		size:    func() int { return len(t.Subscriptions()) }, empty: func() *subscriptionRow { return new(subscriptionRow) },
		load: func(r *subscriptionRow, i int) { r.subscription = &t.Subscriptions()[i] },
		find: finder(t.Subscriptions, func(s Subscription) string { return s.ID }),
	}
}

// https://learn.microsoft.com/graph/api/organization-list
func organizationCollection(t *Tenant) *collection[*organizationRow] {
	return &collection[*organizationRow]{
		name: "organization", schema: organizationSchema, roles: organizationRoles, cost: 1, page: everyRow, whole: true,
		options: []string{optSelect},
		size:    func() int { return 1 }, empty: func() *organizationRow { return &organizationRow{tenant: t} },
		load: func(*organizationRow, int) {},
		find: func(key string) (int, bool) { return 0, key == t.ID() },
	}
}

// finder finds an element by its key, for lists that are short.
func finder[T any](all func() []T, key func(T) string) func(string) (int, bool) {
	return func(wanted string) (int, bool) {
		for i, element := range all() {
			if key(element) == wanted {
				return i, true
			}
		}
		return 0, false
	}
}
