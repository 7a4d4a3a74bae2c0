package m365cc

import (
	"context"
	"fmt"
	"os"
	"sync"

	goplugin "github.com/hashicorp/go-plugin"
	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"
	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/shared"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin"
)

// Serve serves the plugin to Steampipe, which has started this process, until that ends it. It is [plugin.Serve], but
// that no error of a list is lost.
//
// https://steampipe.io/docs/develop/writing-plugins
func Serve() {
	defer func() {
		if r := recover(); r != nil { // the plugin manager reads this
			fmt.Fprintf(os.Stdout, "%s%v\n", plugin.PluginStartupFailureMessage, r)
		}
	}()
	server := plugin.Server(&plugin.ServeOpts{PluginFunc: Plugin})
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig: shared.Handshake,
		Plugins:         map[string]goplugin.Plugin{pluginName: &shared.WrapperPlugin{Impl: wholeServer{server}}},
		GRPCServer:      goplugin.DefaultGRPCServer,
	})
}

// wholeServer gives the error of a list, whatever the SDK makes of it: SDK v5 has the error of a connection and the end
// of all to look at while it still sends rows, takes either, and so ends one half of those queries as if they were whole.
type wholeServer struct{ shared.WrapperPluginServer }

// Execute answers a query with its rows, or with an error that may come after some.
func (s wholeServer) Execute(req *proto.ExecuteRequest, stream proto.WrapperPlugin_ExecuteServer) error {
	var failed failure
	watched := watchedStream{stream, context.WithValue(stream.Context(), failureKey{}, &failed)}
	if err := s.WrapperPluginServer.Execute(req, watched); err != nil {
		return err
	}
	return failed.first()
}

// watchedStream is a stream whose context knows where to keep an error.
type watchedStream struct {
	proto.WrapperPlugin_ExecuteServer
	ctx context.Context
}

func (s watchedStream) Context() context.Context { return s.ctx }

// failure is the first error of the lists of a query, one for each connection.
type failure struct {
	mu  sync.Mutex
	err error
}

type failureKey struct{}

// keepFailure keeps the error of a connection's list. What a list makes of its end by the engine is none.
func keepFailure(ctx context.Context, connection string, err error) {
	f, ok := ctx.Value(failureKey{}).(*failure)
	if !ok || err == nil || ctx.Err() != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = fmt.Errorf("%s: %w", connection, err)
	}
}

func (f *failure) first() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
