package demo

// https://learn.microsoft.com/graph/api/reportroot-getm365appuserdetail
var m365AppUserDetail = &report{
	function: "getM365AppUserDetail",
	takes:    byPeriod | byDate,
	tells:    isLicensed(officeApps),
	uses:     []workload{officeApps},
	list:     "details",
	columns: append([]reportColumn{refreshDate(), principalName(),
		dayOf("Last Activation Date", "lastActivationDate", func(u *usage) int64 { return u.activatedDay(officeClient) }),
		lastActivityDate(officeApps),
	}, within(appColumns()...)...),
}

// platform is where an application runs.
type platform uint8

const (
	onWindows platform = iota
	onMac
	onMobile
	onWeb
	platformCount
	onAndroid // told apart from other phones by the activations only
)

// officeApp is one of the applications that the report knows.
type officeApp struct {
	header, name string
	needs        workload // beside officeApps
}

var officeAppList = []officeApp{
	{"Outlook", "outlook", outlook}, {"Word", "word", officeApps}, {"Excel", "excel", officeApps},
	{"PowerPoint", "powerPoint", officeApps}, {"OneNote", "oneNote", officeApps}, {"Teams", "teams", teams},
}

const mainApp = 1 // Word, which everybody may use

var platformNames = [platformCount]string{"Windows", "Mac", "Mobile", "Web"}

// appColumns are the platforms, the applications, and both together.
func appColumns() []reportColumn {
	columns := []reportColumn{count("Report Period", "reportPeriod", func(u *usage) int64 { return u.window.days() })}
	for on, text := range platformNames {
		name := string(text[0]|0x20) + text[1:]
		columns = append(columns, yesNo(text, name, func(u *usage) bool { return u.runsOn(platform(on)) }))
	}
	for k, app := range officeAppList {
		columns = append(columns, yesNo(app.header, app.name, func(u *usage) bool { return u.runs(k) }))
	}
	for on, text := range platformNames {
		for k, app := range officeAppList {
			columns = append(columns, yesNo(app.header+" ("+text+")", app.name+text,
				func(u *usage) bool { return u.runsApp(k, platform(on)) }))
		}
	}
	return columns
}

func (u *usage) runsOn(on platform) bool {
	for k := range officeAppList {
		if u.runsApp(k, on) {
			return true
		}
	}
	return false
}

func (u *usage) runs(app int) bool {
	for on := range platformCount {
		if u.runsApp(app, on) {
			return true
		}
	}
	return false
}

// desktop is the platform of the person's computer.
func (u *usage) desktop() platform {
	if u.once(askReport.part(3<<8), 130) {
		return onMac
	}
	return onWindows
}

// mainPlatform is the computer, but the web for those whose licence has no
// application for one.
func (u *usage) mainPlatform() platform {
	if u.given.has(officeClient) {
		return u.desktop()
	}
	return onWeb
}

// runsApp says whether an application was used on a platform in the window.
func (u *usage) runsApp(app int, on platform) bool {
	last := u.last[officeApps]
	if last < u.window.first || last == 0 || !u.given.has(officeAppList[app].needs) {
		return false
	}
	isMain := app == mainApp && on == u.mainPlatform()
	switch {
	case isMain:
		return true
	case on <= onMac && on != u.mainPlatform():
		return false
	case u.has(usesAll):
		return true
	}
	ask := askReport.part(4<<8 + question(app)<<4 + question(on))
	return u.once(ask, 450) && last-int64(u.pick(ask.part(8<<8), 30)) >= u.window.first
}
