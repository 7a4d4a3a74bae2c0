package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// probePatience is how long a probe waits for a limit before it gives up.
const probePatience = 12 * time.Second

// BusyError says that a request was not sent, since one of Graph's limits is used up for longer than the request
// was to wait.
type BusyError struct {
	// Limit is the limit's name.
	Limit string
	// Wait is how long it is used up.
	Wait time.Duration
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("this connection has used up the limit of %s, and may ask again in %s", e.Limit, rounded(e.Wait))
}

// GrantedRoles returns the application permissions in the connection's token, as Graph sees them: those that an
// administrator has consented to. It is nil where the token does not tell. The error says why there is no token.
func (c *Client) GrantedRoles(ctx context.Context) ([]string, error) {
	token, err := c.credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{c.endpoints.Scope()}})
	if err != nil {
		return nil, err
	}
	return grantedRoles(token.Token), nil
}

// Probe finds out whether a request is answered: it asks once, without waiting for a service that is busy, and does
// not follow the way to a report's file. body, unless nil, reads the answer. What Graph refuses of the form of the
// request is left out, except the properties that it asks for.
func (c *Client) Probe(ctx context.Context, r Request, body func(io.Reader) error) error {
	r.patience = probePatience
	if r.isReport() {
		r = r.asFile()
	}
	adapted := &adaptation{refusals: &c.refusals, known: newLearned(time.Now()), request: r}
	for {
		err := c.attempt(ctx, adapted.sized(), nil, func(resp *http.Response) error { return readProbe(resp, body) })
		if err == nil || ctx.Err() != nil {
			return err
		}
		if !adapted.without(err) || len(adapted.missing) > 0 {
			return advised(ctx, r, err)
		}
	}
}

// readProbe reads an answer, or as much of it as lets the connection be used again.
func readProbe(resp *http.Response, body func(io.Reader) error) error {
	if body != nil {
		return body(resp.Body)
	}
	_, err := io.CopyN(io.Discard, resp.Body, maxErrorBody)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
