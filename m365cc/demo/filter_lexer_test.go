package demo

import (
	"strings"
	"testing"
	"time"
)

// tokens cuts a whole filter.
func tokens(t *testing.T, filter string) []token {
	t.Helper()
	l := lexer{filter: filter}
	var all []token
	for {
		next, err := l.next()
		if err != nil {
			t.Fatalf("%s: %v", filter, err)
		}
		if next.kind == tokenEnd {
			return all
		}
		all = append(all, next)
	}
}

func TestTokens(t *testing.T) {
	names := map[tokenKind]string{tokenWord: "word", tokenText: "text", tokenNumber: "number", tokenTime: "time", tokenGUID: "guid", tokenSign: "sign"}
	for filter, want := range map[string]string{
		"":                                      "",
		"   ":                                   "",
		"a":                                     "word:a",
		"a eq 'b'":                              "word:a word:eq text:b",
		"a/b_c1":                                "word:a sign:/ word:b_c1",
		"a/$count":                              "word:a sign:/ word:$count",
		"f(a,'b')":                              "word:f sign:( word:a sign:, text:b sign:)",
		"x:x":                                   "word:x sign:: word:x",
		"'''quoted'''":                          "text:'quoted'",
		"''":                                    "text:",
		"'a' 'b'":                               "text:a text:b",
		"12":                                    "number:12",
		"-12":                                   "number:-12",
		"999999999":                             "number:999999999",
		"2026-01-31":                            "time:2026-01-31",
		"2026-01-31T10:20:30Z":                  "time:2026-01-31T10:20:30Z",
		"2026-01-31T10:20:30.5-08:00)":          "time:2026-01-31T10:20:30.5-08:00 sign:)",
		"06ebc4ee-1bb5-47dd-8120-11324bc54e06":  "guid:06ebc4ee-1bb5-47dd-8120-11324bc54e06",
		"c7df2760-2c81-4ef7-b578-5b5392b571df)": "guid:c7df2760-2c81-4ef7-b578-5b5392b571df sign:)",
		"null true false":                       "word:null word:true word:false",
		"a\teq\t1":                              "word:a word:eq number:1",
	} {
		var got []string
		for _, x := range tokens(t, filter) {
			got = append(got, names[x.kind]+":"+x.text)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%q\n got %s\nwant %s", filter, text, want)
		}
	}
}

func TestTokensKnowTheirPlace(t *testing.T) {
	filter := "city  eq 'a''b' and x in (1,-2)"
	for _, x := range tokens(t, filter) {
		switch rest := filter[x.at:]; {
		case x.kind == tokenText && rest[0] != '\'', x.kind != tokenText && !strings.HasPrefix(rest, x.text):
			t.Errorf("%q is not at %d", x.text, x.at)
		}
	}
}

func TestTimesAreRead(t *testing.T) {
	for text, want := range map[string]time.Time{
		"2026-11-24":                   time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
		"2026-11-24T09:30:00Z":         testNow,
		"2026-11-24T09:30Z":            testNow,
		"2026-11-24T10:30:00+01:00":    testNow,
		"2026-11-24T09:30:00.0000000Z": testNow,
		"2026-11-24T09:30:00.25Z":      testNow.Add(250 * time.Millisecond),
	} {
		got := tokens(t, text)
		if len(got) != 1 || got[0].kind != tokenTime || !got[0].time.Equal(want) {
			t.Errorf("%s is %+v", text, got)
		}
	}
}

func TestLexerRefuses(t *testing.T) {
	for _, filter := range []string{"'open", "'open''", "\"x\"", "?", "=", "é", "1.5", "1234567890", "2026-1-31", "2026-02-30", "-", "--1", "0x1f", "@p", "\n"} {
		l := lexer{filter: filter}
		if got, err := l.next(); err == nil {
			t.Errorf("%q is %+v", filter, got)
		}
	}
}
