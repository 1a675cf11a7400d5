package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/stack"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const shutdownTimeout = 2 * time.Second

func simulatorURL(port int) string { return fmt.Sprintf("http://localhost:%d", port) }

// startSimulator starts a Zoom of our own, which sends its events to webhookURL, and returns the plugin's settings for it. It knows the
// demo users but the last, so that one can see what strangers are told, and the admin. Its retries come a hundred times faster than Zoom's.
func startSimulator(ctx context.Context, port int, webhookURL string) (*zoomtest.Simulator, map[string]any, func(), error) {
	account := zoomtest.Default()
	account.URL = simulatorURL(port)
	account.Users = slices.DeleteFunc(account.Users, func(user zoomtest.User) bool {
		return user.Email == stranger+"@example.com"
	})
	account.Users = append(account.Users, zoomtest.User{ID: "u-admin", Email: stack.AdminUsername + "@example.com", FirstName: "Ada", LastName: "Admin", PMI: 2000000009})
	account.WebhookURL = webhookURL
	plugin, _, _ := strings.Cut(webhookURL, "/webhook")
	account.UserApp.RedirectURLs = []string{plugin + "/oauth2/complete"}
	account.AccountApp.RedirectURLs = account.UserApp.RedirectURLs
	account.RetryMinute = time.Minute / 100
	account.Log = slog.Default()

	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("localhost:%d", port))
	if err != nil {
		return nil, nil, nil, errors.Wrap(err, "listening")
	}
	simulator := zoomtest.New(account)
	server := &http.Server{Handler: simulator, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // It ends by stop.
	stop := func() {
		simulator.Close()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		_ = server.Shutdown(ctx)
	}
	return simulator, map[string]any{
		"ZoomURL": simulator.URL(), "ZoomAPIURL": simulator.APIURL(), "AccountID": account.AccountID,
		"OAuthClientID": account.ClientID, "OAuthClientSecret": account.ClientSecret, "ZoomWebhookSecret": account.SecretToken,
	}, stop, nil
}
