package main

import "context"

// startSimulator starts a Zoom of our own, which sends its events to webhookURL, and returns the plugin's settings for it.
//
// TODO: server/zoom/zoomtest goes here.
func startSimulator(ctx context.Context, port int, webhookURL string) (settings map[string]any, stop func(), err error) {
	return nil, func() {}, nil
}
