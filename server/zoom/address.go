package zoom

import (
	"net/url"
	"strings"
)

const (
	// CloudURL is where people sign in to Zoom's own cloud.
	CloudURL = "https://zoom.us"
	// CloudAPIURL is the REST API of Zoom's own cloud.
	CloudAPIURL = "https://api.zoom.us/v2"
	// GovernmentAPIURL is the REST API of Zoom for Government, where people sign in at https://zoomgov.com.
	GovernmentAPIURL = "https://api.zoomgov.com/v2"

	governmentHost = "zoomgov.com"
	// version is the part of an API's address that a token's api_url lacks.
	version = "/v2"
)

// IsSecure tells whether credentials may travel to at: by https, or by http within this machine.
func IsSecure(at *url.URL) bool {
	return at.Host != "" && at.User == nil && (at.Scheme == "https" || (at.Scheme == "http" && IsLoopback(at)))
}

// IsLoopback tells whether at is within this machine.
func IsLoopback(at *url.URL) bool {
	host := at.Hostname()
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

// apiURL returns the REST API for a token: the regional one that the sign-in named, such as https://api-us.zoom.us, when a token may
// travel there, else that of the cloud in which signInURL is.
func apiURL(signInURL, named string) string {
	if at, err := url.Parse(named); err == nil && IsSecure(at) && at.RawQuery == "" && at.Fragment == "" {
		return strings.TrimRight(named, "/") + version
	}
	if at, err := url.Parse(signInURL); err == nil && (at.Hostname() == governmentHost || strings.HasSuffix(at.Hostname(), "."+governmentHost)) {
		return GovernmentAPIURL
	}
	return CloudAPIURL
}

// escapeUUID makes a meeting's UUID, or its number, a part of a path. Zoom takes one that begins with / or contains // only when it is
// escaped twice ("Meeting ID and UUID" in its guide Using Zoom APIs).
func escapeUUID(uuid string) string {
	escaped := url.QueryEscape(uuid) // Unlike PathEscape it escapes +, so that nobody takes it for a space.
	if strings.HasPrefix(uuid, "/") || strings.Contains(uuid, "//") {
		escaped = url.QueryEscape(escaped)
	}
	return escaped
}
