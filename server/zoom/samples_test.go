package zoom_test

import (
	"errors"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

// samplesFolder has answers of Zoom that nobody of this project wrote.
const samplesFolder = "../../../shared/zoom/rest"

func readSample(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(samplesFolder, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("Zoom's samples are not there: ", samplesFolder)
	}
	require.NoError(t, err)
	return raw
}

// keyClient is a client of server that tries once.
func keyClient(server *httptest.Server, now func() time.Time) *zoom.Client {
	return zoom.NewClient(zoom.Config{
		APIURL: server.URL, Auth: &zoom.APIKey{Now: now}, HTTP: server.Client(), Now: now,
	})
}
