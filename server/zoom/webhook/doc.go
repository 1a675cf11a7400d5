// Package webhook reads what Zoom sends to a webhook endpoint: Verify checks the bytes, Parse turns them into a typed event, and
// Challenge answers Zoom's validation of the URL.
//
// It decides nothing about an installation: which checks a mode of signing in asks for is the caller's table.
package webhook
