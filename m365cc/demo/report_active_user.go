package demo

// https://learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail
var activeUserDetail = &report{
	function: "getOffice365ActiveUserDetail",
	takes:    byPeriod | byDate,
	tells: func(u *usage) bool {
		_, licences := u.licensing()
		return u.isWorker() && len(licences) > 0
	},
	uses: []workload{exchange, oneDrive, sharePoint, skypeForBusiness, yammer, teams},
	columns: []reportColumn{
		refreshDate(), principalName(), displayedName(), isDeleted(), deletedDate(),
		hasLicense("Exchange", "Exchange", exchange),
		hasLicense("OneDrive", "OneDrive", oneDrive),
		hasLicense("SharePoint", "SharePoint", sharePoint),
		hasLicense("Skype For Business", "SkypeForBusiness", skypeForBusiness),
		hasLicense("Yammer", "Yammer", yammer).notInChina(),
		hasLicense("Teams", "Teams", teams).notInChina(),
		lastUsed("Exchange", "exchange", exchange),
		lastUsed("OneDrive", "oneDrive", oneDrive),
		lastUsed("SharePoint", "sharePoint", sharePoint),
		lastUsed("Skype For Business", "skypeForBusiness", skypeForBusiness),
		lastUsed("Yammer", "yammer", yammer).notInChina(),
		lastUsed("Teams", "teams", teams).notInChina(),
		licenseAssigned("Exchange", "exchange", exchange),
		licenseAssigned("OneDrive", "oneDrive", oneDrive),
		licenseAssigned("SharePoint", "sharePoint", sharePoint),
		licenseAssigned("Skype For Business", "skypeForBusiness", skypeForBusiness),
		licenseAssigned("Yammer", "yammer", yammer).notInChina(),
		licenseAssigned("Teams", "teams", teams).notInChina(),
		assignedProducts(),
	},
}

func hasLicense(header, name string, w workload) reportColumn {
	return trueFalse("Has "+header+" License", "has"+name+"License", func(u *usage) bool { return u.given.has(w) })
}

func lastUsed(header, name string, w workload) reportColumn {
	return dayOf(header+" Last Activity Date", name+"LastActivityDate", func(u *usage) int64 { return u.last[w] })
}

func licenseAssigned(header, name string, w workload) reportColumn {
	return dayOf(header+" License Assign Date", name+"LicenseAssignDate", func(u *usage) int64 { return u.assignedDay(w) })
}
