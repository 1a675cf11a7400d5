// Package mattermost adapts Mattermost's plugin API to what the domain and the key-value store ask for: posts, people and channels,
// keys, and the log. Nothing else calls the API.
//
// A call whose RPC fails returns zero values without an error, so each adapter takes a missing result for a failure.
package mattermost
