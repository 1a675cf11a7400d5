package placeholder

import (
	"embed"
	"io/fs"
)

//go:embed client
var files embed.FS

// Client has the layout of the folder `client` of a Mattermost release: root.html is served at /, the rest under /static/.
func Client() (fs.FS, error) {
	return fs.Sub(files, "client")
}
