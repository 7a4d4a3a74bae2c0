package demo

// versions is a resource that differs between v1.0 and beta.
type versions struct{ v1, beta resource }

func (v versions) of(r *request) resource {
	if r.version == "beta" {
		return v.beta
	}
	return v.v1
}

func (v versions) list(r *request) (*reply, error)            { return v.of(r).list(r) }
func (v versions) get(r *request, key string) (*reply, error) { return v.of(r).get(r, key) }
func (v versions) count(r *request) (*reply, error)           { return v.of(r).count(r) }
