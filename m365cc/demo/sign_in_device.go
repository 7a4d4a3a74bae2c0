package demo

// device is a kind of device, and the program on it that signed in.
type device struct {
	system, browser, agent string
	isApp                  bool // no browser
	isPhone                bool
}

var noDevice device

var devices = []device{
	{system: "Windows10", browser: "Edge 131.0.0", agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"},
	{system: "Windows10", browser: "Rich Client 5.2.8.0", isApp: true},
	{system: "Windows11", browser: "Chrome 131.0.0", agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"},
	{system: "Windows11", browser: "Rich Client 5.2.9.0", isApp: true, agent: "Mozilla/5.0 (compatible; MSAL 1.0) PKeyAuth/1.0"},
	{system: "MacOs", browser: "Safari 18.1", agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"},
	{system: "Ios 18.1", browser: "Mobile Safari 18.1", isApp: true, isPhone: true, agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 PKeyAuth/1.0"},
	{system: "Android 15", browser: "Chrome Mobile 131.0.0", isPhone: true, agent: "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"},
	{system: "Linux", browser: "Firefox 132.0", agent: "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"},
}

// device is one of the person's two, mostly the first; n is from 0 to 9.
func (p *person) device(n int) int {
	which := question(0)
	if n > 6 {
		which = 1
	}
	return p.pick(askDevice.part(which), len(devices))
}

// isManaged says whether the company knows the device. Its properties are a
// mixture of null and empty strings where it does not.
func (s *signInRow) isManaged() bool {
	d := s.decide().device
	return d.system != "" && s.isUser() && s.person().worksHere() && s.person().once(askDevice.part(2), 600)
}

func (s *signInRow) deviceNumber() int {
	if s.decide().device.isPhone {
		return s.ref.who()*2 + 1
	}
	return s.ref.who() * 2
}

func (s *signInRow) deviceID(b []byte) []byte {
	if s.isManaged() {
		return s.t.ids[guidDevice].append(b, s.deviceNumber())
	}
	return b
}

func (s *signInRow) deviceName(b []byte) []byte {
	if s.isManaged() {
		return appendInt(append(b, "CONTOSO-"...), s.deviceNumber(), 6)
	}
	return b
}

// isCompliant is null for a device that nobody manages, false for a few.
func (s *signInRow) isCompliant() trilean {
	if !s.isManaged() {
		return null
	}
	return truth(!s.person().once(askDevice.part(3), 80))
}

func (s *signInRow) deviceManaged() trilean {
	if !s.isManaged() {
		return null
	}
	return yes
}

func (s *signInRow) trustType(b []byte) []byte {
	switch {
	case !s.isManaged():
		return b
	case s.device.isPhone:
		return append(b, "Azure AD registered"...)
	case s.person().isOnPremises():
		return append(b, "Hybrid Azure AD joined"...)
	}
	return append(b, "Azure AD joined"...)
}

func (s *signInRow) userAgent(b []byte) []byte {
	switch {
	case s.decide().legacy && s.client == "Other clients":
		return append(b, "BAV2ROPC"...)
	case !s.isUser() && s.ref.nth()%2 == 0:
		return append(b, "azsdk-net-Identity/1.13.1"...)
	}
	return append(b, s.device.agent...)
}
