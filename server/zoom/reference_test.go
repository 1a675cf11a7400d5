package zoom_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

const selfHosted = "https://zoom.example.com:8443"

func TestParseReference(t *testing.T) {
	const invitation = "Alice is inviting you to a scheduled Zoom meeting.\n\nTopic: Weekly\nTime: Jan 1, 2026 09:00 AM\n\n" +
		"Join Zoom Meeting\nhttps://us02web.zoom.us/j/85746065432?pwd=abc.1\n\nMeeting ID: 857 4606 5432\nPasscode: 4711"
	for name, c := range map[string]struct {
		text   string
		number int64
		link   string
	}{
		"11 digits":                        {"85746065432", 85746065432, selfHosted + "/j/85746065432"},
		"10 digits":                        {"5551112222", 5551112222, selfHosted + "/j/5551112222"},
		"9 digits":                         {"123456789", 123456789, selfHosted + "/j/123456789"},
		"grouped by spaces":                {" 857 4606 5432 ", 85746065432, selfHosted + "/j/85746065432"},
		"grouped by dashes":                {"857-4606-5432", 85746065432, selfHosted + "/j/85746065432"},
		"grouped by other spaces, dashes":  {"857\u00a04606\u20115432", 85746065432, selfHosted + "/j/85746065432"},
		"link":                             {"https://zoom.us/j/85746065432", 85746065432, "https://zoom.us/j/85746065432"},
		"link with a passcode":             {"https://zoom.us/j/85746065432?pwd=aB+c%2Fd.1", 85746065432, "https://zoom.us/j/85746065432?pwd=aB+c%2Fd.1"},
		"of a region":                      {"https://us02web.zoom.us/j/85746065432", 85746065432, "https://us02web.zoom.us/j/85746065432"},
		"of a company":                     {"https://Example.zoom.us/j/85746065432/", 85746065432, "https://example.zoom.us/j/85746065432"},
		"of the government's cloud":        {"https://www.zoomgov.com/j/1601234567", 1601234567, "https://www.zoomgov.com/j/1601234567"},
		"of the configured Zoom":           {selfHosted + "/j/85746065432?pwd=p", 85746065432, selfHosted + "/j/85746065432?pwd=p"},
		"without a scheme":                 {"zoom.us/j/85746065432?pwd=p", 85746065432, "https://zoom.us/j/85746065432?pwd=p"},
		"in clear text":                    {"http://zoom.us/j/85746065432", 85746065432, "https://zoom.us/j/85746065432"},
		"of the web client":                {"https://app.zoom.us/wc/85746065432/join?pwd=p", 85746065432, "https://app.zoom.us/j/85746065432?pwd=p"},
		"of the web client, older":         {"https://zoom.us/wc/join/85746065432", 85746065432, "https://zoom.us/j/85746065432"},
		"in brackets":                      {"<https://zoom.us/j/85746065432>,", 85746065432, "https://zoom.us/j/85746065432"},
		"what belongs to one person stays": {"https://zoom.us/j/85746065432?zak=host&tk=registrant&uname=Al&pwd=p#success", 85746065432, "https://zoom.us/j/85746065432?pwd=p"},
		"after a link to somewhere else":   {"Agenda: https://wiki.example.net/a\nhttps://zoom.us/j/85746065432 please", 85746065432, "https://zoom.us/j/85746065432"},
		"without a scheme, in a sentence":  {"join us at zoom.us/j/85746065432 please", 85746065432, "https://zoom.us/j/85746065432"},
		"with the usual port":              {"https://zoom.us:443/j/85746065432", 85746065432, "https://zoom.us/j/85746065432"},
		"of zoom.com":                      {"https://app.zoom.com/j/85746065432", 85746065432, "https://app.zoom.com/j/85746065432"},
		"of zoom.com.cn":                   {"https://zoom.com.cn/j/85746065432", 85746065432, "https://zoom.com.cn/j/85746065432"},
		"a line of an invitation":          {"Meeting ID: 857 4606 5432", 85746065432, selfHosted + "/j/85746065432"},
		"two lines of an invitation":       {"Meeting ID: 857 4606 5432\nPasscode: 4711", 85746065432, selfHosted + "/j/85746065432"},
		"a longest passcode":               {"https://zoom.us/j/85746065432?pwd=" + strings.Repeat("x", 128), 85746065432, "https://zoom.us/j/85746065432?pwd=" + strings.Repeat("x", 128)},
		"that opens the app":               {"zoommtg://us02web.zoom.us/join?action=join&confno=85746065432&pwd=p&zc=0", 85746065432, "https://us02web.zoom.us/j/85746065432?pwd=p"},
		"that opens a phone's app":         {"zoomus://zoom.us/join/?confno=85746065432", 85746065432, "https://zoom.us/j/85746065432"},
		"a whole invitation":               {invitation, 85746065432, "https://us02web.zoom.us/j/85746065432?pwd=abc.1"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := zoom.ParseReference(c.text, selfHosted)
			require.NoError(t, err)
			require.Equal(t, zoom.Reference{Number: c.number, JoinURL: c.link}, got)
		})
	}
}

func TestParseReferenceRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":                 {"", zoom.ErrReference},
		"words":                   {"weekly sync", zoom.ErrReference},
		"8 digits":                {"12345678", zoom.ErrReference},
		"12 digits":               {"123456789012", zoom.ErrReference},
		"a leading zero":          {"0123456789", zoom.ErrReference},
		"digits of another kind":  {"٣٤٥٦٧٨٩٠١", zoom.ErrReference},
		"negative":                {"−85746065432", zoom.ErrReference},
		"two numbers":             {"857 4606 5432 or 81234567890", zoom.ErrReference},
		"a telephone number":      {"+1 646 558 8656", zoom.ErrReference},
		"another site":            {"https://zoom.example.net/j/85746065432", zoom.ErrForeignLink},
		"another port":            {"https://zoom.us:8443/j/85746065432", zoom.ErrForeignLink},
		"a site that looks like":  {"https://evilzoom.us/j/85746065432", zoom.ErrForeignLink},
		"a site that begins so":   {"https://zoom.us.example.net/j/85746065432", zoom.ErrForeignLink},
		"a slash of another kind": {"https://evil.com／.zoom.us/j/85746065432", zoom.ErrForeignLink},
		"an @ of another kind":    {"https://evil.com＠zoom.us/j/85746065432", zoom.ErrForeignLink},
		"no name before the dot":  {"https://.zoom.us/j/85746065432", zoom.ErrForeignLink},
		"not a host name":         {"https://a*b_c!\"(y).zoom.us/j/85746065432", zoom.ErrForeignLink},
		"a letter like s":         {"https://zoom.uſ/j/85746065432", zoom.ErrForeignLink},
		"an endless passcode":     {"https://zoom.us/j/85746065432?pwd=" + strings.Repeat("x", 129), zoom.ErrReference},
		"another site as user":    {"https://zoom.us@example.net/j/85746065432", zoom.ErrForeignLink},
		"a user at Zoom":          {"https://a:b@zoom.us/j/85746065432", zoom.ErrForeignLink},
		"a script":                {"javascript://zoom.us/j/85746065432", zoom.ErrForeignLink},
		"no number":               {"https://zoom.us/j/", zoom.ErrOtherLink},
		"a short number":          {"https://zoom.us/j/123", zoom.ErrReference},
		"another page":            {"https://zoom.us/profile", zoom.ErrOtherLink},
		"a webinar":               {"https://us02web.zoom.us/w/81234567890?tk=abc", zoom.ErrOtherLink},
		"a registration":          {"https://us02web.zoom.us/meeting/register/tJ0abc", zoom.ErrOtherLink},
		"a recording":             {"https://us02web.zoom.us/rec/share/abc", zoom.ErrOtherLink},
		"a deeper path":           {"https://zoom.us/j/85746065432/../../x", zoom.ErrOtherLink},
		"broken":                  {"https://zoom.us/j/85746065432%zz", zoom.ErrForeignLink},
		"a start link":            {"https://zoom.us/s/85746065432?zak=secret", zoom.ErrStartLink},
		"a start link, no token":  {"https://zoom.us/s/85746065432", zoom.ErrStartLink},
		"a web start link":        {"https://zoom.us/wc/85746065432/start", zoom.ErrStartLink},
		"a start link of the app": {"zoommtg://zoom.us/start?confno=85746065432&zak=secret", zoom.ErrStartLink},
		"an app's link elsewhere": {"zoommtg://example.net/join?confno=85746065432", zoom.ErrForeignLink},
		"the app's telephone":     {"zoomus://zoom.us/phone?number=1", zoom.ErrOtherLink},
		"an odd link of the app":  {"zoommtg://zoom.us/join?confno=../85746065432", zoom.ErrOtherLink},
		"a name":                  {"https://zoom.us/my/alice", zoom.ErrNamedRoom},
		"a start link elsewhere":  {"https://example.net/s/85746065432", zoom.ErrForeignLink},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := zoom.ParseReference(c.text, selfHosted)
			require.ErrorIs(t, err, c.want)
		})
	}
}
