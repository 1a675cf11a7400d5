package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"
)

// answer is what POST /api/v1/meetings answers.
type answer struct {
	Outcome    string  `json:"outcome"`
	PostID     string  `json:"post_id"`
	MeetingID  int64   `json:"meeting_id"`
	MeetingURL string  `json:"meeting_url"`
	StartURL   string  `json:"start_url"`
	ConnectURL string  `json:"connect_url"`
	Recent     *recent `json:"recent"`
	Error      string  `json:"error"`
	Message    string  `json:"message"`
}

// recent is the meeting that a second start asks about.
type recent struct {
	PostID          string `json:"post_id"`
	MeetingID       int64  `json:"meeting_id"`
	MeetingURL      string `json:"meeting_url"`
	Topic           string `json:"topic"`
	CreatorUsername string `json:"creator_username"`
	StartedAt       int64  `json:"started_at"`
}

// start is the click: POST /api/v1/meetings as this user.
func (s *server) start(t *testing.T, client *model.Client4, body map[string]any) (int, answer) {
	t.Helper()
	return s.startAt(t, s.mm.URL, client, body)
}

// startAt is start at a node of the server's cluster.
func (s *server) startAt(t *testing.T, node string, client *model.Client4, body map[string]any) (int, answer) {
	t.Helper()
	raw, err := json.Marshal(body)
	require.NoError(t, err)
	header := http.Header{"Content-Type": {"application/json"}}
	if client != nil {
		header.Set("Authorization", "Bearer "+client.AuthToken)
	}
	status, reply := s.send(t, node+"/plugins/zoom/api/v1/meetings", header, raw)
	var got answer
	require.NoError(t, json.Unmarshal(reply, &got), string(reply))
	if got.StartURL != "" {
		require.Equal(t, http.StatusOK, status)
		reply = bytes.ReplaceAll(reply, []byte(strings.Split(got.StartURL, "?")[1]), nil)
	}
	s.heard(string(reply))
	return status, got
}

// started starts a meeting as Alice in the channel that she shares with Bob, where tests start many. It waits until the record knows its
// post, milliseconds later, which the question about a second start tells: what happens before that Zoom has to tell twice.
func (s *server) started(t *testing.T) answer {
	t.Helper()
	here := map[string]any{"channel_id": s.channel.Id, "force": true}
	status, got := s.start(t, s.clients["alice"], here)
	require.Equal(t, http.StatusOK, status, got)
	delete(here, "force")
	require.Eventually(t, func() bool {
		_, again := s.start(t, s.clients["alice"], here)
		return again.Recent != nil && again.Recent.PostID == got.PostID
	}, 10*time.Second, 10*time.Millisecond)
	return got
}

// deliver sends one webhook by hand.
func (s *server) deliver(t *testing.T, secret string, header http.Header, body string) int {
	t.Helper()
	status, reply := s.send(t, s.webhookURL(secret), header, []byte(body))
	s.answers = append(s.answers, string(reply))
	return status
}

func (s *server) send(t *testing.T, url string, header http.Header, body []byte) (int, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(body))
	require.NoError(t, err)
	request.Header = header
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	reply, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, reply
}

// command types a slash command.
func (s *server) command(t *testing.T, client *model.Client4, channelID, rootID, command string) model.CommandResponse {
	t.Helper()
	body, err := json.Marshal(model.CommandArgs{ChannelId: channelID, RootId: rootID, Command: command, TeamId: s.team.Id})
	require.NoError(t, err)
	response, err := client.DoAPIPost("/commands/execute", string(body))
	require.NoError(t, err)
	defer response.Body.Close()
	var got model.CommandResponse
	require.NoError(t, json.NewDecoder(response.Body).Decode(&got))
	s.answers = append(s.answers, fmt.Sprintf("%s %v", got.Text, got.Attachments))
	return got
}
