package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
)

// TestMain is this program itself when the program starts itself.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == serveArgument {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestSoak is a whole run, small and short: its queries run side by side under the race detector.
func TestSoak(t *testing.T) {
	var out bytes.Buffer
	args := []string{"-time", "5s", "-queries", "20", "-users", "60", "-logs=false"}
	if err := start(t.Context(), args, nil, &out, io.Discard); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	t.Log(out.String())
	for _, want := range []string{"All is well.", "wrong or failed    0\n", "throttle-seconds", "reset"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report has no %q:\n%s", want, out.String())
		}
	}
}

func TestStartRefuses(t *testing.T) {
	for _, args := range [][]string{
		{serveArgument, "many", "1"},
		{serveArgument, "60", "one"},
		{"-time", "10ms"},
		{"-queries", "0"},
		{"-users", "0"},
		{"more"},
		{"-no-such-flag"},
	} {
		if err := start(t.Context(), args, strings.NewReader(""), io.Discard, io.Discard); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
	if err := start(t.Context(), []string{"-help"}, nil, io.Discard, io.Discard); err != nil {
		t.Errorf("-help: %v", err)
	}
}
