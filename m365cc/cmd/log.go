package cmd

import (
	"fmt"
	"io"

	"github.com/hashicorp/go-hclog"
)

// The variables that ask for a log; our own goes before Steampipe's.
const (
	ownLogLevel       = "M365CC_LOG_LEVEL"
	steampipeLogLevel = "STEAMPIPE_LOG_LEVEL"
)

// newLogger logs to w what the variables ask for; nothing without them.
func newLogger(w io.Writer, getenv func(string) string) (hclog.Logger, error) {
	level := hclog.LevelFromString(getenv(ownLogLevel))
	if level == hclog.NoLevel && getenv(ownLogLevel) != "" {
		return nil, fmt.Errorf("%s: %q is not one of trace, debug, info, warn, error, off", ownLogLevel, getenv(ownLogLevel))
	}
	if level == hclog.NoLevel {
		level = hclog.LevelFromString(getenv(steampipeLogLevel))
	}
	if level == hclog.NoLevel {
		level = hclog.Off
	}
	return hclog.New(&hclog.LoggerOptions{Name: "m365cc", Level: level, Output: w}), nil
}
