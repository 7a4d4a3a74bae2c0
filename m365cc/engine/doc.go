// Package engine is SQL without Steampipe: each table is a virtual table of an embedded SQLite, which runs
// the table's list function.
//
// BestIndex (plan.go) turns what SQLite knows of a statement into a plan; Filter (cursor.go) fills in the
// values and chooses where the rows come from: a stream of the list function (stream.go), or, for what a
// join reads again and again, rows that are kept (store.go).
package engine
