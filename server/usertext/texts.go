package usertext

import (
	"encoding/json"
	"io/fs"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pkg/errors"
	"golang.org/x/text/language"
)

// Texts speaks the languages of a folder of messages, English where a message has no translation.
type Texts struct {
	bundle  *i18n.Bundle
	service string
	trigger string
	now     func() time.Time
}

// New reads i18n/<language>.json from files, which are part of the program: it panics when one of them is broken. Service is what people
// call the meeting service, trigger the word after the slash of the command.
func New(files fs.FS, service, trigger string, now func() time.Time) *Texts {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	names, err := fs.Glob(files, "i18n/*.json")
	for _, name := range names {
		if err == nil {
			_, err = bundle.LoadMessageFileFS(files, name)
		}
	}
	if err != nil {
		panic(errors.Wrap(err, "read the texts"))
	}
	return &Texts{bundle: bundle, service: service, trigger: trigger, now: now}
}

// data is what a message may name in {{ }}.
type data map[string]any

// say returns the message of that id. Every message may name the service and the trigger.
func (t *Texts) say(locale, id string, values data) string {
	named := data{"Service": t.service, "Trigger": t.trigger}
	for name, value := range values {
		named[name] = value
	}
	localize := &i18n.LocalizeConfig{MessageID: id, TemplateData: named}
	if count, counts := values["Count"]; counts {
		localize.PluralCount = count
	}
	text, err := i18n.NewLocalizer(t.bundle, locale).Localize(localize)
	if text == "" && err != nil {
		// A defect that the tests rule out; the id says more than nothing.
		return id
	}
	return text
}

// has tells whether there is a message of that id in any language.
func (t *Texts) has(id string) bool {
	text, _ := i18n.NewLocalizer(t.bundle, language.English.String()).LocalizeMessage(&i18n.Message{ID: id})
	return text != ""
}

// duration is a length of time to the minute, or to the second below one; clocks that disagree make no negative one.
func (t *Texts) duration(locale string, d time.Duration) string {
	minutes := int(max(d, 0).Round(time.Minute) / time.Minute)
	switch {
	case minutes == 0:
		return t.say(locale, "duration.less_than_a_minute", nil)
	case minutes < 60:
		return t.count(locale, "duration.minutes", minutes)
	case minutes%60 == 0:
		return t.count(locale, "duration.hours", minutes/60)
	default:
		return t.say(locale, "duration.hours_and_minutes", data{
			"Hours": t.count(locale, "duration.hours", minutes/60), "Minutes": t.count(locale, "duration.minutes", minutes%60),
		})
	}
}

// wait is how long somebody has to wait: never less than it takes.
func (t *Texts) wait(locale string, d time.Duration) string {
	if d < time.Minute {
		return t.count(locale, "duration.seconds", max(1, int((d+time.Second-1)/time.Second)))
	}
	return t.duration(locale, (d + time.Minute - 1).Truncate(time.Minute))
}

func (t *Texts) count(locale, id string, n int) string { return t.say(locale, id, data{"Count": n}) }
