package demo

import "time"

// Between the usage, of which columns are computed, and the Usage that tests
// compare with.

// date0 is the beginning of a day, the zero time for none.
func date0(d int64) time.Time { return moment(d * day) }

func (u *usage) activity() Activity {
	last := func(w workload) time.Time { return date0(u.last[w]) }
	return Activity{
		Exchange: last(exchange), OneDrive: last(oneDrive), SharePoint: last(sharePoint),
		SkypeForBusiness: last(skypeForBusiness), Yammer: last(yammer), Teams: last(teams),
		Outlook: last(outlook), Apps: last(officeApps), Copilot: last(copilot),
	}
}

// truth returns all that the reports tell of somebody, and whether there is
// anything.
func (u *usage) truth() (all Usage, isReported bool) {
	all = Usage{
		User:              u.i,
		UserPrincipalName: word(u.reportedName),
		DisplayName:       word(u.reportedDisplayName),
		IsDeleted:         u.isDeleted(),
		DeletedDate:       date0(u.deletedDay()),
		Activity:          u.activity(),
	}
	if u.gone {
		all.User = -1
	}
	for _, name := range u.products() {
		all.AssignedProducts = append(all.AssignedProducts, name)
	}
	for _, fill := range []struct {
		report *report
		from   func(*Usage)
	}{
		{activeUserDetail, u.fillActiveUser}, {activationsUserDetail, u.fillActivations}, {m365AppUserDetail, u.fillApps},
		{copilotUsageUserDetail, u.fillCopilot}, {emailActivityUserDetail, u.fillEmail}, {mailboxUsageDetail, u.fillMailbox},
		{oneDriveUsageAccountDetail, u.fillDrive}, {oneDriveActivityUserDetail, u.fillFiles}, {sharePointActivityUserDetail, u.fillSites},
		{teamsUserActivityUserDetail, u.fillTeams}, {yammerActivityUserDetail, u.fillYammer},
	} {
		if fill.report.tellsOf(u) {
			fill.from(&all)
			isReported = true
		}
	}
	return all, isReported
}

func (u *usage) fillActiveUser(all *Usage) {
	of := func(w workload) ServiceLicense { return ServiceLicense{u.given.has(w), date0(u.assignedDay(w))} }
	all.ActiveUser = &ActiveUserUsage{of(exchange), of(oneDrive), of(sharePoint), of(skypeForBusiness), of(yammer), of(teams)}
}

func (u *usage) fillActivations(all *Usage) {
	all.Activations = each(&u.person, 0, u.clientCount(), func() ActivationUsage {
		return ActivationUsage{
			ProductType:       u.client().product,
			LastActivatedDate: date0(u.activatedDay(u.client().workload)),
			Windows:           u.activations(onWindows), Mac: u.activations(onMac),
			IOS: u.activations(onMobile), Android: u.activations(onAndroid),
			ActivatedOnSharedComputer: u.isOnSharedComputer(),
		}
	})
}

func (u *usage) fillApps(all *Usage) {
	used := map[string]bool{}
	for k, app := range officeAppList {
		for on, text := range platformNames {
			is := u.runsApp(k, platform(on))
			used[app.name+text] = is
			used[app.name] = used[app.name] || is
			name := string(text[0]|0x20) + text[1:]
			used[name] = used[name] || is
		}
	}
	all.Apps = &AppUsage{date0(u.activatedDay(officeClient)), used}
}

func (u *usage) fillCopilot(all *Usage) {
	of := func(app int) time.Time { return date0(u.copilotDay(app)) }
	all.Copilot = &CopilotUsage{
		Chat: of(0), Teams: of(1), Word: of(2), Excel: of(3), PowerPoint: of(4), Outlook: of(5), OneNote: of(6), Loop: of(7),
		ChatWork: of(8), ChatWeb: of(9), Microsoft365: of(10), Edge: of(11), Agent: of(12),
		PromptsAllApps: u.prompts(promptsAll), PromptsChatWork: u.prompts(promptsWork), PromptsChatWeb: u.prompts(promptsWeb),
		ActiveUsageDays: u.copilotDays(),
	}
}

func (u *usage) fillEmail(all *Usage) {
	all.Email = &EmailUsage{
		SendCount: u.mails(sent), ReceiveCount: u.mails(received), ReadCount: u.mails(read),
		MeetingCreatedCount: u.mails(meetingCreated), MeetingInteractedCount: u.mails(meetingInteracted),
	}
}

func (u *usage) fillMailbox(all *Usage) {
	q := u.mailboxQuota()
	all.Mailbox = &MailboxUsage{
		RecipientType: u.recipientType(), CreatedDate: date0(u.mailboxCreated()), LastActivityDate: date0(u.mailboxLast()),
		ItemCount: u.mailboxItems(), StorageUsedInBytes: u.mailboxUsed(),
		IssueWarningQuotaInBytes: q.warning, ProhibitSendQuotaInBytes: q.send, ProhibitSendReceiveQuotaInBytes: q.receive,
		DeletedItemCount: u.mailboxDeletedItems(), DeletedItemSizeInBytes: u.mailboxDeleted(), DeletedItemQuota: deletedItemQuota,
		HasArchive: u.hasArchive(),
	}
}

func (u *usage) fillDrive(all *Usage) {
	all.OneDriveAccount = &OneDriveAccountUsage{
		SiteID: word(u.siteID), FileCount: u.driveFiles(), ActiveFileCount: u.driveActiveFiles(),
		StorageUsedInBytes: u.driveUsed(), StorageAllocatedInBytes: u.driveSize(),
	}
}

func (u *usage) fillFiles(all *Usage) { all.OneDriveActivity = u.fileUsage(oneDrive) }

func (u *usage) fillSites(all *Usage) {
	all.SharePointActivity = u.fileUsage(sharePoint)
	all.SharePointActivity.VisitedPages = u.pages()
}

func (u *usage) fileUsage(w workload) *FileUsage {
	return &FileUsage{
		ViewedOrEdited: u.files(w, viewedOrEdited), Synced: u.files(w, synced),
		SharedInternally: u.files(w, sharedInternally), SharedExternally: u.files(w, sharedExternally),
	}
}

func (u *usage) fillTeams(all *Usage) {
	var organized, attended [meetingKinds]int64
	for kind := range meetingKinds {
		organized[kind], attended[kind] = u.meetingsOf(kind, "Organized"), u.meetingsOf(kind, "Attended")
	}
	all.TeamsActivity = &TeamsUsage{
		UserID: word(u.userID), TenantDisplayName: tenantName, SharedChannelTenantDisplayNames: word(u.sharedChannels),
		PostMessages: u.posted(), ReplyMessages: u.teamChats() - u.posted(), UrgentMessages: u.urgent(),
		TeamChatMessageCount: u.teamChats(), PrivateChatMessageCount: u.privateChats(), CallCount: u.calls(),
		MeetingsOrganizedCount: u.organized(), MeetingsAttendedCount: u.attended(),
		MeetingsOrganizedByKind: organized, MeetingsAttendedByKind: attended,
		AudioDuration: u.talk(audioShare), VideoDuration: u.talk(videoShare), ScreenShareDuration: u.talk(screenShare),
		HasOtherAction: u.hasOtherAction(),
	}
}

func (u *usage) fillYammer(all *Usage) {
	all.YammerActivity = &YammerUsage{
		UserState: u.yammerState(), StateChangeDate: date0(u.yammerChanged()),
		PostedCount: u.posts(posted), ReadCount: u.posts(postRead), LikedCount: u.posts(liked),
	}
}
