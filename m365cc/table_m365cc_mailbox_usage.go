package m365cc

import (
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableMailboxUsage = define(definition[mailboxUsage]{
	name:        "m365cc_mailbox_usage",
	description: "Usage report of mailboxes: for each mailbox of a user, a room or several people its items, storage, quotas and last activity.",
	sources:     []source{mailboxUsages.source()},
	list:        mailboxUsages.list,
	columns: slices.Concat([]column[mailboxUsage]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(m *mailboxUsage) string { return m.UserPrincipalName }),
		text("display_name", "The display name; a code where is_concealed is true.", func(m *mailboxUsage) string { return m.DisplayName }),
		boolean("is_deleted", "True if the mailbox has been deleted. The name may belong to somebody else since.", func(m *mailboxUsage) Flag { return m.IsDeleted }),
		timestamp("deleted_date", "The day on which the mailbox was deleted.", func(m *mailboxUsage) string { return m.DeletedDate }),
		timestamp("created_date", "The day on which the mailbox was made.", func(m *mailboxUsage) string { return m.CreatedDate }),
		timestamp("last_activity_date", "The last day on which somebody used the mailbox. It may lie before the period.", func(m *mailboxUsage) string { return m.LastActivityDate }),
		count("item_count", "The items in the mailbox.", func(m *mailboxUsage) Count { return m.ItemCount }),
		count("storage_used_in_bytes", "The storage that is used, in bytes.", func(m *mailboxUsage) Count { return m.StorageUsed }),
		count("issue_warning_quota_in_bytes", "The size, in bytes, from which on the owner is warned.", func(m *mailboxUsage) Count { return m.IssueWarningQuota }),
		count("prohibit_send_quota_in_bytes", "The size, in bytes, from which on the mailbox cannot send.", func(m *mailboxUsage) Count { return m.ProhibitSendQuota }),
		count("prohibit_send_receive_quota_in_bytes", "The size, in bytes, from which on the mailbox can neither send nor receive.", func(m *mailboxUsage) Count { return m.ProhibitSendReceiveQuota }),
		count("deleted_item_count", "The deleted items that can still be recovered.", func(m *mailboxUsage) Count { return m.DeletedItemCount }),
		count("deleted_item_size_in_bytes", "The storage that they use, in bytes.", func(m *mailboxUsage) Count { return m.DeletedItemSize }),
		count("deleted_item_quota_in_bytes", "The storage, in bytes, that they may use.", func(m *mailboxUsage) Count { return m.DeletedItemQuota }),
		boolean("has_archive", "True if the mailbox has an archive.", func(m *mailboxUsage) Flag { return m.HasArchive }),
		text("recipient_type", "Whose mailbox it is: User, Shared, Room or Equipment. Only the JSON form of the report tells, which is read instead when a statement names this column; it takes a request for every 10,000 mailboxes.",
			func(m *mailboxUsage) string { return strings.TrimSuffix(m.RecipientType, "Mailbox") }), // clients in the field expect SharedMailbox too
		count("report_period", "The period of the report in days, as the report says it.", func(m *mailboxUsage) Count { return m.ReportPeriod }),
		text("title", "The title of the resource: the display name.", func(m *mailboxUsage) string { return m.DisplayName }),
	}, mailboxUsages.columns(
		func(m *mailboxUsage) string { return m.ReportRefreshDate },
		func(m *mailboxUsage) string { return m.UserPrincipalName },
	)),
})

// mailboxUsage is a mailbox, as a line of the CSV or an object of the JSON form of the report.
//
// https://learn.microsoft.com/graph/api/reportroot-getmailboxusagedetail?view=graph-rest-beta
type mailboxUsage struct {
	ReportRefreshDate        string `csv:"Report Refresh Date" json:"reportRefreshDate"`
	UserPrincipalName        string `csv:"User Principal Name" json:"userPrincipalName"`
	DisplayName              string `csv:"Display Name" json:"displayName"`
	IsDeleted                Flag   `csv:"Is Deleted" json:"isDeleted"`
	DeletedDate              string `csv:"Deleted Date" json:"deletedDate"`
	CreatedDate              string `csv:"Created Date" json:"createdDate"`
	LastActivityDate         string `csv:"Last Activity Date" json:"lastActivityDate"`
	ItemCount                Count  `csv:"Item Count" json:"itemCount"`
	StorageUsed              Count  `csv:"Storage Used (Byte)" json:"storageUsedInBytes"`
	IssueWarningQuota        Count  `csv:"Issue Warning Quota (Byte)" json:"issueWarningQuotaInBytes"`
	ProhibitSendQuota        Count  `csv:"Prohibit Send Quota (Byte)" json:"prohibitSendQuotaInBytes"`
	ProhibitSendReceiveQuota Count  `csv:"Prohibit Send/Receive Quota (Byte)" json:"prohibitSendReceiveQuotaInBytes"`
	DeletedItemCount         Count  `csv:"Deleted Item Count" json:"deletedItemCount"`
	DeletedItemSize          Count  `csv:"Deleted Item Size (Byte)" json:"deletedItemSizeInBytes"`
	DeletedItemQuota         Count  `csv:"Deleted Item Quota (Byte)" json:"deletedItemQuota"`
	HasArchive               Flag   `csv:"Has Archive" json:"hasArchive"`
	RecipientType            string `json:"recipientType"`
	ReportPeriod             Count  `csv:"Report Period" json:"reportPeriod"`
}

// mailboxUsages have no form for a day.
var mailboxUsages = report[mailboxUsage]{function: "getMailboxUsageDetail", noDate: true, onlyInJSON: []string{"recipient_type"}, pool: new(graph.Pool[mailboxUsage])}
