// Zoomsim serves the Zoom simulator to people and to a Mattermost server: `go run ./server/zoom/zoomtest/zoomsim -help`.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

func main() {
	config := zoomtest.Default()
	config.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	addr := flag.String("addr", "localhost:8066", "address to listen on")
	flag.StringVar(&config.WebhookURL, "webhook", "", "URL that gets the events, with its secret")
	flag.StringVar(&config.SecretToken, "secret-token", config.SecretToken, "signs the events")
	flag.BoolVar(&config.LegacyForm, "form", false, "send the unsigned form of 2017")
	flag.DurationVar(&config.RetryMinute, "minute", time.Minute, "what a minute of Zoom's retry rule takes")
	redirect := flag.String("redirect", "", "redirect URL of the OAuth apps, such as https://chat.example.com/plugins/zoom/oauth2/complete")
	flag.Parse()

	config.URL = "http://" + *addr
	if *redirect != "" {
		config.UserApp.RedirectURLs, config.AccountApp.RedirectURLs = []string{*redirect}, []string{*redirect}
	}
	fmt.Printf("Zoom simulator: %s, REST API %s/v2; its first page has the credentials of all apps\n", config.URL, config.URL)
	server := &http.Server{Addr: *addr, Handler: zoomtest.New(config), ReadHeaderTimeout: 10 * time.Second}
	if err := server.ListenAndServe(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
