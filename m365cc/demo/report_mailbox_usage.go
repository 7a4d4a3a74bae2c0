package demo

// https://learn.microsoft.com/graph/api/reportroot-getmailboxusagedetail
var mailboxUsageDetail = &report{
	function: "getMailboxUsageDetail",
	takes:    byPeriod,
	tells:    func(u *usage) bool { return u.recipientType() != "" },
	columns: []reportColumn{
		refreshDate(), principalName(), displayedName(), isDeleted(), deletedDate(),
		dayOf("Created Date", "createdDate", (*usage).mailboxCreated),
		dayOf("Last Activity Date", "lastActivityDate", (*usage).mailboxLast),
		count("Item Count", "itemCount", (*usage).mailboxItems),
		count("Storage Used (Byte)", "storageUsedInBytes", (*usage).mailboxUsed),
		count("Issue Warning Quota (Byte)", "issueWarningQuotaInBytes", func(u *usage) int64 { return u.mailboxQuota().warning }),
		count("Prohibit Send Quota (Byte)", "prohibitSendQuotaInBytes", func(u *usage) int64 { return u.mailboxQuota().send }),
		count("Prohibit Send/Receive Quota (Byte)", "prohibitSendReceiveQuotaInBytes", func(u *usage) int64 { return u.mailboxQuota().receive }),
		count("Deleted Item Count", "deletedItemCount", (*usage).mailboxDeletedItems),
		count("Deleted Item Size (Byte)", "deletedItemSizeInBytes", (*usage).mailboxDeleted),
		count("Deleted Item Quota (Byte)", "deletedItemQuota", func(*usage) int64 { return deletedItemQuota }),
		trueFalse("Has Archive", "hasArchive", (*usage).hasArchive),
		words("", "recipientType", func(u *usage, b []byte) []byte { return append(b, u.recipientType()...) }),
		reportPeriod(),
	},
}

// recipientType is "" without a mailbox. Shared mailboxes and rooms need no
// licence.
func (u *usage) recipientType() string {
	switch {
	case u.kind == shared:
		return "Shared"
	case u.kind == room:
		return "Room"
	case u.given.has(exchange):
		return "User"
	}
	return ""
}

// quota is when a mailbox warns, does not send, and does not receive any more.
type quota struct{ warning, send, receive int64 }

var (
	largeQuota  = quota{98 << 30, 99 << 30, 100 << 30}
	middleQuota = quota{49 << 30, 99 << 29, 50 << 30}
	smallQuota  = quota{2 << 30 / 10 * 9, 2 << 30 / 20 * 19, 2 << 30}
)

// mailboxQuota follows from the best of the licences.
func (u *usage) mailboxQuota() *quota {
	best := &middleQuota // of shared mailboxes too
	_, licences := u.licensing()
	for _, l := range licences {
		switch l.sku {
		case skuE5, skuE3, skuO365E5, skuO365E3:
			return &largeQuota
		case skuF3:
			best = &smallQuota
		}
	}
	return best
}

func (u *usage) mailboxCreated() int64 {
	return min(u.birthday()+int64(u.pick(askMailbox.part(5), 4)), u.t.refreshDay())
}

// mailboxLast is the last use by whoever uses it.
func (u *usage) mailboxLast() int64 {
	switch {
	case u.isWorker():
		return u.last[exchange]
	case u.once(askMailbox.part(6), 150):
		return 0
	}
	return max(u.t.refreshDay()-int64(u.pick(askMailbox.part(7), 200)), u.birthday())
}

// mailboxUsed is next to nothing where nobody was, and beyond the warning for a
// few.
func (u *usage) mailboxUsed() int64 {
	q := u.mailboxQuota()
	if u.mailboxLast() == 0 {
		return 40_000 + int64(u.pick(askMailbox.part(8), 200_000))
	}
	if u.once(askMailbox.part(10), 30) {
		return q.warning + int64(u.pick(askMailbox.part(8), 100_000))
	}
	return q.warning / 2000 * int64(1+u.pick(askMailbox.part(8), 1600))
}

func (u *usage) mailboxDeleted() int64 {
	return u.mailboxUsed() / 1000 * int64(u.pick(askMailbox.part(11), 60))
}

// Items have a size that is usual for mail.

func (u *usage) mailboxItems() int64        { return u.mailboxUsed() / 61_000 }
func (u *usage) mailboxDeletedItems() int64 { return u.mailboxDeleted() / 23_000 }

const deletedItemQuota = 30 << 30

func (u *usage) hasArchive() bool {
	return u.mailboxQuota() == &largeQuota && u.once(askMailbox.part(9), 150)
}
