//go:build unix

package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestStartTenant(t *testing.T) {
	served, stop, err := startTenant(t.Context(), 5)
	if err != nil {
		t.Fatal(err)
	}
	read, err := runReader(t.Context(), served, ways[0], 5, "")
	if err != nil || read.Rows != 5 {
		t.Errorf("read %+v, %v", read, err)
	}
	stop()
	if _, err := os.Stat(served.CertificateFile); !os.IsNotExist(err) {
		t.Errorf("the certificate is still there: %v", err)
	}
}

func TestProcessesTellWhatFailed(t *testing.T) {
	if _, _, err := startTenant(t.Context(), -1); err == nil || !strings.Contains(err.Error(), "-1 users") {
		t.Errorf("startTenant gives %v", err)
	}
	gone := testTenant
	gone.TokenHost, gone.GraphHost = "127.0.0.1:1", "127.0.0.1:1"
	if _, err := runReader(t.Context(), gone, ways[0], 5, ""); err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("runReader gives %v", err)
	}
}

func TestCleanEnv(t *testing.T) {
	given := []string{"PATH=/bin", "STEAMPIPE_FREE_MEM_INTERVAL=0", "GOGC=400", "AZURE_TENANT_ID=x", "HOME=/h", "SSL_CERT_FILE=/x", "HTTPS_PROXY=p"}
	if got := cleanEnv(given); !slices.Equal(got, []string{"PATH=/bin", "HOME=/h"}) {
		t.Errorf("kept %q", got)
	}
}
