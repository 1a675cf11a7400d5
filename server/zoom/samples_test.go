package zoom_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
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

// keyClient is a client of server.
func keyClient(server *httptest.Server, now func() time.Time) *zoom.Client {
	return zoom.NewClient(zoom.Config{
		APIURL: server.URL, Auth: &zoom.APIKey{Now: now}, HTTP: server.Client(), Now: now, RetryInterval: time.Millisecond,
	})
}

// TestSamples decodes each answer by the call that it belongs to: what Zoom told must be there.
func TestSamples(t *testing.T) {
	for name, call := range sampleCalls(t) {
		t.Run(name, func(t *testing.T) {
			raw := readSample(t, name)
			server := httptest.NewServer(sampleServer(name, raw))
			defer server.Close()
			got, err := call(keyClient(server, time.Now))
			require.NoError(t, err)
			var sample map[string]any
			require.NoError(t, json.Unmarshal(raw, &sample))
			told := any(sample)
			if items, isList := cmp.Or(sample["meetings"], sample["participants"]).([]any); isList {
				told = items
			}
			require.Positive(t, requireNothingLost(t, name, told, reflect.ValueOf(got)))
		})
	}

	readSample(t, "zoom_rb/get.json") // It skips when there are none.
	for _, folder := range []string{"zoomnet", "zoom_rb"} {
		files, err := filepath.Glob(filepath.Join(samplesFolder, folder, "*.json"))
		require.NoError(t, err)
		for _, file := range files {
			require.Contains(t, sampleCalls(t), folder+"/"+filepath.Base(file), "no call decodes it")
		}
	}
}

func sampleCalls(t *testing.T) map[string]func(*zoom.Client) (any, error) {
	const uuid = "aDYlohsHRtCd4ii1uC2+hA=="
	create := func(c *zoom.Client) (any, error) {
		return c.CreateMeeting(t.Context(), "u", zoom.CreateMeeting{Type: zoom.InstantMeeting})
	}
	get := func(c *zoom.Client) (any, error) { return c.GetMeeting(t.Context(), 97763643886) }
	list := func(c *zoom.Client) (any, error) {
		return first(c.ListMeetings(t.Context(), "u", zoom.ScheduledMeetings))
	}
	return map[string]func(*zoom.Client) (any, error){
		"zoom_rb/create.json":                       create,
		"zoomnet/users-{userId}-meetings_POST.json": create,
		"zoom_rb/get.json":                          get,
		"zoomnet/meetings-{meetingId}_GET.json":     get,
		"zoom_rb/list.json":                         list,
		"zoomnet/users-{userId}-meetings_GET.json":  list,
		"zoomnet/users-{userId}-upcoming_meetings_GET.json": func(c *zoom.Client) (any, error) {
			return c.UpcomingMeetings(t.Context(), "u")
		},
		"zoomnet/users-{userId}_GET.json":                 func(c *zoom.Client) (any, error) { return c.GetUser(t.Context(), "u") },
		"zoomnet/users-{userId}-presence_status_GET.json": func(c *zoom.Client) (any, error) { return c.PresenceStatus(t.Context(), "u") },
		"zoomnet/past_meetings-{meetingId}_GET.json":      func(c *zoom.Client) (any, error) { return c.PastMeeting(t.Context(), uuid) },
		"zoomnet/past_meetings-{meetingId}-participants_GET.json": func(c *zoom.Client) (any, error) {
			return first(c.PastParticipants(t.Context(), uuid))
		},
		"zoomnet/meetings-{meetingId}-recordings_GET.json":      func(c *zoom.Client) (any, error) { return c.Recordings(t.Context(), uuid) },
		"zoomnet/meetings-{meetingId}-meeting_summary_GET.json": func(c *zoom.Client) (any, error) { return c.MeetingSummary(t.Context(), uuid) },
	}
}

// first returns the first item alone: the samples name a next page that they do not have.
func first[T any](items iter.Seq2[T, error]) ([]T, error) {
	for item, err := range items {
		return []T{item}, err
	}
	return nil, errors.New("the list is empty")
}

// sampleServer answers raw to the call that its file's name says: the path with `/` as `-`, then the method.
func sampleServer(name string, raw []byte) http.HandlerFunc {
	folder, file := filepath.Split(strings.TrimSuffix(name, ".json"))
	path, method := strings.TrimSuffix(file, "_GET"), http.MethodGet
	if posted, isPost := strings.CutSuffix(file, "_POST"); isPost {
		path, method = posted, http.MethodPost
	}
	wanted := regexp.MustCompile(`^/` + regexp.MustCompile(`\{\w+\}`).ReplaceAllString(strings.ReplaceAll(path, "-", "/"), `[^/]+`) + `$`)
	return func(w http.ResponseWriter, r *http.Request) {
		if folder == "zoomnet/" && (r.Method != method || !wanted.MatchString(r.URL.EscapedPath())) {
			http.Error(w, "not the call of this sample", http.StatusNotFound)
			return
		}
		_, _ = w.Write(raw)
	}
}

// requireNothingLost holds every field of got against the value of the same name in sample, and returns how many it compared.
func requireNothingLost(t *testing.T, where string, sample any, got reflect.Value) (compared int) {
	t.Helper()
	if got.Kind() == reflect.Pointer || got.Kind() == reflect.Interface {
		return requireNothingLost(t, where, sample, got.Elem())
	}
	if sample == nil || reflect.ValueOf(sample).IsZero() {
		return 0
	}
	require.False(t, got.IsZero(), "%s is %v and came as nothing", where, sample)
	switch sample := sample.(type) {
	case []any:
		require.Equal(t, len(sample), got.Len(), where)
		for i := range sample {
			compared += requireNothingLost(t, where+"[]", sample[i], got.Index(i))
		}
	case map[string]any:
		for i := range got.NumField() {
			key := got.Type().Field(i).Tag.Get("json")
			require.NotEmpty(t, key, "%s.%s names no key", where, got.Type().Field(i).Name)
			compared += requireNothingLost(t, where+"."+key, sample[key], got.Field(i))
		}
	default:
		return 1
	}
	return compared
}

func TestTokenSamples(t *testing.T) {
	readSample(t, "zoom_rb/token/access_token.json") // It skips when there are none.
	files, err := filepath.Glob(filepath.Join(samplesFolder, "zoom_rb/token/*.json"))
	require.NoError(t, err)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		var sample struct {
			Bearer string `json:"access_token"`
		}
		require.NoError(t, json.Unmarshal(raw, &sample))
		token, err := signInWith(t, zoom.CloudURL, string(raw))
		if sample.Bearer == "" {
			require.Error(t, err, "%s is no token", file)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, zoom.Token{Bearer: sample.Bearer, APIURL: zoom.CloudAPIURL}, token)
	}
}
