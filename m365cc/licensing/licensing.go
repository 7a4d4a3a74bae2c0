// Package licensing holds facts about Microsoft's licences, compact inside the
// binary: the names of products (SKUs) and service plans, the applications to
// which a plan or a SKU entitles a user, and the families of SKUs. It asks no
// network and knows no tenant.
//
// Everything is looked up by id: names vary, part numbers are not unique, and
// Microsoft's own table has some on the wrong line. GUIDs and part numbers are
// taken in any case. What is not known is an empty answer, never an error,
// since Microsoft sells new SKUs before any table has them.
//
// A table is parsed when something is first looked up in it, and a look-up
// allocates nothing after that. All functions are safe for concurrent use. The
// slices that they return are shared and must not be changed.
//
// The facts come from Microsoft's table, which a tenant's own subscribedSkus
// outdo where both speak: a look-up of a SKU's applications is for the case
// that only its id is known.
//
// https://learn.microsoft.com/en-us/entra/identity/users/licensing-service-plan-reference
package licensing

//go:generate go run ./internal/generate -source ../../../shared/licensing -out data
