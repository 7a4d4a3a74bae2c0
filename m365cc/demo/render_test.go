package demo

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestAppendString(t *testing.T) {
	for _, s := range []string{"", "plain", `"quoted"`, `back\slash`, "tab\tline\nreturn\r", "\x00\x01\x1f", "Zoë 日本 🚀", "</script>", "\u2028", `'`, "\x7f"} {
		got := string(appendString(nil, s))
		var back string
		if err := json.Unmarshal([]byte(got), &back); err != nil || back != s {
			t.Errorf("%q is written %s, which reads %q, %v", s, got, back, err)
		}
	}
}

func FuzzAppendString(f *testing.F) {
	f.Add(`a"b\c` + "\x1f日")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip("names are valid UTF-8")
		}
		var back string
		if err := json.Unmarshal(appendString(nil, s), &back); err != nil || back != s {
			t.Errorf("%q reads %q, %v", s, back, err)
		}
	})
}

// textRow is a row with one text.
type textRow struct {
	cursor
	text string
}

func TestAppendText(t *testing.T) {
	for text, want := range map[string]string{
		"":         `null`,
		"x":        `"x"`,
		`a"b`:      `"a\"b"`,
		`\`:        `"\\"`,
		"a\nb":     `"a\u000ab"`,
		"O'Brien":  `"O'Brien"`,
		"Müller 🚀": `"Müller 🚀"`,
	} {
		get := func(r *textRow, b []byte) []byte { return append(b, r.text...) }
		if got := string(appendText([]byte("before:"), &textRow{text: text}, get)); got != "before:"+want {
			t.Errorf("%q is written %s", text, got)
		}
	}
}

func TestAppendTime(t *testing.T) {
	for _, at := range []time.Time{testNow, time.Date(2000, 2, 29, 23, 59, 59, 0, time.UTC), time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if got, want := string(appendTime(nil, at.Unix())), `"`+at.Format("2006-01-02T15:04:05Z")+`"`; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := string(appendTime(nil, 0)); got != "null" {
		t.Errorf("no time is written %s", got)
	}
}

func TestAppendForms(t *testing.T) {
	flag, number, there := null, int64(-7), false
	properties := []property[*textRow]{
		boolean("flag", func(*textRow) trilean { return flag }),
		integer("number", func(*textRow) (int64, bool) { return number, there }),
		object("object", func(*textRow) bool { return there }, constant[*textRow]("@odata.type", "#x"), nothing[*textRow]("y")),
		texts("texts", func(*textRow) int { return 2 }, func(r *textRow, b []byte) []byte { return appendInt(append(b, 'e'), r.at[0], 1) }),
		objects("objects", func(*textRow) int { return 2 },
			list("inner", func(r *textRow) int { return r.at[0] + 1 },
				text("", func(r *textRow, b []byte) []byte { return appendInt(appendInt(b, r.at[0], 1), r.at[1], 1) }))),
		texts("none", func(*textRow) int { return 0 }, nil),
	}
	render := func() string {
		var all []*property[*textRow]
		for k := range properties {
			all = append(all, &properties[k])
		}
		return string(appendObject(nil, &textRow{}, all))
	}
	const lists = `"texts":["e0","e1"],"objects":[{"inner":["00"]},{"inner":["10","11"]}],"none":[]}`
	if got, want := render(), `{"flag":null,"number":null,"object":null,`+lists; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	flag, there = yes, true
	if got, want := render(), `{"flag":true,"number":-7,"object":{"@odata.type":"#x","y":null},`+lists; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	flag, there = no, false
	properties[2].omitted = true
	if got, want := render(), `{"flag":false,"number":null,`+lists; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAppendInt(t *testing.T) {
	for _, test := range []struct {
		n, width int
		want     string
	}{{0, 1, "0"}, {0, 3, "000"}, {7, 3, "007"}, {999, 3, "999"}, {1000, 3, "1000"}, {123456, 1, "123456"}} {
		if got := string(appendInt(nil, test.n, test.width)); got != test.want {
			t.Errorf("%d in %d digits is %q", test.n, test.width, got)
		}
	}
}

// Writing a user allocates nothing, whatever is asked for in lists of users.
func TestRenderingAllocatesNothing(t *testing.T) {
	tenant := testTenant(t, 2000)
	var wanted []*property[*person]
	for _, name := range strings.Fields(`id userPrincipalName displayName givenName surname mail accountEnabled userType department
		jobTitle country createdDateTime assignedLicenses businessPhones proxyAddresses usageLocation onPremisesSyncEnabled signInActivity`) {
		wanted = append(wanted, userSchema.property(name))
	}
	var p person
	b := make([]byte, 0, 1<<16)
	i := 0
	allocations := testing.AllocsPerRun(2000, func() {
		tenant.load(&p, i%2000)
		b = appendObject(b[:0], &p, wanted)
		i++
	})
	if allocations > 0.1 {
		t.Errorf("%v allocations a user", allocations)
	}
}
