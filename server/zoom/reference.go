package zoom

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pkg/errors"
)

var (
	// ErrReference says that a text holds neither a meeting number nor a link to join a meeting.
	ErrReference = errors.New("zoom: no meeting number or join link")
	// ErrForeignLink says that a link leads neither to Zoom's own cloud nor to the Zoom in use.
	ErrForeignLink = errors.New("zoom: a link to somewhere else")
	// ErrStartLink says that a link makes whoever opens it the host.
	ErrStartLink = errors.New("zoom: a link that starts a meeting")
	// ErrNamedRoom says that a link names a personal room by its owner's name, not by its number.
	ErrNamedRoom = errors.New("zoom: a link to a person's room")
	// ErrOtherLink says that a link of Zoom's is for something else, such as a webinar, a registration or a recording.
	ErrOtherLink = errors.New("zoom: not a link into a meeting")
)

// Reference is what a text says about a meeting.
type Reference struct {
	// Number is the meeting number.
	Number int64
	// JoinURL is a link to join, with the passcode that the text's own link held, if any, and nothing else of it.
	JoinURL string
}

// maxPasscode is longer than any passcode in a link, in bytes.
const maxPasscode = 128

var (
	// digits are a meeting number as Zoom writes it: 11 digits for meetings, 10 for personal rooms, 9 for old ones.
	digits = regexp.MustCompile(`^[1-9][0-9]{8,10}$`)
	// groups are digits with spaces of any kind and dashes between them.
	groups = regexp.MustCompile(`[0-9](?:[\s\p{Zs}\p{Pd}]*[0-9])*`)
	// cloudHost is in Zoom's own cloud: each of its domains and all names below it, such as us02web.zoom.us and a company's vanity address.
	cloudHost = regexp.MustCompile(`^(?:[a-z0-9-]+\.)*(?:zoom\.us|zoom\.com|zoomgov\.com|zoom\.com\.cn)$`)
	// joinPath is a path to join by, in Zoom's app or in the browser.
	joinPath = regexp.MustCompile(`^/(?:j|wc/join|wc)/([0-9]+)(?:/join)?/?$`)
	// startPath is a path to start by.
	startPath = regexp.MustCompile(`^/(?:s/|wc/[0-9]+/start)`)
)

// ParseReference reads a meeting number, in groups or not, a link of Zoom's own cloud or of the Zoom at baseURL, or a text with one of
// these in it, such as an invitation. It returns ErrReference, ErrForeignLink, ErrStartLink, ErrNamedRoom or
// ErrOtherLink.
func ParseReference(text, baseURL string) (Reference, error) {
	link, foreign := findLink(text, baseURL)
	if link != nil {
		return parseLink(link)
	}
	if foreign {
		return Reference{}, ErrForeignLink
	}
	number := findNumber(text)
	if number == 0 {
		return Reference{}, ErrReference
	}
	return Reference{Number: number, JoinURL: strings.TrimRight(baseURL, "/") + "/j/" + strconv.FormatInt(number, 10)}, nil
}

func parseLink(link *url.URL) (Reference, error) {
	switch {
	case startPath.MatchString(link.Path):
		return Reference{}, ErrStartLink
	case strings.HasPrefix(link.Path, "/my/"):
		return Reference{}, ErrNamedRoom
	}
	parts := joinPath.FindStringSubmatch(link.Path)
	passcode := link.Query().Get("pwd")
	if parts == nil {
		return Reference{}, ErrOtherLink
	}
	if !digits.MatchString(parts[1]) || len(passcode) > maxPasscode {
		return Reference{}, ErrReference
	}
	number, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return Reference{}, ErrReference
	}
	// Other parameters may hold what belongs to one person: a host's or a registrant's token, a name.
	join := url.URL{Scheme: link.Scheme, Host: link.Host, Path: "/j/" + parts[1]}
	if passcode != "" {
		query := url.Values{"pwd": {passcode}}.Encode()
		// A dot at the end of a link would end a sentence instead, for whoever reads it.
		bare := strings.TrimRight(query, ".")
		join.RawQuery = bare + strings.Repeat("%2E", len(query)-len(bare))
	}
	return Reference{Number: number, JoinURL: join.String()}, nil
}

// findNumber returns the only meeting number in a text, 0 when there is none or more than one.
func findNumber(text string) (found int64) {
	for _, place := range groups.FindAllStringIndex(text, -1) {
		bare := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, text[place[0]:place[1]])
		before, _ := utf8.DecodeLastRuneInString(text[:place[0]])
		// What follows a sign is an amount or a telephone number.
		if !digits.MatchString(bare) || before == '+' || unicode.Is(unicode.Pd, before) || unicode.Is(unicode.Sm, before) {
			continue
		}
		if found != 0 {
			return 0
		}
		found, _ = strconv.ParseInt(bare, 10, 64) // The expression lets only short numbers through.
	}
	return found
}

// findLink returns the first link of Zoom's in a text, whose scheme may be missing, and tells whether there is another one.
func findLink(text, baseURL string) (link *url.URL, foreign bool) {
	for _, word := range strings.Fields(text) {
		word = strings.Trim(word, "<>()[]\"',;.")
		schemeless := !strings.Contains(word, "://")
		if schemeless {
			word = "https://" + word
		}
		link, err := url.Parse(word)
		if err == nil && link.User == nil && isZooms(forBrowsers(link), baseURL) {
			return link, false
		}
		foreign = foreign || !schemeless
	}
	return nil, foreign
}

// forBrowsers turns a link that opens Zoom's app, such as zoommtg://zoom.us/join?confno=81234567890&pwd=x, into the one of the invitation.
func forBrowsers(link *url.URL) *url.URL {
	if link.Scheme == "zoommtg" || link.Scheme == "zoomus" {
		link.Scheme = "https"
		switch strings.TrimRight(link.Path, "/") {
		case "/join":
			link.Path = "/j/" + link.Query().Get("confno")
		case "/start":
			link.Path = "/s/"
		}
	}
	return link
}

// isZooms tells whether the link leads to Zoom's own cloud, whose links it makes https, or to the Zoom at baseURL.
func isZooms(link *url.URL, baseURL string) bool {
	if link.Scheme != "https" && link.Scheme != "http" {
		return false
	}
	own, err := url.Parse(baseURL)
	if err == nil && own.Host != "" && strings.ToLower(link.Host) == strings.ToLower(own.Host) { //nolint:staticcheck // EqualFold takes ſ for s
		link.Scheme, link.Host = own.Scheme, own.Host
		return true
	}
	host := strings.ToLower(link.Hostname())
	if !cloudHost.MatchString(host) || (link.Port() != "" && link.Port() != "443") {
		return false
	}
	link.Scheme, link.Host = "https", host
	return true
}
