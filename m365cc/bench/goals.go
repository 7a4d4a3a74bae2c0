//go:build unix

package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// goal bounds a way: its CPU beside another's, or its memory.
type goal struct {
	way string
	// of is the way whose CPU is compared with; "": the goal is about memory.
	of string
	// most is a factor, or MB.
	most float64
}

// goals are those of the project. Both floors count: no other plugin has fewer columns than ten.
var goals = []goal{
	{engineName, limitName, 3},
	{engineName, floorName, 0.1},
	{engineName, tenFloorName, 0.1},
	{steampipeName, floorName, 0.6},
	{steampipeName, tenFloorName, 0.6},
	{engineName, "", 150},
	{steampipeName, "", 300},
}

// printGoals says of each goal whether it holds; goals about memory hold for the large tenant too.
func (r *report) printGoals(out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, g := range goals {
		for _, users := range g.sizes(r) {
			if text, ok := r.judge(g, users); ok {
				fmt.Fprintln(t, text)
			}
		}
	}
	fmt.Fprintln(out)
	return t.Flush()
}

func (g goal) sizes(r *report) []int {
	if g.of == "" && r.large > 0 {
		return []int{r.users, r.large}
	}
	return []int{r.users}
}

// judge is a line about a goal; false where what it takes was not measured.
func (r *report) judge(g goal, users int) (string, bool) {
	p, ok := r.of(g.way, users)
	if !ok {
		return "", false
	}
	if g.of == "" {
		return fmt.Sprintf("%s\t%s\tpeak of %d users\t%.0f MB\tat most %.0f", verdict(p.peak <= g.most), g.way, users, p.peak, g.most), true
	}
	o, ok := r.of(g.of, users)
	if !ok || o.cpu == 0 {
		return "", false
	}
	factor := p.cpu / o.cpu
	return fmt.Sprintf("%s\t%s\tCPU beside %s\t%.3f\tat most %g", verdict(factor <= g.most), g.way, g.of, factor, g.most), true
}

func verdict(holds bool) string {
	if holds {
		return "holds"
	}
	return "MISSED"
}
