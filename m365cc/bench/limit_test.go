//go:build unix

package main

import (
	"strings"
	"testing"
)

func TestNextLink(t *testing.T) {
	for _, test := range []struct{ name, head, want, fail string }{
		{name: "there is one", head: `{"@odata.context":"c","@odata.nextLink":"https://g/users?$skiptoken=x\u0026y","value":[{"id":`, want: "https://g/users?$skiptoken=x&y"},
		{name: "the last page", head: `{"@odata.context":"c","value":[{"id":`},
		{name: "a link in a row", head: `{"value":[{"@odata.nextLink":"https://g/"}`},
		{name: "a long head", head: `{"@odata.context":"` + strings.Repeat("c", 2000), fail: "too late"},
		{name: "no address", head: `{"@odata.nextLink":7,"value":[`, fail: "number"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := nextLink([]byte(test.head))
			if test.fail == "" && err != nil || test.fail != "" && (err == nil || !strings.Contains(err.Error(), test.fail)) {
				t.Fatalf("got %v, want an error with %q", err, test.fail)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
