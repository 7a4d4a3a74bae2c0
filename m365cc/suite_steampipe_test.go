package m365cc_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"
	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/shared"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// pluginName is the plugin's name in the handshake.
const pluginName = "steampipe-plugin-m365cc"

// binaryDir holds the program that buildBinary builds.
var binaryDir string

// buildBinary builds the program once for all tests of the package.
var buildBinary = sync.OnceValues(func() (string, error) {
	var err error
	if binaryDir, err = os.MkdirTemp("", "m365cc-test-"); err != nil {
		return "", err
	}
	binary := filepath.Join(binaryDir, "m365cc")
	out, err := exec.Command("go", "build", "-o", binary, "..").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if binaryDir != "" {
		os.RemoveAll(binaryDir)
	}
	os.Exit(code)
}

// steampipeRunner runs cases through the built binary, as Steampipe starts it: handshake and gRPC. Each case
// is a connection of its own.
type steampipeRunner struct {
	server  *demo.Server
	plugin  shared.WrapperPluginClient
	log     *safeBuffer
	counter int
	// dawdle is how long the reader waits after the first row.
	dawdle time.Duration
}

func (r *steampipeRunner) isSteampipe() bool { return true }

// startPlugin starts the binary.
func startPlugin(t *testing.T, server *demo.Server) *steampipeRunner {
	t.Helper()
	return startPluginWith(t, []*demo.Server{server}, hclog.Warn, "STEAMPIPE_LOG_LEVEL=WARN")
}

// startPluginWith starts the binary for several tenants, with a level of the log and variables.
func startPluginWith(t *testing.T, servers []*demo.Server, level hclog.Level, env ...string) *steampipeRunner {
	t.Helper()
	binary, err := buildBinary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary)
	cmd.Env = append(append(os.Environ(), "SSL_CERT_FILE="+certificateFile(t, servers...)), env...)
	r := &steampipeRunner{server: servers[0], log: &safeBuffer{}}
	client := goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig:  shared.Handshake,
		Plugins:          map[string]goplugin.Plugin{pluginName: &shared.WrapperPlugin{}},
		Cmd:              cmd,
		SkipHostEnv:      true, // cmd has it, with the tenant's certificate
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Logger:           hclog.New(&hclog.LoggerOptions{Level: level, Output: r.log}),
	})
	t.Cleanup(client.Kill)
	protocol, err := client.Client()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := protocol.Dispense(pluginName)
	if err != nil {
		t.Fatal(err)
	}
	r.plugin = raw.(shared.WrapperPluginClient)
	r.connect(t, "first", configOf(servers[0]))
	return r
}

// connect sets the first connection.
func (r *steampipeRunner) connect(t *testing.T, name, config string) {
	t.Helper()
	_, err := r.plugin.SetAllConnectionConfigs(&proto.SetAllConnectionConfigsRequest{Configs: []*proto.ConnectionConfig{connectionConfig(name, config)}, MaxCacheSizeMb: 1})
	if err != nil {
		t.Fatal(err)
	}
}

// add adds a connection while the plugin runs, as Steampipe does when a .spc file changes.
func (r *steampipeRunner) add(t *testing.T, name, config string) {
	t.Helper()
	answer, err := r.plugin.UpdateConnectionConfigs(updateWith(name, config))
	if err != nil || len(answer.GetFailedConnections()) > 0 {
		t.Fatal(err, answer.GetFailedConnections())
	}
}

func updateWith(name, config string) *proto.UpdateConnectionConfigsRequest {
	return &proto.UpdateConnectionConfigsRequest{Added: []*proto.ConnectionConfig{connectionConfig(name, config)}}
}

func connectionConfig(name, config string) *proto.ConnectionConfig {
	return &proto.ConnectionConfig{Connection: name, Plugin: "local/m365cc", PluginShortName: "m365cc", Config: config}
}

func (r *steampipeRunner) run(t *testing.T, c suiteCase) ([]row, []string, error) {
	r.counter++
	name := fmt.Sprintf("case%d", r.counter)
	r.add(t, name, configOf(r.server)+licenseConfig(priceFile(t, r.server, c.prices), c.managed))
	r.log.reset()
	rows, err := r.execute(name, c)
	if err != nil {
		return nil, r.warnings(c), err
	}
	var checked []row // PostgreSQL checks all conditions again
	for _, got := range rows {
		if c.holds(got, true) {
			checked = append(checked, got)
		}
	}
	if c.order == "asc" { // which is not pushed down, so that PostgreSQL sorts
		c.sortRows(checked)
	}
	if c.limit > 0 && len(checked) > c.limit {
		checked = checked[:c.limit]
	}
	return checked, r.warnings(c), nil
}

