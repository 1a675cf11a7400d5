package zoomtest

import (
	"strconv"
	"time"
)

// Recurrence says how often a meeting of type RecurringFixed takes place.
type Recurrence struct {
	// Type is 1 daily, 2 weekly, 3 monthly.
	Type           int `json:"type"`
	RepeatInterval int `json:"repeat_interval,omitempty"`
	// EndTimes is how often; 0 and no EndDateTime means once.
	EndTimes int `json:"end_times,omitempty"`
	// EndDateTime is the last moment, in UTC; it rules when there is no EndTimes.
	EndDateTime *time.Time `json:"end_date_time,omitempty"`
	WeeklyDays  string     `json:"weekly_days,omitempty"`
	MonthlyDay  int        `json:"monthly_day,omitempty"`
}

// maxOccurrences is Zoom's limit for end_times.
const maxOccurrences = 60

func (r *Recurrence) valid() bool {
	return r.Type >= 1 && r.Type <= 3 && r.EndTimes >= 0 && r.EndTimes <= maxOccurrences
}

// occurrences are the times at which the meeting is to take place, each RepeatInterval days, weeks or months after the one before. The
// simulator does not move them to WeeklyDays and MonthlyDay.
func (r *Recurrence) occurrences(start time.Time) (times []time.Time) {
	count := max(r.EndTimes, 1)
	if r.EndTimes == 0 && r.EndDateTime != nil {
		count = maxOccurrences
	}
	for i := range count {
		n := i * max(r.RepeatInterval, 1)
		at := map[int]time.Time{1: start.AddDate(0, 0, n), 2: start.AddDate(0, 0, 7*n), 3: start.AddDate(0, n, 0)}[r.Type]
		if r.EndTimes == 0 && r.EndDateTime != nil && at.After(*r.EndDateTime) {
			break
		}
		times = append(times, at)
	}
	return times
}

// schedule is when a meeting is to take place: not at all, once or several times.
func (m *Meeting) schedule() []time.Time {
	switch m.Type {
	case Scheduled:
		return []time.Time{m.Start}
	case RecurringFixed:
		return m.Recurrence.occurrences(m.Start)
	default:
		return nil
	}
}

// occurrencesBody is `occurrences` of a meeting of type RecurringFixed.
func (m *Meeting) occurrencesBody() (body []map[string]any) {
	for _, at := range m.schedule() {
		body = append(body, map[string]any{
			"occurrence_id": strconv.FormatInt(at.UnixMilli(), 10), "start_time": stamp(at), "duration": m.Duration, "status": "available",
		})
	}
	return body
}
