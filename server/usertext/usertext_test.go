package usertext_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/usertext"
)

var (
	now    = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	member = meeting.Person{Email: "alice@example.com", Locale: "en"}
	admin  = meeting.Person{Email: "alice@example.com", Locale: "en", Admin: true}
)

func texts(t testing.TB, files fs.FS) *usertext.Texts {
	t.Helper()
	return usertext.New(files, "Zoom", "zoom", func() time.Time { return now })
}

func failure(kind error) error {
	return &meeting.ServiceError{Kind: kind, Detail: "400: so", Cause: errors.New("the cause, which is secret")}
}

func TestEveryErrorOfTheDomainHasItsText(t *testing.T) {
	texts := texts(t, assets.I18n)
	codes := map[string]bool{}
	for _, err := range []error{
		usertext.ErrNoSession, usertext.ErrBadRequest, usertext.ErrTooLarge, usertext.ErrStopping, &meeting.TooManyStartsError{},
		meeting.ErrTopicTooLong, meeting.ErrForbidden, meeting.ErrReadOnly, meeting.ErrArchived, meeting.ErrBadThread,
		meeting.ErrBadReference, meeting.ErrForeignLink, meeting.ErrHostLink, meeting.ErrPersonalLink, meeting.ErrCannotShare,
		failure(meeting.ErrUnknownHost), failure(meeting.ErrPendingHost), failure(meeting.ErrInactiveHost), failure(meeting.ErrNotAllowed),
		failure(meeting.ErrCredentials), failure(meeting.ErrMissingScopes), failure(meeting.ErrRateLimited), failure(meeting.ErrRejected),
		failure(meeting.ErrUnavailable), failure(meeting.ErrSlow), failure(meeting.ErrBadAnswer),
		meeting.ErrEventRefused, meeting.ErrEventMalformed, &meeting.NotConfiguredError{},
	} {
		for _, reader := range []meeting.Person{member, admin, {}} {
			failure := texts.ForError(errors.Wrap(err, "the cause, which is secret"), reader)
			require.NotEqual(t, "internal", failure.Code, err)
			require.GreaterOrEqual(t, failure.Status, 400)
			require.NotContains(t, failure.Message, "secret,")
			require.NotContains(t, failure.Message, "cause, which")
			for _, defect := range []string{"{", "<no value>", "error."} {
				require.NotContains(t, failure.Message, defect)
			}
		}
		failure := texts.ForError(err, member)
		require.False(t, codes[failure.Code], "%s twice", failure.Code)
		codes[failure.Code] = true
	}
}

// unknownHost begins with the sentence of Zoom's own pages about Mattermost.
const unknownHost = "We could not verify your Mattermost account in Zoom. " +
	"Please ensure that your Mattermost email address matches your Zoom email address. " +
	"Zoom was asked for `alice@example.com`. To start meetings, ask an admin to invite you to your organization's Zoom account. " +
	"You can share and join meetings without one."

