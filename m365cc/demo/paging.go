package demo

// paging is how the pages of a list differ from what is asked for.
type paging struct {
	first   int  // the longest first page; 0: as asked
	half    bool // half as many rows as asked
	empty   bool // an empty page comes before the next one
	twice   bool // the next page begins with the last row of this one
	differs bool // one of them made a difference
}

// shortFirstPage is long enough that short lists have several pages, at the
// cost of one request more.
const shortFirstPage = 10

// pageSize is how long a page is of which top rows are asked for.
func (r *request) pageSize(top int, isFirst bool) int {
	if size := r.switches.PageSize; size > 0 {
		top = min(top, size)
	}
	if r.paging.first > 0 && isFirst {
		top = min(top, r.paging.first)
	}
	if r.paging.half {
		r.paging.differs = true
		top = max(top/2, 1)
	}
	return top
}

// emptyPage says whether an empty page comes next, unless this is one.
func (r *request) emptyPage(isEmpty bool) bool {
	if isEmpty || !r.paging.empty && !r.switches.EmptyPages {
		return false
	}
	r.paging.differs = true
	return true
}
