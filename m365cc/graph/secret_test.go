package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
)

// prints are a value in every form in which it might get into a log.
func prints(v any) string {
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		fmt.Fprintf(&b, verb+"\n", v)
	}
	text, err := json.Marshal(v)
	fmt.Fprintf(&b, "%s %v\n", text, err)
	hclog.New(&hclog.LoggerOptions{Level: hclog.Trace, Output: &b}).Error("x", "value", v)
	hclog.New(&hclog.LoggerOptions{Level: hclog.Trace, Output: &b, JSONFormat: true}).Error("x", "value", v)
	slog.New(slog.NewTextHandler(&b, nil)).Error("x", "value", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Error("x", "value", v)
	func() {
		defer func() { fmt.Fprintf(&b, "%v", recover()) }()
		panic(v)
	}()
	return b.String()
}

// TestSecretIsNotPrinted holds that nothing that has a secret or a token shows it, also from within a struct whose
// fields are private, of which fmt asks no method.
func TestSecretIsNotPrinted(t *testing.T) {
	f := startFake(t, nil)
	f.graph = func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, page("")) }
	c := f.client()
	if _, err := all(t.Context(), c, rows); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(c.credential.token.Peek().Token, "eyJ") {
		t.Fatal("no token is kept")
	}
	id := fakeIdentity()
	hidden := struct {
		secret   Secret
		identity Identity
		pointer  *Identity
		any      any
	}{id.ClientSecret, id, &id, id}
	for name, v := range map[string]any{
		"secret": id.ClientSecret, "identity": id, "pointer": &id, "private fields": hidden, "pointer to private fields": &hidden,
		"help": tokenHelp{id, Endpoints{}}, "options": Options{Identity: id}, "credential": c.credential, "client": c,
		"list": []Identity{id}, "map": map[string]any{"x": id},
	} {
		text := prints(v)
		for _, form := range []string{fakeSecret, fmt.Sprintf("%x", fakeSecret), fmt.Sprintf("%X", fakeSecret), fmt.Sprint([]byte(fakeSecret)), "eyJ", "c2lnbmF0dXJl"} {
			if strings.Contains(text, form) {
				t.Errorf("%s shows %q", name, form)
			}
		}
	}
	if got := fmt.Sprintf("%v", id); got != fmt.Sprintf("client_id %q of tenant_id %q with a client secret", fakeClient, fakeTenant) {
		t.Errorf("got %q", got)
	}
	if id.ClientSecret.Reveal() != fakeSecret || NewSecret("").IsSet() || fmt.Sprintf("%s|%v", NewSecret(""), id.ClientSecret) != "|(secret)" {
		t.Error("the secret is not kept, or an empty one is one")
	}
	if !reflect.DeepEqual(NewSecret("a"), NewSecret("a")) || reflect.DeepEqual(NewSecret("a"), NewSecret("b")) {
		t.Error("secrets are not told apart by their text")
	}
}