func TestTexts(t *testing.T) {
	limited := func(wait time.Duration) error {
		return &meeting.ServiceError{Kind: meeting.ErrRateLimited, RetryAt: now.Add(wait), Detail: "daily limit", Cause: errors.New("429")}
	}
	for name, c := range map[string]struct {
		err    error
		reader meeting.Person
		want   string
		wait   time.Duration
	}{
		"unknown host": {failure(meeting.ErrUnknownHost), member, unknownHost, 0},
		"unknown host, to an admin": {failure(meeting.ErrUnknownHost), admin, unknownHost +
			"\nAs an admin, you can invite this address in Zoom's user management, or correct it in Mattermost.", 0},
		"not set up": {&meeting.NotConfiguredError{Problems: []meeting.Problem{{Code: "not_generated", Setting: "Encryption Key"}}}, member,
			"Zoom is not set up correctly on this server. Ask a System Admin to look at System Console > Plugins > Zoom.", 0},
		"what is missing": {&meeting.NotConfiguredError{Problems: []meeting.Problem{{Code: "missing", Setting: "Account ID"},
			{Code: "no_address", Setting: "Zoom URL", Example: "https://zoom.us"}}}, admin,
			"Zoom is not set up correctly on this server. Ask a System Admin to look at System Console > Plugins > Zoom.\n" +
				"You can fix this there: Account ID is missing; Zoom URL must be an address such as https://zoom.us.", 0},
		"scopes": {&meeting.ServiceError{Kind: meeting.ErrMissingScopes, Scopes: []string{"a:b", "c`:d"}, Cause: errors.New("x")}, member,
			"This server's Zoom app lacks a permission: `a:b` or `c:d`. Tell a System Admin.", 0},
		"limit, unknown": {failure(meeting.ErrRateLimited), member, "Zoom is getting too many requests. Try again in a minute.", 0},
		"limit, over":    {limited(-time.Second), member, "Zoom is getting too many requests. Try again in a minute.", 0},
		"limit, soon":    {limited(300 * time.Millisecond), member, "Zoom is getting too many requests. Try again in 1 second.", 300 * time.Millisecond},
		"limit, minutes": {limited(61 * time.Second), member, "Zoom is getting too many requests. Try again in 2 minutes.", 61 * time.Second},
		"limit, daily": {limited(15 * time.Hour), admin, "Zoom is getting too many requests. Try again in 15 hours.\nThe answer: `daily limit`",
			15 * time.Hour},
		"too many starts": {&meeting.TooManyStartsError{RetryAt: now.Add(29500 * time.Millisecond)}, admin,
			"You have started too many meetings in a short time. Try again in 30 seconds.\n*Start limit* in the plugin's settings sets how many meetings may be started.", 29500 * time.Millisecond},
		"too many starts in the channel": {&meeting.TooManyStartsError{InChannel: true, RetryAt: now.Add(90 * time.Second)}, member,
			"Too many meetings were started in this channel in a short time. Try again in 2 minutes, or join one that is live.", 90 * time.Second},
		"unforeseen": {errors.New("pq: password is hunter2"), admin, "Something went wrong on this server. " +
			"Try again. If that does not help, ask a System Admin to look at the server log.", 0},
		"what a program sent": {&usertext.BadRequestError{Detail: "json: unknown field `x`\n<b>"}, member, "The request could not be read: `json: unknown field x <b>`.", 0},
		"a stranger's words": {&meeting.ServiceError{Kind: meeting.ErrRejected, Detail: "400: `x`\n# big " + strings.Repeat("y", 400), Cause: errors.New("x")}, admin,
			"Zoom did not accept the request. If this happens again, tell a System Admin.\nThe answer: `400: x # big " + strings.Repeat("y", 300-len("400: x # big ")) + "…`", 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := texts(t, assets.I18n).ForError(c.err, c.reader)
			require.Equal(t, c.want, got.Message)
			require.Equal(t, c.wait, got.RetryAfter)
		})
	}
}

func TestLanguages(t *testing.T) {
	english, err := fs.ReadFile(assets.I18n, "i18n/en.json")
	require.NoError(t, err)
	files := fstest.MapFS{
		"i18n/en.json": {Data: english},
		"i18n/de.json": {Data: []byte(`{"error.archived":"Archiviert.","duration.hours":{"one":"{{.Count}} Stunde","other":"{{.Count}} Stunden"}}`)},
	}
	for locale, want := range map[string]string{"de": "Archiviert.", "de-AT": "Archiviert.", "en": "This channel is archived", "fr": "This channel is archived",
		"": "This channel is archived", "not a locale": "This channel is archived"} {
		got := texts(t, files).ForError(meeting.ErrArchived, meeting.Person{Locale: locale}).Message
		require.Contains(t, got, want, locale)
	}
	require.Contains(t, texts(t, files).ForError(meeting.ErrForbidden, meeting.Person{Locale: "de"}).Message, "member", "not translated yet")
	ended := meeting.View{State: meeting.Ended, StartedAt: now, EndedAt: now.Add(2 * time.Hour)}
	require.Contains(t, texts(t, files).Card("de", ended, time.UTC, false).Text, "2 Stunden")
	require.Panics(t, func() { texts(t, fstest.MapFS{"i18n/de.json": {Data: []byte(`{`)}}) })
}

