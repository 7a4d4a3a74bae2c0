package m365cc

import (
	"context"
	"errors"
	"testing"

	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"
	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/shared"
)

// losing is an SDK that loses the error of a list.
type losing struct {
	shared.WrapperPluginServer
	list func(context.Context)
	err  error
}

func (l losing) Execute(_ *proto.ExecuteRequest, stream proto.WrapperPlugin_ExecuteServer) error {
	l.list(stream.Context())
	return l.err
}

type contextStream struct {
	proto.WrapperPlugin_ExecuteServer
	ctx context.Context
}

func (s contextStream) Context() context.Context { return s.ctx }

func TestNoErrorOfAListIsLost(t *testing.T) {
	broken, others := errors.New("GET /v1.0/users: 500"), errors.New("the SDK's own")
	fails := func(ctx context.Context) {
		keepFailure(ctx, "a", broken)
		keepFailure(ctx, "b", others)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	for name, c := range map[string]struct {
		ctx  context.Context
		sdk  losing
		want string
	}{
		"lost":      {t.Context(), losing{list: fails}, "a: GET /v1.0/users: 500"},
		"not lost":  {t.Context(), losing{list: fails, err: others}, "the SDK's own"},
		"whole":     {t.Context(), losing{list: func(ctx context.Context) { keepFailure(ctx, "a", nil) }}, ""},
		"cancelled": {ended, losing{list: fails}, ""},
	} {
		err := wholeServer{c.sdk}.Execute(nil, contextStream{ctx: c.ctx})
		if got := ""; err != nil && err.Error() != c.want || err == nil && got != c.want {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
	keepFailure(t.Context(), "a", broken) // in process of another program, nobody keeps it
}
