package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	sourceFolder = "../../../../../shared/licensing" // not in a clone of the repository alone
	dataFolder   = "../../data"
)

var dataFiles = []string{"products.tsv", "plans.tsv", "families.tsv"}

// The data files are what the source gives: whoever changes one without the
// other fails here.
func TestDataIsUpToDate(t *testing.T) {
	if _, err := os.Stat(sourceFolder); err != nil {
		t.Skip("the source folder is not here")
	}
	out := t.TempDir()
	var report bytes.Buffer
	if err := run(sourceFolder, out, &report); err != nil {
		t.Fatal(err)
	}
	for _, name := range dataFiles {
		got, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join(dataFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is out of date: go generate ./m365cc/licensing", name)
		}
	}
	if lines := strings.Count(report.String(), "\n"); lines != 4 {
		t.Errorf("report has %d lines, want three renames and a bad GUID:\n%s", lines, report.String())
	}
}

// smallSource is a source folder with a SKU in each table.
func smallSource() map[string]string {
	return map[string]string{
		"product-names-and-service-plans.csv": strings.Join(productColumns, ",") + "\n" +
			"Office 365 E3,ENTERPRISEPACK," + idA + ",TEAMS1," + planX + ",Microsoft Teams\n",
		"additional-products.json": "[]",
		"service-plan-applications.csv": "service_plan_name,service_plan_id,application,note\n" +
			"TEAMS1," + planX + ",Microsoft Teams,\n",
		"license-families.csv": strings.Join(familyColumns, ",") + "\n" +
			"ENTERPRISEPACK," + idA + ",office-365,3,true,false,,E3\n",
	}
}

// runOn runs the generator on the files and gives the folder that it wrote.
func runOn(t *testing.T, files map[string]string) (string, error) {
	t.Helper()
	source, out := t.TempDir(), t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(source, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var report bytes.Buffer
	return out, run(source, out, &report)
}

func TestRun(t *testing.T) {
	out, err := runOn(t, smallSource())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"products.tsv": "ENTERPRISEPACK\t" + idA + "\tOffice 365 E3\tMicrosoft Teams\n",
		"plans.tsv":    planX + "\tMicrosoft Teams\tMicrosoft Teams\n",
		"families.tsv": "ENTERPRISEPACK\t" + idA + "\toffice-365\t3\t1\t0\t\tE3\n",
	} {
		got, err := os.ReadFile(filepath.Join(out, name))
		_, lines, _ := strings.Cut(string(got), "\n")
		if err != nil || lines != want {
			t.Errorf("%s is %q, %v, want %q", name, lines, err, want)
		}
	}
}

// A faulty source is an error that says where, and writes nothing.
func TestRunRefuses(t *testing.T) {
	for name := range smallSource() {
		for what, content := range map[string]string{"missing": "", "without columns": "[{}]\n[{}]\n"} {
			files := smallSource()
			files[name] = content
			if content == "" {
				delete(files, name)
			}
			out, err := runOn(t, files)
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s %s: error is %v", name, what, err)
			}
			if written, _ := os.ReadDir(out); len(written) > 0 {
				t.Errorf("%s %s: wrote %v", name, what, written)
			}
		}
	}
}

func TestRunRefusesBadLines(t *testing.T) {
	for name, change := range map[string][2]string{
		"service-plan-applications.csv": {planX, "TEAMS1"},
		"license-families.csv":          {",3,", ",three,"},
	} {
		files := smallSource()
		files[name] = strings.ReplaceAll(files[name], change[0], change[1])
		if _, err := runOn(t, files); err == nil {
			t.Errorf("%s with %q is taken", name, change[1])
		}
	}
	if err := run("", t.TempDir(), os.Stderr); err == nil || !strings.Contains(err.Error(), "-source") {
		t.Errorf("without a source: %v", err)
	}
}
