package demo

import (
	"iter"
	"time"
)

// Usage is the truth about one person in the usage reports, under the names
// that these have in JSON. Days are at 00:00 UTC; a zero time is never. What is
// counted is counted in the days that were asked for. A nil pointer: the report
// does not tell of the person.
type Usage struct {
	User              int    // the number of the user; -1: nobody in the directory
	UserPrincipalName string // as the reports write it, which may be in another case than the directory
	DisplayName       string
	IsDeleted         bool // in the reports, which know it later than the directory
	DeletedDate       time.Time
	AssignedProducts  []string
	Activity          Activity

	ActiveUser         *ActiveUserUsage
	Activations        []ActivationUsage // one for each product
	Apps               *AppUsage
	Copilot            *CopilotUsage
	Email              *EmailUsage
	Mailbox            *MailboxUsage
	OneDriveAccount    *OneDriveAccountUsage
	OneDriveActivity   *FileUsage
	SharePointActivity *FileUsage
	TeamsActivity      *TeamsUsage
	YammerActivity     *YammerUsage
}

// Activity is the last day on which a person used each service, however long
// ago. Zero is never.
type Activity struct {
	Exchange, OneDrive, SharePoint, SkypeForBusiness, Yammer, Teams time.Time // getOffice365ActiveUserDetail
	Outlook                                                         time.Time // getEmailActivityUserDetail
	Apps                                                            time.Time // getM365AppUserDetail
	Copilot                                                         time.Time // getMicrosoft365CopilotUsageUserDetail
}

// ServiceLicense is what a person's licences give of a service.
type ServiceLicense struct {
	IsLicensed        bool
	LicenseAssignDate time.Time
}

// ActiveUserUsage is of getOffice365ActiveUserDetail; the last activities are
// in Activity.
type ActiveUserUsage struct {
	Exchange, OneDrive, SharePoint, SkypeForBusiness, Yammer, Teams ServiceLicense
}

// ActivationUsage is of getOffice365ActivationsUserDetail.
type ActivationUsage struct {
	ProductType                                 string
	LastActivatedDate                           time.Time
	Windows, Mac, Windows10Mobile, IOS, Android int64
	ActivatedOnSharedComputer                   bool
}

// AppUsage is of getM365AppUserDetail.
type AppUsage struct {
	LastActivationDate time.Time
	Used               map[string]bool // by the names in JSON: windows, word, wordWindows ...
}

// CopilotUsage is of getMicrosoft365CopilotUsageUserDetail: the last activity in
// each application, and what only the second version has.
type CopilotUsage struct {
	Chat, Teams, Word, Excel, PowerPoint, Outlook, OneNote, Loop time.Time

	ChatWork, ChatWeb, Microsoft365, Edge, Agent    time.Time
	PromptsAllApps, PromptsChatWork, PromptsChatWeb int64
	ActiveUsageDays                                 int64
}

// EmailUsage is of getEmailActivityUserDetail.
type EmailUsage struct {
	SendCount, ReceiveCount, ReadCount, MeetingCreatedCount, MeetingInteractedCount int64
}

// MailboxUsage is of getMailboxUsageDetail, which has no form for a day.
type MailboxUsage struct {
	RecipientType                                              string // User, Shared or Room
	CreatedDate, LastActivityDate                              time.Time
	ItemCount, StorageUsedInBytes                              int64
	IssueWarningQuotaInBytes, ProhibitSendQuotaInBytes         int64
	ProhibitSendReceiveQuotaInBytes                            int64
	DeletedItemCount, DeletedItemSizeInBytes, DeletedItemQuota int64
	HasArchive                                                 bool
}

// OneDriveAccountUsage is of getOneDriveUsageAccountDetail.
type OneDriveAccountUsage struct {
	SiteID                                      string
	FileCount, ActiveFileCount                  int64
	StorageUsedInBytes, StorageAllocatedInBytes int64
}

// FileUsage is of getSharePointActivityUserDetail and, without pages, of
// getOneDriveActivityUserDetail.
type FileUsage struct {
	ViewedOrEdited, Synced, SharedInternally, SharedExternally int64
	VisitedPages                                               int64
}

// TeamsUsage is of getTeamsUserActivityUserDetail. The durations are in seconds.
type TeamsUsage struct {
	UserID, TenantDisplayName, SharedChannelTenantDisplayNames string
	PostMessages, ReplyMessages, UrgentMessages                int64
	TeamChatMessageCount, PrivateChatMessageCount, CallCount   int64
	MeetingsOrganizedCount, MeetingsAttendedCount              int64
	MeetingsOrganizedByKind, MeetingsAttendedByKind            [meetingKinds]int64 // ad hoc, scheduled once, scheduled again and again
	AudioDuration, VideoDuration, ScreenShareDuration          int64
	HasOtherAction                                             bool
}

// YammerUsage is of getYammerActivityUserDetail.
type YammerUsage struct {
	UserState                          string // active, suspended or deleted
	StateChangeDate                    time.Time
	PostedCount, ReadCount, LikedCount int64
}

// ReportRefreshDate returns the last day of which the usage reports know, two
// days before the tenant's clock.
func (t *Tenant) ReportRefreshDate() time.Time { return date0(t.refreshDay()) }

// Activity returns what user i last used when. It does not depend on a report's
// period; mailboxes of nobody have none here.
func (t *Tenant) Activity(i int) Activity {
	u := new(usage)
	t.subject(u, i+t.goneCount()/2)
	return u.activity()
}

// Usage returns everybody of whom a usage report tells, in the order of the
// reports' rows. What is counted is counted in a period of so many days.
func (t *Tenant) Usage(period int) iter.Seq[Usage] { return t.usageIn(t.periodWindow(period)) }

// UsageOn is Usage for the reports of a single day: a report tells only of those
// who used its service on that day.
func (t *Tenant) UsageOn(at time.Time) iter.Seq[Usage] {
	d := at.Unix() / day
	return t.usageIn(window{first: d, last: d})
}

// DeletedReportRows returns the people of the reports who are not in the
// directory, one of whom the reports do not know to be deleted.
func (t *Tenant) DeletedReportRows() []Usage {
	var gone []Usage
	for u := range t.Usage(180) {
		if u.User < 0 {
			gone = append(gone, u)
		}
	}
	return gone
}

func (t *Tenant) usageIn(w window) iter.Seq[Usage] {
	return func(yield func(Usage) bool) {
		u := &usage{window: w}
		for n := range t.subjects() {
			t.subject(u, n)
			if all, isReported := u.truth(); isReported && !yield(all) {
				return
			}
		}
	}
}
