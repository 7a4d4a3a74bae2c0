package demo

// https://learn.microsoft.com/graph/api/reportroot-getoffice365activationsuserdetail
var activationsUserDetail = &report{
	function: "getOffice365ActivationsUserDetail",
	tells:    func(u *usage) bool { return u.isWorker() && u.clientCount() > 0 },
	list:     "userActivationCounts",
	entries:  (*usage).clientCount,
	columns: append([]reportColumn{refreshDate(), principalName(), displayedName()}, within(
		words("Product Type", "productType", func(u *usage, b []byte) []byte { return append(b, u.client().product...) }),
		dayOf("Last Activated Date", "lastActivatedDate", func(u *usage) int64 { return u.activatedDay(u.client().workload) }),
		count("Windows", "windows", func(u *usage) int64 { return u.activations(onWindows) }),
		count("Mac", "mac", func(u *usage) int64 { return u.activations(onMac) }),
		count("Windows 10 Mobile", "windows10Mobile", func(*usage) int64 { return 0 }),
		count("iOS", "ios", func(u *usage) int64 { return u.activations(onMobile) }),
		count("Android", "android", func(u *usage) int64 { return u.activations(onAndroid) }),
		trueFalse("Activated On Shared Computer", "activatedOnSharedComputer", (*usage).isOnSharedComputer),
	)...),
}

// clientApp is an application that is activated on a device.
type clientApp struct {
	workload workload
	product  string
}

var clients = []clientApp{
	{officeClient, "MICROSOFT 365 APPS FOR ENTERPRISE"},
	{excelClient, "MICROSOFT EXCEL ADVANCED ANALYTICS"},
	{projectClient, "PROJECT ONLINE DESKTOP CLIENT"},
	{visioClient, "VISIO DESKTOP APP"},
}

// clientCount is how many of them the licences give, activated or not.
func (u *usage) clientCount() (n int) {
	for _, c := range clients {
		if u.given.has(c.workload) {
			n++
		}
	}
	return n
}

// client is the one that a row is about.
func (u *usage) client() *clientApp {
	n := u.at[0]
	for k := range clients {
		if !u.given.has(clients[k].workload) {
			continue
		}
		if n == 0 {
			return &clients[k]
		}
		n--
	}
	return nil
}

// activatedDay is the day of the last activation, which is long ago for many;
// 0: never.
func (u *usage) activatedDay(w workload) int64 {
	if u.last[w] == 0 {
		return 0
	}
	return max(u.last[w]-int64(u.pick(askReport.part(question(w)), 500)), u.birthday())
}

// activations is the number of devices. Everybody who has activated a client
// has done so on one at least; Project and Visio are there on Windows only.
func (u *usage) activations(on platform) int64 {
	w := u.client().workload
	ask := askReport.part(1<<8 + question(on)<<4 + question(w))
	isDesktop := on == u.desktop()
	switch {
	case u.last[w] == 0:
		return 0
	case w == projectClient || w == visioClient || w == excelClient:
		return int64(truthOf(on == onWindows))
	case isDesktop:
		return 1 + int64(u.pick(ask, 3))
	case on == onMobile || on == onAndroid:
		return int64(max(u.pick(ask, 5)-2, 0))
	}
	return 0
}

func truthOf(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (u *usage) isOnSharedComputer() bool {
	return u.last[u.client().workload] != 0 && u.once(askReport.part(2<<8), 40)
}
