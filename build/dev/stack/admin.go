package stack

import (
	"context"
	"net/http"
	"strings"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/pkg/errors"
)

// What people of a stack log in with.
const (
	AdminUsername = "admin"
	AdminPassword = "Sys@dmin-123"
	UserPassword  = "Demo-user-123"
)

// Admin sets a server up through its REST API.
type Admin struct {
	// Client is logged in as a system admin. It is 6.7's: do not change the configuration of a newer server with its types.
	Client *model.Client4
}

// NewAdmin logs in as the admin of a server that was set up by this function before, or creates that admin: the first
// user of a fresh server is a system admin.
func NewAdmin(ctx context.Context, url string) (*Admin, error) {
	admin := &Admin{Client: model.NewAPIv4Client(url)}
	client, err := admin.Login(ctx, AdminUsername, AdminPassword)
	if err != nil {
		if _, err = admin.createUser(ctx, AdminUsername, AdminPassword); err != nil {
			return nil, explain(err, "creating the first user")
		}
		if client, err = admin.Login(ctx, AdminUsername, AdminPassword); err != nil {
			return nil, err
		}
	}
	return &Admin{Client: client}, nil
}

// AdminFromToken uses a personal access token, or a session, of a system admin.
func AdminFromToken(ctx context.Context, url, token string) (*Admin, error) {
	admin := &Admin{Client: model.NewAPIv4Client(url)}
	admin.Client.SetToken(token)
	user, _, err := admin.within(ctx).GetMe("")
	if err != nil {
		return nil, explain(err, "using the token at %s", url)
	}
	if !user.IsSystemAdmin() {
		return nil, errors.Errorf("the token at %s belongs to %s, who is no system admin", url, user.Username)
	}
	return admin, nil
}

// Login returns a client of its own for this user.
func (a *Admin) Login(ctx context.Context, username, password string) (*model.Client4, error) {
	client := model.NewAPIv4Client(a.Client.URL)
	bound := within(ctx, client)
	if _, _, err := bound.Login(username, password); err != nil {
		return nil, explain(err, "logging in as %s", username)
	}
	client.SetToken(bound.AuthToken)
	return client, nil
}

func (a *Admin) within(ctx context.Context) *model.Client4 {
	return within(ctx, a.Client)
}

// within is the client for calls that end with ctx, which its own methods do not take.
func within(ctx context.Context, client *model.Client4) *model.Client4 {
	bound := *client
	bound.HTTPClient = &http.Client{Transport: boundTransport{ctx}}
	return &bound
}

type boundTransport struct{ ctx context.Context }

func (t boundTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	return http.DefaultTransport.RoundTrip(request.WithContext(t.ctx))
}

func missing(response *model.Response) bool {
	return response != nil && response.StatusCode == http.StatusNotFound
}

// explain wraps an error. Of the server's own ones it keeps what people can read.
func explain(err error, format string, args ...any) error {
	var answer *model.AppError
	if errors.As(err, &answer) {
		err = errors.New(strings.TrimSpace(answer.Message + " " + answer.DetailedError))
	}
	return errors.Wrapf(err, format, args...)
}