// TestMessagesAreThoseInUse holds the English file against the ids that this package names.
func TestMessagesAreThoseInUse(t *testing.T) {
	raw, err := fs.ReadFile(assets.I18n, "i18n/en.json")
	require.NoError(t, err)
	var messages map[string]any
	require.NoError(t, json.Unmarshal(raw, &messages))
	sources, err := filepath.Glob("*.go")
	require.NoError(t, err)
	sources = append(sources, "../config.go", "../setup.go", "../setup/setup.go", "../meeting/errors.go", "../health/notes.go",
		"../provider/zoom/provider.go")
	var code strings.Builder
	for _, source := range sources {
		text, err := os.ReadFile(source)
		require.NoError(t, err)
		if !strings.HasSuffix(source, "_test.go") {
			code.Write(text)
		}
	}
	for id := range messages {
		name := regexp.MustCompile(`^(?:(?:error|problem|mode|trouble|test)\.(.+?)(?:\.(?:admin|good|bad|unsure))?(?:\.fix)?|page\.(.+)\.[a-z]+)$`).
			ReplaceAllString(id, "$1$2")
		require.Contains(t, code.String()+`"or" "internal"`, `"`+name+`"`, "nobody says %s", id)
	}
	for _, id := range regexp.MustCompile(`"((?:bot|card|command|duration|error|message|recent|status)\.[a-z_]+)"`).FindAllStringSubmatch(code.String(), -1) {
		require.Contains(t, messages, id[1], "there is no text for it")
	}
}

func TestCard(t *testing.T) {
	running := meeting.View{Number: 85393847045, Topic: "Weekly", JoinURL: "https://zoom.example/j/1?pwd=(p)", Passcode: "a`1", StartedAt: now}
	say := texts(t, assets.I18n)
	require.Equal(t, meeting.Card{
		Message: "Started a Zoom meeting: Weekly (ID 853 9384 7045)", Title: "Weekly", TitleLink: "https://zoom.example/j/1?pwd=(p)",
		Text:     "**Meeting ID:** 853 9384 7045\n**Passcode:** `a1`\n[Join meeting](https://zoom.example/j/1?pwd=%28p%29)",
		Fallback: "Zoom meeting 853 9384 7045: https://zoom.example/j/1?pwd=(p)",
	}, say.Card("en", running, time.UTC, false))
	for length, want := range map[time.Duration]string{
		-time.Hour: "less than a minute", 29 * time.Second: "less than a minute", 61 * time.Second: "1 minute", 59 * time.Minute: "59 minutes",
		time.Hour: "1 hour", 121 * time.Minute: "2 hours 1 minute", 26 * time.Hour: "26 hours",
	} {
		ended := running
		ended.State, ended.EndedAt = meeting.Ended, now.Add(length)
		require.True(t, strings.HasSuffix(say.Card("en", ended, time.UTC, false).Text, "**Length:** "+want), length)
	}
	for number, want := range map[int64]string{123456789: "123 456 789", 5551112222: "555 111 2222", 85393847045: "853 9384 7045", 1: "1"} {
		require.Contains(t, say.Card("en", meeting.View{Number: number}, time.UTC, false).Text, "**Meeting ID:** "+want)
	}
}

func TestMessages(t *testing.T) {
	weekly := meeting.View{Number: 85393847045, Topic: "Weekly", CreatorUsername: "alice", StartedAt: now}
	shared, untitled, usual := weekly, weekly, weekly
	shared.Shared, untitled.Topic, usual.Topic = true, "", "Zoom Meeting"
	ended, missed, unseen := weekly, shared, weekly
	ended.State, ended.EndedAt = meeting.Ended, now.Add(42*time.Minute)
	missed.State, missed.Missed = meeting.Ended, true
	unseen.State = meeting.Ended
	for want, c := range map[string]struct {
		view  meeting.View
		named bool
	}{
		"Started a Zoom meeting: Weekly (ID 853 9384 7045)":                             {weekly, false},
		"Shared a Zoom meeting: Weekly (ID 853 9384 7045)":                              {shared, false},
		"alice started a Zoom meeting: Weekly (ID 853 9384 7045)":                       {weekly, true},
		"alice shared a Zoom meeting: Weekly (ID 853 9384 7045)":                        {shared, true},
		"Started a Zoom meeting (ID 853 9384 7045)":                                     {untitled, false},
		"alice started a Zoom meeting (ID 853 9384 7045)":                               {usual, true},
		"Started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended (42 minutes).": {ended, false},
		"Shared a Zoom meeting: Weekly (ID 853 9384 7045). It did not take place.":      {missed, false},
		"alice started a Zoom meeting: Weekly (ID 853 9384 7045). It has ended.":        {unseen, true},
	} {
		require.Equal(t, want, texts(t, assets.I18n).Card("en", c.view, time.UTC, c.named).Message)
	}
}

