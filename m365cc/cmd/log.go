package cmd

import (
	"fmt"
	"io"
	"strings"

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
	return hclog.New(&hclog.LoggerOptions{Name: "m365cc", Level: level, Output: visible{w}}), nil
}

// visible writes lines with their control characters shown: a log has texts of the tenant.
type visible struct{ w io.Writer }

func (v visible) Write(p []byte) (int, error) {
	lines := strings.SplitAfter(string(p), "\n")
	for i, line := range lines {
		text, end := strings.CutSuffix(line, "\n")
		if lines[i] = printable(text); end {
			lines[i] += "\n"
		}
	}
	if _, err := io.WriteString(v.w, strings.Join(lines, "")); err != nil {
		return 0, err
	}
	return len(p), nil
}
