package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"time"

	_ "github.com/lib/pq" // the driver of PostgreSQL
	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/stack"
	"mattermost-plugin-zoom/server/zoom/webhook"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const (
	// channelCount is over how many channels posts are spread, and parallel how many events come at once.
	channelCount = 50
	parallel     = 16

	secret = "secret-in-the-url"
)

// bench is a server with both plugins, and Alice, who clicks.
type bench struct {
	report   *report
	postgres *stack.Postgres
	mm       *stack.Mattermost
	admin    *stack.Admin
	db       *sql.DB
	dataDir  string

	account zoomtest.Config
	sim     *zoomtest.Simulator
	zoom    *httptest.Server

	http     *http.Client
	token    string
	channels []string
}

func start(ctx context.Context, results *report) (*bench, error) {
	b := &bench{report: results, account: zoomtest.Default(), http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: parallel}}}
	b.account.DailyLimit = 1 << 30
	b.zoom = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.sim.ServeHTTP(w, r) }))
	b.account.URL = b.zoom.URL
	b.sim = zoomtest.New(b.account)
	if err := b.startServer(ctx); err != nil {
		return b, err
	}
	if err := b.populate(ctx); err != nil {
		return b, err
	}
	// A server on which the plugin has run for long: the posts of an earlier plugin are not looked for any more.
	_, err := b.db.ExecContext(ctx, `INSERT INTO pluginkeyvaluestore (pluginid, pkey, pvalue, expireat) VALUES ('zoom', 'first_activation', '1600000000000', 0)`)
	if err != nil {
		return b, errors.Wrap(err, "write the first activation")
	}
	err = b.admin.Configure(ctx, "zoom", map[string]any{
		"ZoomURL": b.sim.URL(), "ZoomAPIURL": b.sim.APIURL(), "AccountID": b.account.AccountID, "OAuthClientID": b.account.ClientID,
		"OAuthClientSecret": b.account.ClientSecret, "WebhookSecret": secret, "ZoomWebhookSecret": b.account.SecretToken,
		"StartLimit": 0,
	})
	if err != nil {
		return b, err
	}
	for _, bundle := range []string{os.Getenv("BUNDLE"), os.Getenv("YARDSTICK")} {
		if _, err := b.admin.InstallPlugin(ctx, bundle); err != nil {
			return b, err
		}
	}
	return b, nil
}

func (b *bench) startServer(ctx context.Context) (err error) {
	if b.postgres, err = stack.StartPostgres(ctx, stack.PostgresConfig{Throwaway: true, Progress: os.Stderr}); err != nil {
		return err
	}
	dist, err := stack.Dist(ctx, stack.Mattermost11, os.Stderr)
	if err != nil {
		return err
	}
	if err = b.postgres.EnsureDatabase(ctx, "bench"); err != nil {
		return err
	}
	dsn := b.postgres.DSN("bench")
	if b.db, err = sql.Open("postgres", dsn); err != nil {
		return errors.Wrap(err, "open the database")
	}
	if b.dataDir, err = os.MkdirTemp("", "mattermost-bench-"); err != nil {
		return errors.Wrap(err, "make the server's folder")
	}
	b.mm, err = stack.StartMattermost(ctx, stack.MattermostConfig{Dist: dist, DSN: dsn, DataDir: b.dataDir, Env: map[string]string{
		"MM_LOGSETTINGS_FILELEVEL": "INFO",
	}})
	if err != nil {
		return err
	}
	b.admin, err = stack.NewAdmin(ctx, b.mm.URL)
	return err
}

