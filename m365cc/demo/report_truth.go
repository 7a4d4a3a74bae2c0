package demo

import "time"

// What the usage reports know, under Graph's names, apart from the form in
// which they are served.

// Edition is what a usage report is about: a period, or else a day.
type Edition struct {
	Period int       // 7, 30, 90 or 180 days; 0: the day
	Day    time.Time // midnight, UTC
}

// Reported is what each line of a report says of somebody.
type Reported struct {
	User              int    // the number of the user; -1: deleted since
	UserPrincipalName string // as the report writes it
	DisplayName       string
	IsDeleted         bool
	DeletedDate       time.Time // zero: none, as for all dates here
	AssignedProducts  []string
}

// ActiveUser is a line of the report of active users. Services has Exchange,
// OneDrive, SharePoint, SkypeForBusiness, Yammer and Teams, also in a cloud
// whose report lacks some.
type ActiveUser struct {
	Reported
	Services map[string]ServiceUse
}

// ServiceUse is what that report says of one service.
type ServiceUse struct {
	HasLicense                          bool
	LastActivityDate, LicenseAssignDate time.Time
}

// EmailActivity is a line of the report of e-mail.
type EmailActivity struct {
	Reported
	LastActivityDate                            time.Time
	SendCount, ReceiveCount, ReadCount          int64
	MeetingCreatedCount, MeetingInteractedCount int64
}

var reportedServices = map[string]workload{
	"Exchange": exchange, "OneDrive": oneDrive, "SharePoint": sharePoint,
	"SkypeForBusiness": skypeForBusiness, "Yammer": yammer, "Teams": teams,
}

// Concealed returns what stands for a name where the reports conceal names.
func (t *Tenant) Concealed(name string) string { return string(t.concealed([]byte(name))) }

// ActiveUsers returns the lines of the report of active users, in its order.
func (t *Tenant) ActiveUsers(e Edition) []ActiveUser {
	var all []ActiveUser
	t.reported(activeUserDetail, e, func(u *usage) {
		line := ActiveUser{u.reported(), map[string]ServiceUse{}}
		for name, w := range reportedServices {
			line.Services[name] = ServiceUse{u.given.has(w), dateOf(u.last[w]), dateOf(u.assignedDay(w))}
		}
		all = append(all, line)
	})
	return all
}

// EmailActivities returns the lines of the report of e-mail, in its order.
func (t *Tenant) EmailActivities(e Edition) []EmailActivity {
	var all []EmailActivity
	t.reported(emailActivityUserDetail, e, func(u *usage) {
		all = append(all, EmailActivity{
			Reported: u.reported(), LastActivityDate: dateOf(u.last[outlook]),
			SendCount: u.mails(sent), ReceiveCount: u.mails(received), ReadCount: u.mails(read),
			MeetingCreatedCount: u.mails(meetingCreated), MeetingInteractedCount: u.mails(meetingInteracted),
		})
	})
	return all
}

// reported calls give with everybody of whom an edition of the report tells.
func (t *Tenant) reported(r *report, e Edition, give func(*usage)) {
	w := t.periodWindow(e.Period)
	if e.Period == 0 {
		d := e.Day.Unix() / day
		w = window{first: d, last: d}
	}
	u := &usage{window: w}
	r.rows(t, u, 0, func() bool {
		give(u)
		return true
	})
}

func (u *usage) reported() Reported {
	r := Reported{
		User: u.i, UserPrincipalName: word(u.reportedName), DisplayName: word(u.reportedDisplayName),
		IsDeleted: u.isDeleted(), DeletedDate: dateOf(u.deletedDay()), AssignedProducts: []string{},
	}
	if u.gone {
		r.User = -1
	}
	for _, name := range u.products() {
		r.AssignedProducts = append(r.AssignedProducts, name)
	}
	return r
}

// dateOf is midnight of a day.
func dateOf(d int64) time.Time { return moment(d * day) }
