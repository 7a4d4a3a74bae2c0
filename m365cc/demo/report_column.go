package demo

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"strconv"
	"time"
)

// reportColumn is a column of a usage report. csv and json append its value.
type reportColumn struct {
	header string // in the file; "": only in JSON
	name   string // in JSON
	inner  bool   // in JSON, in the report's list
	notIn  string // a cloud that lacks the column
	since  string // the version of the report that has it first; "": all have it
	csv    func(*usage, []byte) []byte
	json   func(*usage, []byte) []byte
}

// within puts columns into the report's list.
func within(columns ...reportColumn) []reportColumn {
	for k := range columns {
		columns[k].inner = true
	}
	return columns
}

// notInChina takes a column out of that cloud.
func (c reportColumn) notInChina() reportColumn {
	c.notIn = "china"
	return c
}

// The kinds of columns, by their values: words is a text, empty for null; name
// one that is concealed where the tenant conceals names; dayOf a day.

func words(header, name string, get func(*usage, []byte) []byte) reportColumn {
	return reportColumn{header: header, name: name, csv: get, json: func(u *usage, b []byte) []byte { return appendText(b, u, get) }}
}

func nameOf(header, name string, get func(*usage, []byte) []byte) reportColumn {
	return words(header, name, func(u *usage, b []byte) []byte {
		start := len(b)
		b = get(u, b)
		if u.conceal && len(b) > start {
			return append(b[:start], u.t.concealed(b[start:])...)
		}
		return b
	})
}

func dayOf(header, name string, get func(*usage) int64) reportColumn {
	csv := func(u *usage, b []byte) []byte { return appendDay(b, get(u)) }
	return reportColumn{header: header, name: name, csv: csv, json: func(u *usage, b []byte) []byte { return appendText(b, u, csv) }}
}

func count(header, name string, get func(*usage) int64) reportColumn {
	digits := func(u *usage, b []byte) []byte { return strconv.AppendInt(b, get(u), 10) }
	return reportColumn{header: header, name: name, csv: digits, json: digits}
}

func trueFalse(header, name string, get func(*usage) bool) reportColumn {
	return either(header, name, [2]string{"False", "True"}, get)
}

func yesNo(header, name string, get func(*usage) bool) reportColumn {
	return either(header, name, [2]string{"No", "Yes"}, get)
}

func either(header, name string, text [2]string, get func(*usage) bool) reportColumn {
	return reportColumn{header: header, name: name,
		csv: func(u *usage, b []byte) []byte {
			if get(u) {
				return append(b, text[1]...)
			}
			return append(b, text[0]...)
		},
		json: func(u *usage, b []byte) []byte { return strconv.AppendBool(b, get(u)) },
	}
}

// The columns that most reports have.

func refreshDate() reportColumn {
	return dayOf("Report Refresh Date", "reportRefreshDate", func(u *usage) int64 { return u.t.refreshDay() })
}

func principalName() reportColumn {
	return nameOf("User Principal Name", "userPrincipalName", (*usage).reportedName)
}

func displayedName() reportColumn {
	return nameOf("Display Name", "displayName", (*usage).reportedDisplayName)
}

func isDeleted() reportColumn   { return trueFalse("Is Deleted", "isDeleted", (*usage).isDeleted) }
func deletedDate() reportColumn { return dayOf("Deleted Date", "deletedDate", (*usage).deletedDay) }

// lastActivityDate is the last use of a workload, also when that was before the
// report's days.
func lastActivityDate(w workload) reportColumn {
	return dayOf("Last Activity Date", "lastActivityDate", func(u *usage) int64 { return u.last[w] })
}

// reportPeriod is a text in most reports, in JSON too.
func reportPeriod() reportColumn {
	return words("Report Period", "reportPeriod", func(u *usage, b []byte) []byte {
		return strconv.AppendInt(b, u.window.days(), 10)
	})
}

func assignedProducts() reportColumn {
	return reportColumn{header: "Assigned Products", name: "assignedProducts",
		csv: func(u *usage, b []byte) []byte {
			for k, product := range u.products() {
				if k > 0 {
					b = append(b, '+')
				}
				b = append(b, product...)
			}
			return b
		},
		json: func(u *usage, b []byte) []byte {
			b = append(b, '[')
			for k, product := range u.products() {
				if k > 0 {
					b = append(b, ',')
				}
				b = appendString(b, product)
			}
			return append(b, ']')
		},
	}
}

// concealed is what a tenant shows instead of a name: always the same 32 digits.
func (t *Tenant) concealed(name []byte) []byte {
	sum := md5.Sum(append(binary.BigEndian.AppendUint64(nil, t.key), bytes.ToLower(name)...))
	hi, lo := binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:])
	return bytes.ToUpper(appendHex(appendHex(nil, hi, 16), lo, 16))
}

// appendDay appends a day as 2026-11-22, nothing for none.
func appendDay(b []byte, d int64) []byte {
	if d == 0 {
		return b
	}
	return time.Unix(d*day, 0).UTC().AppendFormat(b, time.DateOnly)
}