// TestTopics shows a topic where nothing is formatted, the title, and where everything is. The second form has the invisible word joiner as |.
func TestTopics(t *testing.T) {
	for topic, want := range map[string][2]string{
		"Quarterly review, v1.2 (draft)!":               {"Quarterly review, v1.2 (draft)!", "Quarterly review, v1.2 (draft)!"},
		"**Retro** of _Team [Blue](https://b.example)_": {"Retro of Team Blue", "Retro of Team Blue"},
		"`make` ~~old~~ ***new*** __init__":             {"make old new init", "make old new init"},
		"2*3*4 snake_case 5 * 6 it`s":                   {"2*3*4 snake_case 5 * 6 it's", `2\*3\*4 snake_case 5 * 6 it's`},
		"@all #urgent ~town-square :smile:":             {"@all #urgent ~town-square :smile:", "@|all #|urgent ~|town-square :|smile:"},
		"https://a.example www.b.example c.com/d":       {"https://a.example www.b.example c.com/d", "https:|//a.example www|.b.example c.com|/d"},
		"R&D &amp; C# ;) <3":                            {"R&D &amp; C# ;) <3", "R&D &amp|; C# ;|) <|3"},
		"Ann <ann@a.example> _www.b.example":            {"Ann ann@a.example _www.b.example", `Ann ann@|a.example \_www|.b.example`},
		"US$ 5":                                         {"US$ 5", "US$ 5"},
		"$a$":                                           {"$a$", "＄a＄"},
		`\*not bold\*`:                                  {"*not bold*", `\*not bold\*`},
		"two\nlines":                                    {"two lines", "two lines"},
	} {
		card := texts(t, assets.I18n).Card("en", meeting.View{Number: 123456789, Topic: topic}, time.UTC, false)
		require.Equal(t, want[0], card.Title)
		require.Equal(t, "Started a Zoom meeting: "+want[1]+" (ID 123 456 789)", strings.ReplaceAll(card.Message, "\u2060", "|"))
	}
}

func TestARunningSharedMeetingSaysSo(t *testing.T) {
	view := meeting.View{Number: 5551112222, Personal: true, Shared: true, StartedAt: now, State: meeting.Running}
	say := texts(t, assets.I18n)
	require.Equal(t, "**Personal Meeting ID:** 555 111 2222\n**Live since:** Fri, 1 May 2026, 09:00 UTC\n[Join meeting]()", say.Card("en", view, time.UTC, false).Text)
	view.StartedAt = time.Time{}
	require.Contains(t, say.Card("en", view, time.UTC, false).Text, "\n**Live**\n")
	view.State = meeting.Waiting
	require.NotContains(t, say.Card("en", view, time.UTC, false).Text, "Running")
}

func TestCommandRecent(t *testing.T) {
	say, alice := texts(t, assets.I18n), meeting.Person{Username: "alice", Locale: "en"}
	view := meeting.View{Topic: "[x](http://evil) Stand-up 10:30 @all", CreatorUsername: "bob", JoinURL: "https://z/j/1"}
	require.Equal(t, "@bob started “x Stand-up 10:30 @\u2060all” here a moment ago: [Join meeting](https://z/j/1). "+
		"To start another one, type `/zoom start --force x`.", say.CommandRecent(alice, view, "/zoom start --force `x`"))
	for _, topic := range []string{"", "Zoom Meeting"} {
		require.Contains(t, say.CommandRecent(alice, meeting.View{CreatorUsername: "alice", Topic: topic}, ""), "You started a Zoom meeting here a moment ago: ")
	}
}
