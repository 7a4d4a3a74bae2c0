package main

import (
	"io"
	"path/filepath"
)

// sources are the lines of the source folder, as read.
type sources struct {
	microsoft    []record
	additional   []record
	applications []record
	families     []record
}

// The columns that are used; a table may have others.
var (
	productColumns = []string{
		"Product_Display_Name", "String_Id", "GUID",
		"Service_Plan_Name", "Service_Plan_Id", "Service_Plans_Included_Friendly_Names",
	}
	applicationColumns = []string{"service_plan_id", "application"}
	familyColumns      = []string{
		"sku_part_number", "sku_id", "family", "tier", "is_primary",
		"is_free_or_trial", "contains_sku_part_numbers", "note",
	}
)

// readSources reads every table of the folder; one that is missing is an error.
func readSources(folder string) (sources, error) {
	var in sources
	tables := []struct {
		to      *[]record
		name    string
		read    func(path string, columns []string) ([]record, error)
		columns []string
	}{
		{&in.microsoft, "product-names-and-service-plans.csv", readCSV, productColumns},
		{&in.additional, "additional-products.json", readJSON, productColumns},
		{&in.applications, "service-plan-applications.csv", readCSV, applicationColumns},
		{&in.families, "license-families.csv", readCSV, familyColumns},
	}
	for _, table := range tables {
		lines, err := table.read(filepath.Join(folder, table.name), table.columns)
		if err != nil {
			return sources{}, err
		}
		*table.to = lines
	}
	return in, nil
}

// files gives the data files by name.
func (in sources) files(report io.Writer) (map[string][]byte, error) {
	applications, err := applicationsByPlan(in.applications)
	if err != nil {
		return nil, err
	}
	families, err := familyLines(in.families)
	if err != nil {
		return nil, err
	}
	tables := map[string][][]string{
		"products.tsv": productLines(in.microsoft, in.additional, applications, report),
		"plans.tsv":    planLines(in.microsoft, applications, report),
		"families.tsv": families,
	}
	files := make(map[string][]byte)
	for name, lines := range tables {
		if files[name], err = tabSeparated(name, lines); err != nil {
			return nil, err
		}
	}
	return files, nil
}
