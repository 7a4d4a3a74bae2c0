package demo

import (
	"encoding/csv"
	"math/big"
	"strings"
	"testing"
	"time"
)

// TestPriceList reads the file by itself, and reckons what it says.
func TestPriceList(t *testing.T) {
	tenant, err := NewTenant(Options{Now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(string(tenant.PriceList()))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	prices := tenant.Prices()
	if len(lines) != len(prices)+1 {
		t.Fatalf("%d lines for %d prices", len(lines), len(prices))
	}
	years := map[string]*big.Rat{"monthly": big.NewRat(12, 1), "annual": big.NewRat(1, 1), "triennial": big.NewRat(1, 3)}
	current := map[string]bool{}
	for i, p := range prices {
		line := lines[i+1]
		if line[0] != p.SKUPartNumber || line[1] != p.SKUID || line[2] != p.UnitCost || p.SKUPartNumber == "" && p.SKUID == "" {
			t.Errorf("line %q is not %+v", line, p)
		}
		if p.IsCurrent && current[p.SKUPartNumber+p.SKUID] {
			t.Errorf("%s has two prices", p.SKUPartNumber+p.SKUID)
		}
		current[p.SKUPartNumber+p.SKUID] = p.IsCurrent
		if p.UnitCost == "" {
			continue
		}
		cost, _ := new(big.Rat).SetString(p.UnitCost)
		yearly, ok := new(big.Rat).SetString(p.YearlyCost)
		if difference := yearly.Sub(yearly, cost.Mul(cost, years[p.PaymentFrequency])); !ok || difference.Abs(difference).Cmp(big.NewRat(1, 200)) > 0 {
			t.Errorf("%+v: the yearly cost is wrong", p)
		}
	}
	if first := lines[1]; first[0] != "SPE_E5" || first[5] != "2024-09-12" || first[6] != "2025-09-12" {
		t.Errorf("the first line is %q", first)
	}
}
