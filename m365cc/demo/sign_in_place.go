package demo

import "strconv"

// spot is where an office is on the map, and what the sign-in log calls it: by
// its English name.
type spot struct{ city, latitude, longitude string }

// spots are the offices by the names that users have for them.
var spots = map[string]spot{
	"Seattle": {"Seattle", "47.60621", "-122.33207"}, "New York": {"New York", "40.71427", "-74.00597"},
	"London": {"London", "51.50853", "-0.12574"}, "Dublin": {"Dublin", "53.33306", "-6.24889"},
	"Toronto": {"Toronto", "43.70011", "-79.4163"}, "Sydney": {"Sydney", "-33.86785", "151.20732"},
	"Berlin": {"Berlin", "52.52437", "13.41053"}, "München": {"Munich", "48.13743", "11.57549"},
	"Zürich": {"Zurich", "47.36667", "8.55"}, "Paris": {"Paris", "48.85341", "2.3488"},
	"Montréal": {"Montreal", "45.50884", "-73.58781"}, "Madrid": {"Madrid", "40.4165", "-3.70256"},
	"Ciudad de México": {"Mexico City", "19.42847", "-99.12766"}, "Bogotá": {"Bogota", "4.60971", "-74.08175"},
	"Warszawa": {"Warsaw", "52.22977", "21.01178"}, "Kraków": {"Krakow", "50.06143", "19.93658"},
	"Stockholm": {"Stockholm", "59.32938", "18.06871"}, "København": {"Copenhagen", "55.67594", "12.56553"},
	"Helsinki": {"Helsinki", "60.16952", "24.93545"}, "İstanbul": {"Istanbul", "41.01384", "28.94966"},
	"Hà Nội": {"Hanoi", "21.0245", "105.84117"}, "Αθήνα": {"Athens", "37.98376", "23.72784"},
	"Київ": {"Kyiv", "50.45466", "30.5238"}, "Wrocław": {"Wroclaw", "51.1", "17.03333"},
	"東京": {"Tokyo", "35.6895", "139.69171"}, "大阪": {"Osaka", "34.69374", "135.50218"},
	"上海": {"Shanghai", "31.22222", "121.45806"}, "Singapore": {"Singapore", "1.28967", "103.85007"},
	"دبي": {"Dubai", "25.07725", "55.30927"}, "القاهرة": {"Cairo", "30.06263", "31.24967"},
	"서울": {"Seoul", "37.566", "126.9784"},
}

// where is the office where the sign-in came from: the person's own but for one
// in forty; nil where the log does not know it, and for principals.
func (s *signInRow) where() *place {
	if !s.isUser() || s.once(askTravel, 20) {
		return nil
	}
	p := s.person()
	if !s.once(askTravel.part(1), 25) {
		return p.place
	}
	abroad := &s.t.roster.cultures[s.pick(askTravel.part(2), len(s.t.roster.cultures))]
	return &abroad.places[s.pick(askTravel.part(3), len(abroad.places))]
}

// city is empty, and no null, where the place is not known; so are state and
// country.
func (s *signInRow) city() string {
	if w := s.where(); w != nil {
		return spots[w.city].city
	}
	return ""
}

// state is the city's where a country has no states.
func (s *signInRow) state() string {
	w := s.where()
	switch {
	case w == nil:
		return ""
	case w.state == "":
		return spots[w.city].city
	}
	return w.state
}

func (s *signInRow) country() string {
	if w := s.where(); w != nil {
		return w.usage
	}
	return ""
}

func (s *signInRow) isLocated() bool { return s.where() != nil }

func (s *signInRow) latitude() string {
	if w := s.where(); w != nil {
		return spots[w.city].latitude
	}
	return ""
}

func (s *signInRow) longitude() string {
	if w := s.where(); w != nil {
		return spots[w.city].longitude
	}
	return ""
}

// ipAddress is the person's own at the office or at home, of the networks that
// are kept for examples.
func (s *signInRow) ipAddress(b []byte) []byte {
	at := roll(s.t.key^uint64(s.ref.who()), askAddress.part(question(s.pick(askAddress, 5)/4)))
	if below(at, 10) == 0 {
		b = append(b, "2001:db8:"...)
		b = strconv.AppendUint(b, at>>16&0xffff, 16)
		return strconv.AppendUint(append(b, "::"...), at&0xffff|1, 16)
	}
	net := [...]string{"192.0.2.", "198.51.100.", "203.0.113."}[at%3]
	return strconv.AppendInt(append(b, net...), int64(at>>8%254+1)&0xff, 10)
}
