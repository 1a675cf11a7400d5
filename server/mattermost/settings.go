package mattermost

import (
	"strings"
	"sync/atomic"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin"
	"github.com/pkg/errors"
)

// Settings are what the adapters need of the server's own settings. Asking for those costs more than making a post, so they are read once
// for each change.
type Settings struct {
	current atomic.Pointer[serverSettings]
}

type serverSettings struct {
	siteURL, locale string
	// overrides tells that integrations may set both the name and the icon of a post.
	overrides bool
	// verifiesEmail tells that people have to confirm their addresses.
	verifiesEmail bool
}

// Read takes the server's settings as they are now.
func (s *Settings) Read(api plugin.API) error {
	config := api.GetConfig()
	if config == nil {
		return errors.New("GetConfig returned nothing")
	}
	service := config.ServiceSettings
	s.current.Store(&serverSettings{
		siteURL:       strings.TrimRight(value(service.SiteURL), "/"),
		locale:        value(config.LocalizationSettings.DefaultServerLocale),
		overrides:     value(service.EnablePostUsernameOverride) && value(service.EnablePostIconOverride),
		verifiesEmail: value(config.EmailSettings.RequireEmailVerification),
	})
	return nil
}

// Locale is the language of what is written for everybody, such as posts.
func (s *Settings) Locale() string { return s.get().locale }

// SiteURL is the address of the server, without a trailing slash; empty when none is set.
func (s *Settings) SiteURL() string { return s.get().siteURL }

func (s *Settings) get() serverSettings {
	if current := s.current.Load(); current != nil {
		return *current
	}
	return serverSettings{locale: model.DefaultLocale}
}

// value is what pointer points to, or nothing.
func value[T any](pointer *T) (v T) {
	if pointer != nil {
		v = *pointer
	}
	return v
}
