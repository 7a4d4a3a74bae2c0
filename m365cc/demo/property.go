package demo

// A property of a resource is declared once, as a value of type property: what
// it is called, how it is computed from a row, and what Graph allows to do with
// it. Rendering, $select, $filter and $orderby all read that declaration, for
// users as for every other resource.

// row is what a property is computed from. While a list inside a row is read,
// at[0] is the number of its element, and at[1] that in a list in the element.
type row interface{ position() *[2]int }

// cursor makes a struct that embeds it a row.
type cursor struct{ at [2]int }

func (c *cursor) position() *[2]int { return &c.at }

// form is what a property's value looks like.
type form uint8

const (
	formText form = iota
	formGUID
	formBool
	formTime
	formInt
	formDouble
	formObject
	formList // of texts, GUIDs or objects
	formNull // nothing but null
)

type property[R row] struct {
	name string
	key  string // "name": as JSON has it
	form form

	text    func(R, []byte) []byte // formText, formGUID, formDouble: appends the value, nothing for null
	flag    func(R) trilean
	time    func(R) int64 // seconds since 1970; 0: null
	ticks   func(R) int64 // formTime: what to add, in units of 100 ns; nil: nothing
	number  func(R) (n int64, ok bool)
	present func(R) bool // formObject: false for null; nil: always
	count   func(R) int  // formList: the number of elements
	element *property[R] // formList: an element
	fields  []property[R]

	rule       rule   // what $filter may do
	standard   bool   // given without $select
	role       string // the permission that this property needs beside the resource's own
	quiet      bool   // without that permission it is left out instead of refused
	omitted    bool   // left out where it is null
	blank      bool   // a text of no length is an empty string, not null
	notBuilt   bool   // 501 in a list
	exact      bool   // $filter does not ignore case
	sorts      bool   // $orderby
	sortsMore  bool   // $orderby in advanced queries
	signInData bool   // read from the sign-in reports, with their limits
}

func newProperty[R row](name string, f form) property[R] {
	return property[R]{name: name, key: `"` + name + `":`, form: f}
}

func text[R row](name string, get func(R, []byte) []byte) property[R] {
	f := newProperty[R](name, formText)
	f.text = get
	return f
}

func guidOf[R row](name string, get func(R, []byte) []byte) property[R] {
	f := text(name, get)
	f.form = formGUID
	return f
}

// constant is a text that is the same in every row.
func constant[R row](name, value string) property[R] {
	return text(name, func(_ R, b []byte) []byte { return append(b, value...) })
}

// double is a number with a fraction, as a text that JSON takes.
func double[R row](name string, get func(R, []byte) []byte) property[R] {
	f := text(name, get)
	f.form = formDouble
	return f
}

func boolean[R row](name string, get func(R) trilean) property[R] {
	f := newProperty[R](name, formBool)
	f.flag = get
	return f
}

func instant[R row](name string, get func(R) int64) property[R] {
	f := newProperty[R](name, formTime)
	f.time = get
	return f
}

// exactly makes an instant as exact as the sign-in log has its own.
func (f property[R]) exactly(ticks func(R) int64) property[R] {
	f.ticks = ticks
	return f
}

func integer[R row](name string, get func(R) (int64, bool)) property[R] {
	f := newProperty[R](name, formInt)
	f.number = get
	return f
}

func object[R row](name string, present func(R) bool, fields ...property[R]) property[R] {
	f := newProperty[R](name, formObject)
	f.present, f.fields = present, fields
	return f
}

// list is a list of elements like element, whose name counts for nothing.
func list[R row](name string, count func(R) int, element property[R]) property[R] {
	f := newProperty[R](name, formList)
	f.count, f.element = count, &element
	return f
}

// texts is a list of strings.
func texts[R row](name string, count func(R) int, get func(R, []byte) []byte) property[R] {
	return list(name, count, text("", get))
}

// objects is a list of objects.
func objects[R row](name string, count func(R) int, fields ...property[R]) property[R] {
	return list(name, count, object[R]("", nil, fields...))
}

func nothing[R row](name string) property[R] { return newProperty[R](name, formNull) }

// filter says which operators $filter takes, by default and, behind the bar,
// only in advanced queries.
func (f property[R]) filter(operators string) property[R] {
	f.rule = parseRule(operators)
	return f
}

// orBlank gives an empty string where there is none, as Graph does here and
// there.
func (f property[R]) orBlank() property[R] {
	f.blank = true
	return f
}

func (f property[R]) byDefault() property[R] {
	f.standard = true
	return f
}

func (f property[R]) needs(role string) property[R] {
	f.role = role
	return f
}

// schema is the type of a resource.
type schema[R row] struct {
	typeName   string // microsoft.graph.user
	resource   string // User, as messages about filters have it
	properties []property[R]
	index      map[string]int
	anyLength  bool // an or in a filter may join any number of clauses
}

func newSchema[R row](typeName, resource string, properties ...property[R]) *schema[R] {
	s := &schema[R]{typeName: typeName, resource: resource, properties: properties, index: map[string]int{}}
	for k := range properties {
		s.index[properties[k].name] = k
	}
	return s
}

// property returns the property of a name, nil if there is none. Names are
// matched exactly, which is stricter than Graph.
func (s *schema[R]) property(name string) *property[R] {
	if k, ok := s.index[name]; ok {
		return &s.properties[k]
	}
	return nil
}
