package m365cc

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"sync"

	"github.com/turbot/steampipe-plugin-sdk/v5/plugin"
)

// steampipeConnections are the connections of the plugin's process, by name.
type steampipeConnections struct {
	mu    sync.Mutex
	named map[string]namedConnection
}

type namedConnection struct {
	config     ConnectionConfig
	connection *Connection
}

// of returns the connection, made anew when its arguments have changed; queries that run keep the old one.
func (s *steampipeConnections) of(ctx context.Context, c *plugin.Connection) (*Connection, error) {
	config, err := configOf(c)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.named[c.Name]; ok && reflect.DeepEqual(known.config, config) {
		return known.connection, nil
	}
	settings, err := config.Resolve(os.Getenv)
	if err != nil {
		return nil, configError(c.Name, err)
	}
	connection, err := NewConnection(settings, ConnectionOptions{Log: plugin.Logger(ctx)})
	if err != nil {
		return nil, configError(c.Name, err)
	}
	if s.named == nil {
		s.named = map[string]namedConnection{}
	}
	s.named[c.Name] = namedConnection{config, connection}
	return connection, nil
}

func configOf(c *plugin.Connection) (ConnectionConfig, error) {
	switch config := c.Config.(type) {
	case nil:
		return ConnectionConfig{}, nil
	case ConnectionConfig:
		return config, nil
	}
	return ConnectionConfig{}, fmt.Errorf("connection %q has a configuration of the type %T", c.Name, c.Config)
}

func configError(name string, err error) error {
	return fmt.Errorf("connection %q cannot be used: %w", name, err)
}
