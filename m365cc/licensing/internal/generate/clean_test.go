package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      "",
		"\u00a0\t ":                             "",
		"SPE_E5":                                "SPE_E5",
		"MCOCAP_FACULTY\u00a0":                  "MCOCAP_FACULTY",
		"RIGHTSMANAGEMENT_CE_GOV\t":             "RIGHTSMANAGEMENT_CE_GOV",
		"O365_w/o\u00a0Teams\u00a0Bundle_M3":    "O365_w/o Teams Bundle_M3",
		"Virtualization \tRights":               "Virtualization Rights",
		"Analytics – Premium ":                  "Analytics – Premium",
		"DYN365_ ENTERPRISE _RELATIONSHIP":      "DYN365_ ENTERPRISE _RELATIONSHIP",
		" two\u00a0 lines\r\nof\u00a0\u00a0one": "two lines of one",
	} {
		if got := clean(text); got != want {
			t.Errorf("clean(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestGUID(t *testing.T) {
	const want = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	for _, text := range []string{want, strings.ToUpper(want)} {
		if got, ok := guid(text); !ok || got != want {
			t.Errorf("guid(%q) = %q, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "SPE_E5", want[1:], want + "0", want + "\n", "8fc2205d-4e51-4401-97f0-5c89ef1aafb"} {
		if _, ok := guid(text); ok {
			t.Errorf("guid(%q) is taken for one", text)
		}
	}
}

func TestWithGUID(t *testing.T) {
	good := record{"id": "06EBC4EE-1BB5-47DD-8120-11324BC54E06", "part": "SPE_E5"}
	bad := record{"id": "8fc2205d-4e51-4401-97f0-5c89ef1aafb", "part": "ENTERPRISEPACK_STUDENT"}
	var report bytes.Buffer
	got := withGUID([]record{bad, good}, "id", "part", &report)
	want := []record{{"id": "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "part": "SPE_E5"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("withGUID gave %v, want %v", got, want)
	}
	if good["id"] != "06EBC4EE-1BB5-47DD-8120-11324BC54E06" {
		t.Error("withGUID changed its argument")
	}
	message := `left out "ENTERPRISEPACK_STUDENT": "8fc2205d-4e51-4401-97f0-5c89ef1aafb" is not a GUID` + "\n"
	if report.String() != message {
		t.Errorf("report is %q, want %q", report.String(), message)
	}
}
