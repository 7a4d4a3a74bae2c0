package licensing

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A Product is a SKU: what a tenant buys and assigns.
//
// https://learn.microsoft.com/en-us/graph/api/resources/subscribedsku
type Product struct {
	SKUID      string // GUID in lower case, Graph's skuId
	PartNumber string // Graph's skuPartNumber; some belong to two SKUs
	Name       string // the product name as people know it
}

// A productTable is the parsed products.tsv.
type productTable struct {
	products     []Product // those of one part number are neighbours
	applications []applicationSet
	byID         map[guid]int
	byPart       map[string]span
}

// A span is products[from:to].
type span struct{ from, to int }

var products = sync.OnceValue(parseProducts)

// parseProducts parses products.tsv.
func parseProducts() *productTable {
	count := rowCount(productsData)
	table := &productTable{
		products:     make([]Product, 0, count),
		applications: make([]applicationSet, 0, count),
		byID:         make(map[guid]int, count),
		byPart:       make(map[string]span, count),
	}
	for row := range rows(productsData) {
		table.add(Product{PartNumber: row[0], SKUID: row[1], Name: row[2]}, parseApplications(row[3]))
	}
	return table
}

// add appends a product and its applications.
func (t *productTable) add(product Product, set applicationSet) {
	i := len(t.products)
	t.products = append(t.products, product)
	t.applications = append(t.applications, withoutUnusableMail(product.PartNumber, set))
	if id, ok := parseGUID(product.SKUID); ok {
		t.byID[id] = i
	}
	key := string(partKey(nil, product.PartNumber))
	if neighbours, ok := t.byPart[key]; ok {
		t.byPart[key] = span{neighbours.from, i + 1}
		return
	}
	t.byPart[key] = span{i, i + 1}
}

// index gives the product's place in the table.
func (t *productTable) index(skuID string) (int, bool) {
	id, ok := parseGUID(skuID)
	if !ok {
		return 0, false
	}
	i, ok := t.byID[id]
	return i, ok
}

// ProductByID gives the product with this SKU id, a GUID in any case, and
// whether it is known.
func ProductByID(skuID string) (Product, bool) {
	table := products()
	i, ok := table.index(skuID)
	if !ok {
		return Product{}, false
	}
	return table.products[i], true
}

// ProductsByPartNumber gives the products with this part number, in any case:
// none (nil) if it is not known, one for nearly all, two for MCOPSTN5.
func ProductsByPartNumber(part string) []Product {
	var buffer [128]byte // longer than any part number
	table := products()
	s, ok := table.byPart[string(partKey(buffer[:0], part))]
	if !ok {
		return nil
	}
	return table.products[s.from:s.to:s.to]
}

// ProductName gives the name as people know it: by SKU id, else by part number
// if just one SKU has it, else the part number itself, else the id. It is empty
// only if both are.
func ProductName(skuID, partNumber string) string {
	if product, ok := ProductByID(skuID); ok {
		return product.Name
	}
	if same := ProductsByPartNumber(partNumber); len(same) == 1 {
		return same[0].Name
	}
	if partNumber != "" {
		return partNumber
	}
	return skuID
}

// partKey appends the part number in the form in which it is looked up: ASCII
// letters in lower case, no outer blanks, and an ordinary blank for U+00A0,
// which Microsoft's table has in one of them.
func partKey(key []byte, part string) []byte {
	for _, letter := range strings.TrimSpace(part) {
		switch {
		case letter == '\u00a0':
			letter = ' '
		case 'A' <= letter && letter <= 'Z':
			letter += 'a' - 'A'
		}
		key = utf8.AppendRune(key, letter)
	}
	return key
}
