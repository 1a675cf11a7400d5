package zoom

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/zoom"
)

// Inspect implements meeting.Inspector. It asks about the occurrence of that UUID first: the number may be running again.
func (p *Provider) Inspect(ctx context.Context, creator meeting.Person, number int64, uuid string) (meeting.Report, error) {
	current, err := p.ready()
	if err != nil {
		return meeting.Report{}, err
	}
	as, err := p.as(current, creator)
	if err != nil {
		return meeting.Report{}, err
	}
	var report meeting.Report
	if uuid != "" {
		err = as.askPast(ctx, number, uuid, &report)
		if err != nil || report.Ended != nil {
			return report, err
		}
	}
	m, err := as.GetMeeting(ctx, number)
	switch {
	case zoom.IsMeetingNotFound(err), zoom.IsNotAllowed(err):
		// An instant meeting that is over, or one of somebody else's.
	case err != nil:
		return meeting.Report{}, as.failed(ctx, err)
	default:
		report.Known, report.Running, report.PlannedEnd = true, m.Status == "started", plannedEnd(m)
	}
	if uuid == "" && !report.Running {
		err = as.askPast(ctx, number, strconv.FormatInt(number, 10), &report)
	}
	return report, err
}

// askPast asks for an occurrence that has ended, by UUID or by the number in digits. A missing permission is not a failure: Zoom's other
// answers still help.
func (c caller) askPast(ctx context.Context, number int64, which string, report *meeting.Report) error {
	past, err := c.PastMeeting(ctx, which)
	switch {
	case zoom.IsMeetingNotFound(err):
		return nil
	case zoom.IsMissingScopes(err), zoom.IsNotAllowed(err):
		report.NoPast = true
		return nil
	case err != nil:
		return c.failed(ctx, err)
	case past.EndTime.IsZero():
		// It runs.
		return nil
	}
	report.Known = true
	report.Ended = &meeting.Event{Number: number, UUID: past.UUID, State: meeting.Ended, StartedAt: past.StartTime, EndedAt: past.EndTime, At: past.EndTime}
	return nil
}

// plannedEnd is that of a meeting that takes place once. Recurring ones tell of their first time.
func plannedEnd(m *zoom.Meeting) time.Time {
	if m.Type != zoom.ScheduledMeeting || m.StartTime.IsZero() {
		return time.Time{}
	}
	return m.StartTime.Add(time.Duration(cmp.Or(m.Duration, 60)) * time.Minute)
}
