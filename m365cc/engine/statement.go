package engine

import "errors"

// statement is what the loops of one running statement share.
type statement struct {
	uses map[*plan]*use
	// active counts the loops that have begun and not ended: one that begins then is inside of them.
	active int
	// stable says that SQLite tells rows apart by their number, as for a RIGHT JOIN, so that a row must have the
	// same number in every loop over its table.
	stable bool
	// err is the first error of a table: SQLite keeps only the text.
	err error
}

// use is one loop of the statement, which may run many times.
type use struct {
	loops int   // how often it has begun
	kept  *kept // nil until rows are kept
}

func newStatement() *statement { return &statement{uses: map[*plan]*use{}} }

func (s *statement) use(p *plan) *use {
	u, ok := s.uses[p]
	if !ok {
		u = &use{}
		s.uses[p] = u
	}
	return u
}

// isInside says whether a loop that begins now is inside of another, and so is likely to begin again.
func (s *statement) isInside() bool { return s.active > 0 }

// fail keeps the first error.
func (s *statement) fail(err error) error {
	if s.err == nil {
		s.err = err
	}
	return err
}

// close drops what was kept.
func (s *statement) close() error {
	var errs []error
	for _, u := range s.uses {
		if u.kept != nil {
			errs = append(errs, u.kept.close())
		}
	}
	s.uses = nil
	return errors.Join(errs...)
}
