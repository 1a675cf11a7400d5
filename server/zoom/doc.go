// Package zoom is a stand-alone client for Zoom's REST API and for the ways of signing in to it: API Key and Secret
// (self-hosted and private-cloud Zoom), Server-to-Server OAuth, and OAuth at an app that each user or an admin of the account allows.
//
// It knows nothing of Mattermost and nothing of this plugin. Every call takes a context, has a deadline of its own, reads
// a bounded body and returns an *APIError when Zoom answered with a failure; the Is… functions say what that means. Calls that only
// read are tried again while Zoom is out of reach, broken or busy. Without a configured address the calls go where the token's answer
// says that the account's API is.
package zoom
