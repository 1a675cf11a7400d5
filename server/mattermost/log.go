package mattermost

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/mattermost/mattermost-server/v6/plugin"
)

// NewLog returns a logger that writes to the server's log.
func NewLog(api plugin.API) *slog.Logger { return slog.New(logHandler{api: api}) }

// logHandler is a slog.Handler for flat records, which are all that this plugin writes.
type logHandler struct {
	api   plugin.API
	attrs []any
}

func (h logHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h logHandler) Handle(_ context.Context, record slog.Record) error {
	pairs := h.attrs
	record.Attrs(func(attr slog.Attr) bool {
		pairs = appendAttr(pairs, attr)
		return true
	})
	write := h.api.LogDebug
	switch {
	case record.Level >= slog.LevelError:
		write = h.api.LogError
	case record.Level >= slog.LevelWarn:
		write = h.api.LogWarn
	case record.Level >= slog.LevelInfo:
		write = h.api.LogInfo
	}
	write(record.Message, pairs...)
	return nil
}

func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	for _, attr := range attrs {
		h.attrs = appendAttr(h.attrs, attr)
	}
	return h
}

func (h logHandler) WithGroup(string) slog.Handler { return h }

// appendAttr sends values as text: the RPC to the server fails silently on types that it does not know. It never shares a
// backing array with another record.
func appendAttr(pairs []any, attr slog.Attr) []any {
	return append(pairs[:len(pairs):len(pairs)], attr.Key, fmt.Sprint(attr.Value.Any()))
}