// warnings waits for those of the case, since the log comes another way than the rows.
func (r *steampipeRunner) warnings(c suiteCase) []string {
	deadline := time.Now().Add(5 * time.Second)
	for len(c.warnings) > 0 && len(warningsIn(r.log.String())) < len(c.warnings) && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	return warningsIn(r.log.String())
}

// execute asks for the case's rows as the foreign data wrapper does.
func (r *steampipeRunner) execute(connection string, c suiteCase) ([]row, error) {
	columns := append([]string(nil), c.columns...)
	quals := map[string]*proto.Quals{}
	for _, w := range c.where {
		columns = append(columns, w.column) // PostgreSQL needs them for its check
		if quals[w.column] == nil {
			quals[w.column] = &proto.Quals{}
		}
		quals[w.column].Quals = append(quals[w.column].Quals, w.qual())
	}
	data := &proto.ExecuteConnectionData{CacheEnabled: true, CacheTtl: 300} // as Steampipe has it by default
	if c.limit > 0 && c.limitIsPushed() {
		data.Limit = &proto.NullableInt{Value: int64(c.limit)}
	}
	query := &proto.QueryContext{Columns: columns, Quals: quals}
	if c.order == "desc" {
		query.SortOrder = []*proto.SortColumn{{Column: c.momentColumn(), Order: proto.SortOrder_Desc}}
	}
	stream, _, cancel, err := r.plugin.Execute(&proto.ExecuteRequest{
		Table: c.table, Connection: connection, CallId: connection,
		QueryContext:          query,
		ExecuteConnectionData: map[string]*proto.ExecuteConnectionData{connection: data},
	})
	if err != nil {
		return nil, err
	}
	defer cancel()
	var rows []row
	for {
		if len(rows) == 1 {
			time.Sleep(r.dawdle)
		}
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		got := row{}
		for name, column := range answer.GetRow().GetColumns() {
			got[name] = textOfColumn(column)
		}
		rows = append(rows, got)
	}
}

// limitIsPushed says whether the foreign data wrapper hands the limit over: where each condition is one
// that the plugin declares, and the order too.
func (c suiteCase) limitIsPushed() bool {
	if c.order == "asc" {
		return false
	}
	for _, w := range c.where {
		if w.column == "is_interactive" || w.operator == "is null" || w.operator == "<>" || w.operator == "is not true" {
			return false
		}
	}
	return true
}

var qualOperators = map[string]string{"in": "=", "like": "~~", "ilike": "~~*", "contains": "?", "is not true": "<>"}

// qual is a condition as the foreign data wrapper writes it.
func (w condition) qual() *proto.Qual {
	operator, known := qualOperators[w.operator]
	if !known {
		operator = w.operator
	}
	q := &proto.Qual{FieldName: w.column, Operator: &proto.Qual_StringValue{StringValue: operator}}
	switch {
	case w.operator == "in":
		list := &proto.QualValueList{}
		for _, v := range w.values {
			list.Values = append(list.Values, qualValue(v))
		}
		q.Value = &proto.QualValue{Value: &proto.QualValue_ListValue{ListValue: list}}
	case operator == "=" && w.values[0] == false: // PostgreSQL writes it so
		q.Operator = &proto.Qual_StringValue{StringValue: "<>"}
		q.Value = qualValue(true)
	case len(w.values) > 0:
		q.Value = qualValue(w.values[0])
	}
	return q
}

func qualValue(v any) *proto.QualValue {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return &proto.QualValue{Value: &proto.QualValue_StringValue{StringValue: v}}
	case int:
		return &proto.QualValue{Value: &proto.QualValue_Int64Value{Int64Value: int64(v)}}
	case bool:
		return &proto.QualValue{Value: &proto.QualValue_BoolValue{BoolValue: v}}
	case time.Time:
		return &proto.QualValue{Value: &proto.QualValue_TimestampValue{TimestampValue: timestamppb.New(v)}}
	}
	panic(fmt.Sprintf("the suite cannot send a %T", v))
}

// textOfColumn is a value as the suite compares it.
func textOfColumn(c *proto.Column) string {
	switch v := c.GetValue().(type) {
	case *proto.Column_StringValue:
		return v.StringValue
	case *proto.Column_BoolValue:
		return fmt.Sprint(v.BoolValue)
	case *proto.Column_IntValue:
		return fmt.Sprint(v.IntValue)
	case *proto.Column_DoubleValue:
		return fmt.Sprint(v.DoubleValue)
	case *proto.Column_TimestampValue:
		return v.TimestampValue.AsTime().UTC().Format(time.RFC3339Nano)
	case *proto.Column_JsonValue:
		return canonicalJSON(v.JsonValue)
	}
	return ""
}

// safeBuffer is a buffer that several goroutines use.
type safeBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *safeBuffer) reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text.Reset()
}
