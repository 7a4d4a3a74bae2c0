package m365cc

import (
	"context"
	"fmt"
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// userReport is a usage report of which each user gets a part, by the user principal name in any case. L is what counts
// of its lines.
type userReport[L any] struct {
	function string
	noPeriod bool
	// headers are the columns without which the report is of no use here; the first is that of the names.
	headers []string
	name    func(*L) string
	// deleted, unless nil, says that the line is that of somebody who has been deleted: the name may be another's since.
	deleted func(*L) Flag
	pool    *graph.Pool[L]
}

// each gives the lines of the report but those of the deleted. The error is errConcealed where the names are codes.
func (r *userReport[L]) each(ctx context.Context, q *request[user], give func(nameKey, *L)) error {
	asked := usageReport(r.function, edition{period: q.Connection.settings.ReportPeriod})
	if r.noPeriod {
		asked = usageReport(r.function, edition{})
	}
	asked.Help.Table = q.table.name
	file, err := q.Connection.report(ctx, asked)
	if err != nil {
		return err
	}
	for page, err := range graph.Rows(file, r.pool) {
		if err != nil {
			return err
		}
		if err := r.check(page.Missing); err != nil {
			return err
		}
		for i := range page.Rows {
			line := &page.Rows[i]
			if concealedName(r.name(line)) {
				return errConcealed
			}
			if r.deleted == nil || r.deleted(line) != Yes {
				give(keyOfName(r.name(line)), line)
			}
		}
		page.Release()
	}
	return nil
}

// check says what a report lacks.
func (r *userReport[L]) check(missing []string) error {
	if slices.Contains(missing, r.headers[0]) {
		return fmt.Errorf("%s: the report has no user principal names", r.function)
	}
	for _, header := range r.headers {
		if slices.Contains(missing, header) {
			return errNoColumn
		}
	}
	return nil
}

// What counts here of the lines of the reports of mailboxes and of OneDrive accounts.
type (
	mailboxLine struct {
		UserPrincipalName string `csv:"User Principal Name"`
		IsDeleted         Flag   `csv:"Is Deleted"`
		StorageUsed       Count  `csv:"Storage Used (Byte)"`
	}
	oneDriveLine struct {
		OwnerPrincipalName string `csv:"Owner Principal Name"`
		IsDeleted          Flag   `csv:"Is Deleted"`
		StorageUsed        Count  `csv:"Storage Used (Byte)"`
	}
)

const storageHeader = "Storage Used (Byte)"

var mailStorageSource = storageSource(mailboxUsages.source(),
	&userReport[mailboxLine]{function: mailboxUsages.function, headers: []string{"User Principal Name", storageHeader}, pool: new(graph.Pool[mailboxLine]),
		name: func(l *mailboxLine) string { return l.UserPrincipalName }, deleted: func(l *mailboxLine) Flag { return l.IsDeleted }},
	func(l *mailboxLine) Count { return l.StorageUsed },
	func(u *joinedUser) *Count { return &u.mailStorage })

var oneDriveStorageSource = storageSource(oneDriveUsages.source(),
	&userReport[oneDriveLine]{function: oneDriveUsages.function, headers: []string{"Owner Principal Name", storageHeader}, pool: new(graph.Pool[oneDriveLine]),
		name: func(l *oneDriveLine) string { return l.OwnerPrincipalName }, deleted: func(l *oneDriveLine) Flag { return l.IsDeleted }},
	func(l *oneDriveLine) Count { return l.StorageUsed },
	func(u *joinedUser) *Count { return &u.oneDriveStorage })

// storageSource joins the bytes that a report has of each user; the most where it has several.
func storageSource[L any](whole source, r *userReport[L], used func(*L) Count, field func(*joinedUser) *Count) *joinedSource[user] {
	read := func(ctx context.Context, q *request[user], _ *user) (func(*user), []string, error) {
		bytes := map[nameKey]int64{}
		err := r.each(ctx, q, func(key nameKey, line *L) {
			if c := used(line); c.known {
				bytes[key] = max(bytes[key], c.number)
			}
		})
		return func(u *user) {
			number, known := bytes[keyOfName(u.UserPrincipalName)]
			*field(u.join()) = Count{number, known}
		}, nil, err
	}
	return &joinedSource[user]{name: r.function, endpoints: []source{whole}, needs: []string{"userPrincipalName"}, read: read}
}

// platforms are where a user used the applications.
type platforms struct{ windows, mac, mobile, web Flag }

// platformLine is what counts here of the report of applications, which has no display names and does not say who has
// been deleted.
type platformLine struct {
	UserPrincipalName string `csv:"User Principal Name"`
	LastActivation    Day    `csv:"Last Activation Date"`
	LastActivity      Day    `csv:"Last Activity Date"`
	Windows           Flag   `csv:"Windows"`
	Mac               Flag   `csv:"Mac"`
	Mobile            Flag   `csv:"Mobile"`
	Web               Flag   `csv:"Web"`
}

var platformReport = userReport[platformLine]{function: appPlatformUsages.function, pool: new(graph.Pool[platformLine]),
	headers: []string{"User Principal Name", "Windows", "Mac", "Mobile", "Web"}, name: func(l *platformLine) string { return l.UserPrincipalName }}

// platformSource is joined by the day on which the account was created too: a line that is older is somebody else's,
// who had the name before.
var platformSource = &joinedSource[user]{name: platformReport.function, endpoints: []source{appPlatformUsages.source()}, needs: []string{"userPrincipalName", "createdDateTime"}, read: readPlatforms}

// usedPlatforms is the last line of a name, and a line without a day; both may be there.
type usedPlatforms struct {
	day       Day
	last      platforms
	isUndated bool
	undated   platforms
}

func readPlatforms(ctx context.Context, q *request[user], _ *user) (func(*user), []string, error) {
	lines := map[nameKey]usedPlatforms{}
	err := platformReport.each(ctx, q, func(key nameKey, l *platformLine) {
		of, day, used := lines[key], max(l.LastActivity, l.LastActivation), platforms{l.Windows, l.Mac, l.Mobile, l.Web}
		switch {
		case day == 0:
			of.isUndated, of.undated = true, used
		case day >= of.day:
			of.day, of.last = day, used
		}
		lines[key] = of
	})
	return func(u *user) {
		of := lines[keyOfName(u.UserPrincipalName)]
		switch {
		case of.day > 0 && of.day >= u.createdOn():
			u.join().platforms = of.last
		case of.isUndated:
			u.join().platforms = of.undated
		}
	}, nil, err
}
