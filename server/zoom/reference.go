package zoom

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/pkg/errors"
)

var (
	// ErrReference says that a text holds neither a meeting number nor a link of Zoom's to join a meeting.
	ErrReference = errors.New("zoom: no meeting number or join link")
	// ErrStartLink says that a link makes whoever opens it the host.
	ErrStartLink = errors.New("zoom: a link that starts a meeting")
	// ErrNamedRoom says that a link names a personal room by its owner's name, not by its number.
	ErrNamedRoom = errors.New("zoom: a link to a person's room")
)

// Reference is what a text says about a meeting.
type Reference struct {
	// Number is the meeting number.
	Number int64
	// JoinURL is a link to join, with the passcode that the text's own link held, if any, and nothing else of it.
	JoinURL string
}

// cloudDomains are Zoom's own: each with all names below it, such as us02web.zoom.us and a company's vanity address.
var cloudDomains = []string{"zoom.us", "zoom.com", "zoomgov.com", "zoom.com.cn"}

var (
	// digits are a meeting number as Zoom writes it, in groups: 11 digits for meetings, 10 for personal rooms, 9 for old ones.
	digits = regexp.MustCompile(`^[1-9][0-9]{8,10}$`)
	// joinPath is a path to join by, in Zoom's app or in the browser.
	joinPath = regexp.MustCompile(`^/(?:j|wc/join|wc)/([0-9]+)(?:/join)?/?$`)
	// startPath is a path to start by.
	startPath = regexp.MustCompile(`^/(?:s/|wc/[0-9]+/start)`)
)

// ParseReference reads a meeting number, in groups or not, or the first link in a text, of Zoom's own cloud or of the Zoom at baseURL.
// It returns ErrReference, ErrStartLink or ErrNamedRoom.
func ParseReference(text, baseURL string) (Reference, error) {
	if number, ok := parseNumber(text); ok {
		return Reference{Number: number, JoinURL: strings.TrimRight(baseURL, "/") + "/j/" + strconv.FormatInt(number, 10)}, nil
	}
	link := findLink(text)
	if link == nil || !isZooms(link, baseURL) {
		return Reference{}, ErrReference
	}
	return parseLink(link)
}

func parseLink(link *url.URL) (Reference, error) {
	switch {
	case startPath.MatchString(link.Path):
		return Reference{}, ErrStartLink
	case strings.HasPrefix(link.Path, "/my/"):
		return Reference{}, ErrNamedRoom
	}
	parts := joinPath.FindStringSubmatch(link.Path)
	if parts == nil {
		return Reference{}, ErrReference
	}
	number, ok := parseNumber(parts[1])
	if !ok {
		return Reference{}, ErrReference
	}
	// Other parameters may hold what belongs to one person: a host's or a registrant's token, a name.
	join := url.URL{Scheme: link.Scheme, Host: link.Host, Path: "/j/" + parts[1]}
	if passcode := link.Query().Get("pwd"); passcode != "" {
		join.RawQuery = url.Values{"pwd": {passcode}}.Encode()
	}
	return Reference{Number: number, JoinURL: join.String()}, nil
}

// parseNumber takes spaces of any kind and dashes between the digits.
func parseNumber(text string) (int64, bool) {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return r
	}, text)
	if !digits.MatchString(bare) {
		return 0, false
	}
	number, err := strconv.ParseInt(bare, 10, 64)
	return number, err == nil
}

// findLink returns the first web address in a text, which may be a whole invitation. The scheme may be missing.
func findLink(text string) *url.URL {
	words := strings.Fields(text)
	for _, word := range words {
		word = strings.Trim(word, "<>()[]\"',;.")
		if !strings.Contains(word, "://") && len(words) == 1 {
			word = "https://" + word
		}
		link, err := url.Parse(word)
		if err == nil && link.Host != "" && link.User == nil && (link.Scheme == "https" || link.Scheme == "http") {
			return link
		}
	}
	return nil
}

// isZooms tells whether the link leads to Zoom's own cloud, whose links it makes https, or to the Zoom at baseURL.
func isZooms(link *url.URL, baseURL string) bool {
	host := strings.ToLower(link.Hostname())
	own, err := url.Parse(baseURL)
	if err == nil && own.Host != "" && strings.EqualFold(link.Host, own.Host) {
		link.Scheme, link.Host = own.Scheme, own.Host
		return true
	}
	cloud := slices.ContainsFunc(cloudDomains, func(domain string) bool {
		return host == domain || strings.HasSuffix(host, "."+domain)
	})
	if cloud && link.Port() == "" {
		link.Scheme, link.Host = "https", host
		return true
	}
	return false
}
