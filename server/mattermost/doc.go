// Package mattermost adapts Mattermost's plugin API to what the domain and the key-value store ask for: posts, people and channels,
// keys, and the log. Beside it only main calls the API, for its settings and its command.
//
// A call whose RPC fails returns zero values without an error, so the adapters take a missing result for a failure.
package mattermost
