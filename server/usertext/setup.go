package usertext

import (
	"strings"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/setup"
)

// Line is something that an administrator is told, with what to do about it; Fix is empty when there is nothing to do. Both are Markdown.
type Line struct {
	Text, Fix string
}

// ProblemLine is what is wrong with a setting.
func (t *Texts) ProblemLine(locale string, problem meeting.Problem) Line {
	id, values := "problem."+problem.Code, data{"Setting": problem.Setting, "Example": quote(problem.Example)}
	return Line{Text: t.say(locale, id, values), Fix: t.sayIfAny(locale, id+".fix", values)}
}

// Finding is what a test has found. What a call failed with is told in words for whoever tests, where there are such, else as to anybody.
func (t *Texts) Finding(reader meeting.Person, finding setup.Finding) Line {
	if finding.Err == nil {
		id, values := "test."+string(finding.Check)+"."+string(finding.Verdict), data{
			"Email": quote(finding.Email), "Scopes": t.list(finding.Scopes), "Difference": t.duration(reader.Locale, finding.Difference),
		}
		return Line{Text: t.say(reader.Locale, id, values), Fix: t.sayIfAny(reader.Locale, id+".fix", values)}
	}
	code, values := known(finding.Err).Code, t.valuesOf(finding.Err, reader)
	line := Line{Text: t.sayIfAny(reader.Locale, "test."+code, values), Fix: t.sayIfAny(reader.Locale, "test."+code+".fix", values)}
	if line.Text == "" {
		line.Text = t.say(reader.Locale, "error."+code, values)
	}
	if line.Fix == "" {
		line.Fix = t.sayIfAny(reader.Locale, "error."+code+".admin", values)
	}
	return line
}

// list names things that are all meant.
func (t *Texts) list(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, ", ")
}

// sayIfAny returns the message of that id, nothing when there is none.
func (t *Texts) sayIfAny(locale, id string, values data) string {
	if !t.has(id) {
		return ""
	}
	return t.say(locale, id, values)
}
