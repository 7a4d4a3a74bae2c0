package demo

// The file has a column Site Id and an empty Site URL since September 2023,
// which the documentation does not say.
//
// https://learn.microsoft.com/graph/api/reportroot-getonedriveusageaccountdetail
var oneDriveUsageAccountDetail = &report{
	function: "getOneDriveUsageAccountDetail",
	takes:    byPeriod | byDate,
	tells:    func(u *usage) bool { return u.isWorker() && u.hasDrive() },
	uses:     []workload{oneDrive},
	columns: []reportColumn{
		refreshDate(),
		words("Site Id", "siteId", (*usage).siteID),
		words("Site URL", "siteUrl", func(_ *usage, b []byte) []byte { return b }),
		nameOf("Owner Display Name", "ownerDisplayName", (*usage).reportedDisplayName),
		isDeleted(), lastActivityDate(oneDrive),
		count("File Count", "fileCount", (*usage).driveFiles),
		count("Active File Count", "activeFileCount", (*usage).driveActiveFiles),
		count("Storage Used (Byte)", "storageUsedInBytes", (*usage).driveUsed),
		count("Storage Allocated (Byte)", "storageAllocatedInBytes", (*usage).driveSize),
		nameOf("Owner Principal Name", "ownerPrincipalName", (*usage).reportedName),
		words("", "rootWebTemplate", func(_ *usage, b []byte) []byte { return append(b, "Personal"...) }),
		reportPeriod(),
	},
}

// hasDrive is false for many who never went there: the site is made at the
// first visit, or by an administrator.
func (u *usage) hasDrive() bool {
	return u.given.has(oneDrive) && (u.last[oneDrive] != 0 || u.once(askDrive, 500))
}

func (u *usage) siteID(b []byte) []byte { return u.t.ids[guidSite].append(b, u.i) }

func (u *usage) driveActiveFiles() int64 {
	return min(u.times(oneDrive, askDrive.part(1), 20), u.driveFiles())
}

func (u *usage) driveFiles() int64 {
	if u.last[oneDrive] == 0 {
		return 0
	}
	return 1 + int64(u.pick(askDrive.part(2), 9000))
}

// driveUsed is some pages even of an empty site.
func (u *usage) driveUsed() int64 {
	if u.driveFiles() == 0 {
		return 1_300_000 + int64(u.pick(askDrive.part(3), 900_000))
	}
	return min(u.driveFiles()*int64(20_000+u.pick(askDrive.part(3), 40_000_000)), u.driveSize())
}

// driveSize is a terabyte but for the plans that have less.
func (u *usage) driveSize() int64 {
	_, licences := u.licensing()
	size := int64(5 << 30)
	for _, l := range licences {
		switch l.sku {
		case skuE5, skuE3, skuO365E5, skuO365E3, skuE1, skuTeamsTrial, skuProject, skuDynamics:
			return 1 << 40
		case skuF3:
			size = 2 << 30
		}
	}
	return size
}
