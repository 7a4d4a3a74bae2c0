package demo

// The reports of SharePoint and OneDrive are about the same things done with
// files.

// https://learn.microsoft.com/graph/api/reportroot-getsharepointactivityuserdetail
var sharePointActivityUserDetail = &report{
	function: "getSharePointActivityUserDetail",
	takes:    byPeriod | byDate,
	tells:    isLicensed(sharePoint),
	uses:     []workload{sharePoint},
	columns: append(fileColumns(sharePoint),
		count("Visited Page Count", "visitedPageCount", (*usage).pages),
		assignedProducts(), reportPeriod()),
}

// https://learn.microsoft.com/graph/api/reportroot-getonedriveactivityuserdetail
var oneDriveActivityUserDetail = &report{
	function: "getOneDriveActivityUserDetail",
	takes:    byPeriod | byDate,
	tells:    isLicensed(oneDrive),
	uses:     []workload{oneDrive},
	columns:  append(fileColumns(oneDrive), assignedProducts(), reportPeriod()),
}

// What is done with files, and with how many on a day at most.
const (
	viewedOrEdited question = iota
	synced
	sharedInternally
	sharedExternally
)

var filesMost = [...]int{viewedOrEdited: 25, synced: 40, sharedInternally: 3, sharedExternally: 2}

func (u *usage) files(w workload, what question) int64 {
	return u.times(w, askFiles.part(what+question(w)<<4), filesMost[what])
}

func (u *usage) pages() int64 { return u.times(sharePoint, askFiles.part(4), 9) }

func fileColumns(w workload) []reportColumn {
	done := func(header, name string, what question) reportColumn {
		return count(header+" File Count", name+"FileCount", func(u *usage) int64 { return u.files(w, what) })
	}
	return []reportColumn{
		refreshDate(), principalName(), isDeleted(), deletedDate(), lastActivityDate(w),
		done("Viewed Or Edited", "viewedOrEdited", viewedOrEdited), done("Synced", "synced", synced),
		done("Shared Internally", "sharedInternally", sharedInternally), done("Shared Externally", "sharedExternally", sharedExternally),
	}
}
