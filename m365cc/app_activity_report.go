package m365cc

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// Day is a day in UTC, counted from the first of 1970; zero is none.
type Day uint16

// UnmarshalText reads a report's day, 2006-01-02; "" is none. Anything else is an error.
func (d *Day) UnmarshalText(text []byte) error {
	*d = 0
	if len(text) == 0 {
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil || t.Year() < 1971 || t.Year() > 2140 {
		return fmt.Errorf("%q is no day (2006-01-02)", text)
	}
	*d = dayOf(t)
	return nil
}

func dayOf(t time.Time) Day { return Day(t.Unix() / (24 * 60 * 60)) }

// dayTexts are days as the rows have them, each written once.
type dayTexts map[Day]string

func (d dayTexts) of(day Day) string {
	if day == 0 {
		return ""
	}
	text, ok := d[day]
	if !ok {
		text = time.Unix(int64(day)*24*60*60, 0).UTC().Format(time.RFC3339)
		d[day] = text
	}
	return text
}

// nameKey stands for a user principal name, whatever its case, in little memory. Two names share one with a
// probability of 2^-128 or so.
type nameKey [2]uint64

var nameSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func keyOfName(userPrincipalName string) nameKey {
	folded := strings.ToLower(userPrincipalName)
	return nameKey{maphash.String(nameSeeds[0], folded), maphash.String(nameSeeds[1], folded)}
}

// maxDays is how many days a report tells of a user at most.
const maxDays = 6

// activityReport is a usage report as the last use of applications is read from it.
type activityReport struct {
	function string
	// headers are the columns of the days.
	headers []string
	// lines gives the lines to a function and returns the columns that the report lacks.
	lines func(*graph.Report, func(activityLine) error) (missing []string, err error)
}

// activityLine is a line of a report.
type activityLine struct {
	refreshed, name string
	deleted         bool
	days            [maxDays]Day
}

var activeUserActivity = activityReport{
	function: activeUsers.function,
	headers: []string{"Exchange Last Activity Date", "OneDrive Last Activity Date", "SharePoint Last Activity Date",
		"Skype For Business Last Activity Date", "Yammer Last Activity Date", "Teams Last Activity Date"},
	lines: linesOf(func(u *activeUserDays) activityLine {
		return activityLine{u.ReportRefreshDate, u.UserPrincipalName, u.IsDeleted == Yes,
			[maxDays]Day{u.Exchange, u.OneDrive, u.SharePoint, u.Skype, u.Yammer, u.Teams}}
	}),
}

var emailUserActivity = activityReport{
	function: emailActivities.function,
	headers:  []string{"Last Activity Date"},
	lines: linesOf(func(u *emailDays) activityLine {
		return activityLine{u.ReportRefreshDate, u.UserPrincipalName, u.IsDeleted == Yes, [maxDays]Day{u.LastActivity}}
	}),
}

// activeUserDays is what counts here of a line of the report of active users.
type activeUserDays struct {
	ReportRefreshDate string `csv:"Report Refresh Date"`
	UserPrincipalName string `csv:"User Principal Name"`
	IsDeleted         Flag   `csv:"Is Deleted"`
	Exchange          Day    `csv:"Exchange Last Activity Date"`
	OneDrive          Day    `csv:"OneDrive Last Activity Date"`
	SharePoint        Day    `csv:"SharePoint Last Activity Date"`
	Skype             Day    `csv:"Skype For Business Last Activity Date"`
	Yammer            Day    `csv:"Yammer Last Activity Date"`
	Teams             Day    `csv:"Teams Last Activity Date"`
}

// emailDays is what counts here of a line of the report of e-mail.
type emailDays struct {
	ReportRefreshDate string `csv:"Report Refresh Date"`
	UserPrincipalName string `csv:"User Principal Name"`
	IsDeleted         Flag   `csv:"Is Deleted"`
	LastActivity      Day    `csv:"Last Activity Date"`
}

func linesOf[R any](line func(*R) activityLine) func(*graph.Report, func(activityLine) error) ([]string, error) {
	pool := new(graph.Pool[R])
	return func(file *graph.Report, give func(activityLine) error) (missing []string, err error) {
		for page, err := range graph.Rows(file, pool) {
			if err != nil {
				return nil, err
			}
			for i := range page.Rows {
				if err := give(line(&page.Rows[i])); err != nil {
					return nil, err
				}
			}
			missing = page.Missing
			page.Release()
		}
		return missing, nil
	}
}

// reportedActivity is what a usage report tells of all users.
type reportedActivity struct {
	activityReport
	file      *graph.Report
	refreshed string
	missing   []string
	users     map[nameKey]reportedUser // without those who have been deleted, as far as the report knows
}

// reportedUser is a user of a report.
type reportedUser struct {
	days [maxDays]Day
	// listed says that the directory knows the user.
	listed bool
}

// readActivity reads a report. The error is errConcealed where its names are codes.
func readActivity(ctx context.Context, q activityQuestion, r activityReport) (*reportedActivity, error) {
	asked := usageReport(r.function, edition{period: q.connection.settings.ReportPeriod})
	asked.Help.Table = q.table
	file, err := q.connection.report(ctx, asked)
	if err != nil {
		return nil, err
	}
	a := &reportedActivity{activityReport: r, file: file, users: map[nameKey]reportedUser{}}
	a.missing, err = r.lines(file, a.add)
	if err == nil && slices.Contains(a.missing, "User Principal Name") {
		err = fmt.Errorf("%s: the report has no user principal names", r.function)
	}
	return a, err
}

func (a *reportedActivity) add(line activityLine) error {
	if concealedName(line.name) {
		return errConcealed
	}
	a.refreshed = line.refreshed
	if line.deleted {
		return nil
	}
	key := keyOfName(line.name)
	user := a.users[key]
	for i, day := range line.days {
		user.days[i] = max(user.days[i], day)
	}
	a.users[key] = user
	return nil
}

// column is the place of an application's day; false where this cloud's report does not have it.
func (a *reportedActivity) column(header string) (int, bool) {
	return slices.Index(a.headers, header), !slices.Contains(a.missing, header)
}

// find returns what the report tells of a user whom the directory knows.
func (a *reportedActivity) find(userPrincipalName string) reportedUser {
	key := keyOfName(userPrincipalName)
	user, ok := a.users[key]
	if ok && !user.listed {
		user.listed = true
		a.users[key] = user
	}
	return user
}

// gone gives the lines of those whom the directory does not know: they have been deleted since.
func (a *reportedActivity) gone(give func(activityLine) error) error {
	_, err := a.lines(a.file, func(line activityLine) error {
		if !line.deleted && a.users[keyOfName(line.name)].listed {
			return nil
		}
		return give(line)
	})
	return err
}