func (b *bench) populate(ctx context.Context) error {
	alice, err := b.admin.EnsureUser(ctx, "alice")
	if err != nil {
		return err
	}
	client, err := b.admin.Login(ctx, "alice", stack.UserPassword)
	if err != nil {
		return err
	}
	b.token = client.AuthToken
	team, err := b.admin.EnsureTeam(ctx, "team", "Team", alice)
	if err != nil {
		return err
	}
	for i := range channelCount {
		name := fmt.Sprintf("channel-%d", i)
		channel, err := b.admin.EnsureChannel(ctx, model.Channel{TeamId: team.Id, Name: name, DisplayName: name, Type: model.ChannelTypeOpen}, alice)
		if err != nil {
			return err
		}
		b.channels = append(b.channels, channel.Id)
	}
	return nil
}

func (b *bench) stop() {
	if b.mm != nil {
		b.mm.Stop()
	}
	if b.postgres != nil {
		b.postgres.Stop()
	}
	b.sim.Close()
	b.zoom.Close()
	_ = os.RemoveAll(b.dataDir)
}

// call sends body as Alice and decodes the answer into out, unless that is nil.
func (b *bench) call(ctx context.Context, method, path string, header http.Header, body []byte, out any) error {
	request, err := http.NewRequestWithContext(ctx, method, b.mm.URL+path, bytes.NewReader(body))
	if err != nil {
		return errors.Wrap(err, "make a request")
	}
	request.Header = header
	response, err := b.http.Do(request)
	if err != nil {
		return errors.Wrap(err, "call the server")
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return errors.Wrap(err, "read an answer")
	}
	if response.StatusCode >= 300 {
		return errors.Errorf("%s %s: %s: %.300s", method, path, response.Status, answer)
	}
	if out == nil {
		return nil
	}
	return errors.Wrap(json.Unmarshal(answer, out), "decode an answer")
}

func (b *bench) asAlice() http.Header {
	return http.Header{"Authorization": {"Bearer " + b.token}, "Content-Type": {"application/json"}}
}

// created is what a bare post and a start answer, as far as it is needed.
type created struct {
	ID     string `json:"id"`
	Number int64  `json:"meeting_id"`
}

// post makes a bare post.
func (b *bench) post(ctx context.Context, i int) (id string, err error) {
	body := fmt.Sprintf(`{"channel_id":%q,"message":"I have something to tell, number %d"}`, b.channels[i%channelCount], i)
	var out created
	err = b.call(ctx, http.MethodPost, "/api/v4/posts", b.asAlice(), []byte(body), &out)
	return out.ID, err
}

// startMeeting is a click.
func (b *bench) startMeeting(ctx context.Context, i int) (number int64, err error) {
	body := fmt.Sprintf(`{"channel_id":%q,"topic":"Meeting %d","force":true}`, b.channels[i%channelCount], i)
	var out created
	err = b.call(ctx, http.MethodPost, "/plugins/zoom/api/v1/meetings", b.asAlice(), []byte(body), &out)
	return out.Number, err
}

// ended is what Zoom sends at the end of a meeting.
func ended(number int64) []byte {
	now := time.Now()
	return fmt.Appendf(nil, `{"event":"meeting.ended","event_ts":%d,"payload":{"account_id":"a","object":{"duration":60,"start_time":%q,`+
		`"timezone":"UTC","end_time":%q,"topic":"Meeting","id":"%d","type":1,"uuid":"4444AAAiAAAAAiAiAiiAii==","host_id":"u-alice"}}}`,
		now.UnixMilli(), now.UTC().Format(time.RFC3339), now.UTC().Add(time.Second).Format(time.RFC3339), number)
}

// end sends the signed event that a meeting has ended.
func (b *bench) end(ctx context.Context, number int64) error {
	body, timestamp := ended(number), strconv.FormatInt(time.Now().Unix(), 10)
	return b.call(ctx, http.MethodPost, "/plugins/zoom/webhook?secret="+url.QueryEscape(secret), http.Header{
		"Content-Type": {"application/json"}, webhook.TimestampHeader: {timestamp},
		webhook.SignatureHeader: {webhook.Sign(b.account.SecretToken, timestamp, body)},
	}, body, nil)
}
