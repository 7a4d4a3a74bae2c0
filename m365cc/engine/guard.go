package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ncruces/go-sqlite3"
)

// A statement may write nowhere else than into the database that was opened. SQLite is built without loadable
// extensions and without functions that read or write files; the rest is refused here.

// errAttach and errVirtual stand for SQLite's "not authorized". VACUUM attaches a file for itself.
var (
	errAttach  = &SQLError{text: "attach, detach and vacuum are not possible here: the only database is the one that --db names"}
	errVirtual = &SQLError{text: "virtual tables cannot be made here: the tables of the tenants are there already"}
)

// pragmas are those that tell something, and those that set something of the database or of this run. Not among
// them are those that name other files, and those that switch SQLite's own guards off.
//
// https://sqlite.org/pragma.html
var pragmas = []string{
	"analysis_limit", "application_id", "auto_vacuum", "automatic_index", "busy_timeout", "cache_size", "cache_spill",
	"case_sensitive_like", "cell_size_check", "collation_list", "compile_options", "data_version", "database_list",
	"defer_foreign_keys", "encoding", "foreign_key_check", "foreign_key_list", "foreign_keys", "freelist_count", "function_list",
	"ignore_check_constraints", "incremental_vacuum", "index_info", "index_list", "index_xinfo", "integrity_check", "journal_mode",
	"journal_size_limit", "legacy_alter_table", "locking_mode", "max_page_count", "module_list", "optimize", "page_count",
	"page_size", "pragma_list", "query_only", "quick_check", "recursive_triggers", "reverse_unordered_selects", "schema_version",
	"secure_delete", "shrink_memory", "synchronous", "table_info", "table_list", "table_xinfo", "temp_store", "user_version",
	"wal_autocheckpoint", "wal_checkpoint",
}

// forbidden is why a statement may not do something; nil: it may.
func forbidden(action sqlite3.AuthorizerActionCode, name string) error {
	switch action {
	case sqlite3.AUTH_ATTACH, sqlite3.AUTH_DETACH:
		return errAttach
	case sqlite3.AUTH_CREATE_VTABLE:
		return errVirtual
	case sqlite3.AUTH_PRAGMA:
		if !slices.Contains(pragmas, strings.ToLower(name)) {
			return &SQLError{text: fmt.Sprintf("pragma %s is not possible here", name)}
		}
	}
	return nil
}

// checkFile refuses what SQLite would take for something else than the path of a file.
func checkFile(name string) error {
	switch {
	case strings.HasPrefix(strings.ToLower(name), "file:"):
		return errors.New("it is a URI; give the path of the file")
	case strings.HasPrefix(name, ":"):
		return errors.New("it is no path of a file; leave --db out to keep nothing")
	}
	return nil
}
