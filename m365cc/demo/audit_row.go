package demo

// auditRow is a change while its row is being computed.
type auditRow struct {
	cursor
	t      *Tenant
	k      int
	ref    auditRef
	hash   uint64
	target deletedRow // whom it was done to
	actor  person     // who did it, unless an application did
	loaded bool
}

// auditFacts is what the changes of one kind have in common.
type auditFacts struct {
	name, category, operation, service string
	changed                            string // the property that was changed; "": none is told of
}

var auditKinds = [...]auditFacts{
	addUser:        {"Add user", "UserManagement", "Add", "Core Directory", "AccountEnabled"},
	addMember:      {"Add member to group", "GroupManagement", "Assign", "Core Directory", "Group.ObjectID"},
	changeLicence:  {"Change user license", "UserManagement", "Update", "Core Directory", "AssignedLicense"},
	resetPassword:  {"Reset password (by admin)", "UserManagement", "Update", "Self-service Password Management", ""},
	disableAccount: {"Disable account", "UserManagement", "Update", "Core Directory", "AccountEnabled"},
	deleteUser:     {"Delete user", "UserManagement", "Delete", "Core Directory", ""},
}

// Applications that change the directory.
var (
	auditSync      = application{"6eb59a73-39b2-4c23-a70f-e2e3ce8965b1", "Microsoft Azure Active Directory Connect"}
	auditLicensing = application{"", "Microsoft Azure AD Group-Based Licensing"}
)

func (r *auditRow) load(k int) {
	r.k, r.ref, r.loaded = k, r.t.auditLog()[k], false
	r.hash = mix(r.t.key ^ mix(uint64(k)|1<<62))
}

func (r *auditRow) facts() *auditFacts { return &auditKinds[r.ref.kind] }

// people loads whom the change is about, and who made it.
func (r *auditRow) people() *auditRow {
	if r.loaded {
		return r
	}
	r.loaded = true
	if who := r.ref.who; who < r.t.users {
		r.target.gone = false
		r.t.load(&r.target.person, who)
	} else {
		r.t.loadGone(&r.target.usage, who-r.t.users)
	}
	// Two people whom every tenant has, as far as its size reaches.
	r.t.load(&r.actor, [...]int{1, 19}[below(roll(r.hash, askAuditor), 2)]%r.t.users)
	return r
}

// app is the application that made the change; nil: a person did.
func (r *auditRow) app() *application {
	r.people()
	switch {
	case r.ref.kind == addUser && r.target.isOnPremises():
		return &auditSync
	case r.ref.kind == changeLicence && r.grant().group > 0:
		return &auditLicensing
	}
	return nil
}

func (r *auditRow) isByUser() bool { return r.app() == nil }
func (r *auditRow) isByApp() bool  { return r.app() != nil }

// grant is the one that the change is about.
func (r *auditRow) grant() grant {
	grants, _ := r.people().target.licensing()
	return grants[r.ref.nth]
}

// result is failure for licences that could not be assigned and for a few
// passwords.
func (r *auditRow) result() (result, reason string) {
	switch {
	case r.ref.kind == changeLicence && r.grant().fault != "":
		return "failure", r.grant().fault
	case r.ref.kind == resetPassword && below(roll(r.hash, askAuditDetail), 8) == 0:
		return "failure", "The password does not meet the policy."
	}
	return "success", ""
}

// The targets: the user and, of a membership, the group.

func (r *auditRow) targetCount() int {
	if r.ref.kind == addMember {
		return 2
	}
	return 1
}

func (r *auditRow) isGroup() bool { return r.at[0] == 1 }

func (r *auditRow) targetID(b []byte) []byte {
	if r.people(); r.isGroup() {
		return r.t.ids[guidGroup].append(b, r.grant().group)
	}
	return r.t.ids[guidUser].append(b, r.target.i)
}

// targetName is null for users, as Graph has it, but for those who are new.
func (r *auditRow) targetName(b []byte) []byte {
	switch r.people(); {
	case r.isGroup():
		return append(b, r.t.groupName(r.grant().group)...)
	case r.ref.kind == addUser:
		return r.target.displayName(b)
	}
	return b
}

func (r *auditRow) targetType() string {
	if r.isGroup() {
		return "Group"
	}
	return "User"
}

func (r *auditRow) targetUPN(b []byte) []byte {
	switch r.people(); {
	case r.isGroup():
		return b
	case r.ref.kind == deleteUser:
		return r.target.deletedName(b)
	}
	return r.target.userPrincipalName(b)
}

// changes is how many properties were changed: that of the kind, of the user.
func (r *auditRow) changes() int {
	if r.isGroup() || r.facts().changed == "" {
		return 0
	}
	return 1
}

func (r *auditRow) before() string {
	switch r.ref.kind {
	case disableAccount:
		return "[true]"
	case changeLicence:
		return "[]"
	}
	return ""
}

func (r *auditRow) after() string {
	switch r.ref.kind {
	case addUser:
		return "[true]"
	case disableAccount:
		return "[false]"
	case changeLicence:
		return "[SkuName=" + r.t.catalogue[r.grant().sku].part + "]"
	}
	return `"` + r.t.groupNumber(r.grant().group) + `"`
}

// address is where the person who made the change was.
func (r *auditRow) address(b []byte) []byte {
	return appendInt(append(b, "192.0.2."...), 1+below(roll(r.hash, askAuditDetail.part(1)), 250), 1)
}

// groupName is the display name of a group by its number.
func (t *Tenant) groupName(n int) string {
	if n == everybody {
		return "All employees"
	}
	return licenceGroupName(n - 1)
}
