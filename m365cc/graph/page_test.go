package graph

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
)

// decoded is the page of a body.
func decoded(t testing.TB, p *Page[row], body string) []row {
	t.Helper()
	if err := p.decode(strings.NewReader(body)); err != nil {
		t.Fatal(err)
	}
	return p.Rows
}

func TestPageIsDecoded(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		rows []row
		next string
	}{
		"empty":           {`{"value":[]}`, nil, ""},
		"link first":      {`{"@odata.context":"c","@odata.nextLink":"n","value":[{"id":"a"}]}`, []row{{ID: "a"}}, "n"},
		"link last":       {`{"value":[{"id":"a"},{"id":"b"}],"@odata.nextLink":"n"}`, []row{{ID: "a"}, {ID: "b"}}, "n"},
		"null link":       {`{"value":[{"id":"a"}],"@odata.nextLink":null}`, []row{{ID: "a"}}, ""},
		"unknown members": {`{"@odata.count":2,"x":{"value":[1]},"value":[{"y":[{}],"id":"a","z":null}]}`, []row{{ID: "a"}}, ""},
		"null members":    {`{"value":[{"id":"a","name":null,"tags":null}]}`, []row{{ID: "a"}}, ""},
		"duplicate names": {`{"value":[{"id":"a","id":"b"}]}`, []row{{ID: "b"}}, ""},
		"invalid UTF-8":   {"{\"value\":[{\"id\":\"a\xff\"}]}", []row{{ID: "a\uFFFD"}}, ""},
		"white space":     {" \n{ \"value\" : [ {\"id\":\"a\"} ] } \r\n", []row{{ID: "a"}}, ""},
	} {
		var p Page[row]
		if got := decoded(t, &p, test.body); len(got) != len(test.rows) || len(got) > 0 && !reflect.DeepEqual(got, test.rows) || p.next != test.next {
			t.Errorf("%s: got %v and %q, want %v and %q", name, got, p.next, test.rows, test.next)
		}
	}
}

// TestPageKeepsTheConnectionsErrors holds that what may be asked for again can be told from what is wrong.
func TestPageKeepsTheConnectionsErrors(t *testing.T) {
	broken := fmt.Errorf("read: %w", syscall.ECONNRESET)
	for name, test := range map[string]struct {
		body  io.Reader
		again bool
	}{
		"reset":       {io.MultiReader(strings.NewReader(`{"value":[{"id":`), iotest.ErrReader(broken)), true},
		"reset later": {io.MultiReader(strings.NewReader(page("", "a")), iotest.ErrReader(broken)), true},
		"cut off":     {strings.NewReader(`{"value":[{"id":`), true},
		"malformed":   {strings.NewReader(`{"value":[}`), false},
	} {
		err := new(Page[row]).decode(test.body)
		if err == nil || isTransient(err, true) != test.again {
			t.Errorf("%s: got %v, want one to ask again: %t", name, err, test.again)
		}
	}
}

// TestReleasedRowsDoNotShowThrough holds that a page has nothing of the page whose memory it uses, nor of
// an attempt at it that broke off.
func TestReleasedRowsDoNotShowThrough(t *testing.T) {
	var pool Pool[row]
	first := &Page[row]{pool: &pool}
	var full []string
	for i := range 100 {
		full = append(full, fmt.Sprintf(`{"id":"%d","name":"old","tags":[1,2,3]}`, i))
	}
	kept := decoded(t, first, `{"value":[`+strings.Join(full, ",")+`]}`)
	first.Release()
	first.Release() // twice is once
	if first.Rows != nil || kept[0].Name != "" {
		t.Errorf("after its release the page has %d rows, the first %v", len(first.Rows), kept[0])
	}
	for range 3 { // the pool of -race forgets some
		second := &Page[row]{Rows: pool.get(), pool: &pool}
		_ = second.decode(strings.NewReader(`{"value":[{"id":"broken","name":"old","tags":[4]},{"id":"x"`))
		if got, want := decoded(t, second, `{"value":[{"id":"new"},{}]}`), []row{{ID: "new"}, {}}; !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		second.Release()
	}
	new(Page[row]).Release()
}

func TestPagesOfALongListShareTheirMemory(t *testing.T) {
	var pool Pool[row]
	body := page("", strings.Split(strings.Repeat("a ", 999), " ")[:999]...)
	read := func() {
		p := &Page[row]{Rows: pool.get(), pool: &pool}
		if err := p.decode(strings.NewReader(body)); err != nil || len(p.Rows) != 999 {
			t.Fatal(len(p.Rows), err)
		}
		p.Release()
	}
	// the two strings of each row, and the little that a page needs
	if n := testing.AllocsPerRun(20, read); n > 2*999+100 {
		t.Errorf("a page of 999 rows needs %.0f allocations", n)
	}
}
