// Command yardstick is a plugin with the least that a route can do: the benchmark measures ours against it.
package main

import (
	"io"
	"net/http"

	"github.com/mattermost/mattermost-server/v6/plugin"
)

type yardstick struct {
	plugin.MattermostPlugin
}

// ServeHTTP reads the body, as every receiver of an event must. /empty does nothing more, /read reads the key that the query names.
func (y *yardstick) ServeHTTP(_ *plugin.Context, w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // What cannot be read counts for nothing here.
	if r.URL.Path == "/read" {
		if _, appErr := y.API.KVGet(r.URL.Query().Get("key")); appErr != nil {
			http.Error(w, appErr.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func main() {
	plugin.ClientMain(&yardstick{})
}
