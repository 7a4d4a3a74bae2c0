package demo

// trilean is a boolean property that may be null.
type trilean uint8

const (
	null trilean = iota
	no
	yes
)

func truth(b bool) trilean {
	if b {
		return yes
	}
	return no
}
