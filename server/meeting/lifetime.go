package meeting

import "time"

const (
	// soon is when to try again what has failed.
	soon = time.Minute
	// firstCheck is the age at which the service is first asked about a meeting: most have ended by then, by their events.
	firstCheck = 2 * time.Hour
	// checkPause is between two questions about a meeting. Later they are fewer.
	checkPause, lateCheckPause, lastCheckPause = 30 * time.Minute, 2 * time.Hour, 12 * time.Hour
	// longestRetryPause is between two tries to change a post, long after the first.
	longestRetryPause = time.Hour
	// unaskedPause is how long a meeting waits that it was not the time to ask about.
	unaskedPause = 10 * time.Minute
	// longest is how long a meeting lasts at most. Source: Zoom's support pages; other services end earlier.
	longest = 30 * time.Hour
	// sharedGrace is how long after its planned end a meeting may still begin.
	sharedGrace = 6 * time.Hour
	// sharedPatience is how long a shared meeting stays open whose plan is not known: people share next week's meeting, and those of other
	// organizations, of which no event comes.
	sharedPatience = 7 * 24 * time.Hour
)

// settle moves the instance to where it is by what the service has told, or after the time that it can take at most. It tells whether that
// changed it.
func (i *Instance) settle(reports map[inquiry]Report, now time.Time) (changed bool) {
	report, answered := reports[i.inquiry()]
	for _, r := range reports {
		changed = i.applyReport(r, now) || changed
	}
	if i.State == Ended {
		return changed
	}
	// The host may put it off.
	planned := report.PlannedEnd.After(i.CreatedAt) && !report.PlannedEnd.Equal(i.PlannedEnd)
	if answered && i.State == Waiting && i.Shared && planned {
		i.PlannedEnd, changed = report.PlannedEnd, true
	}
	// Of a meeting that somebody else hosts the service may just not tell.
	idle := answered && !report.Running && (report.Known || !i.Shared)
	switch {
	case i.State == Waiting && idle && report.never(i.posted()) && !now.Before(i.hopeless()):
		i.State, i.Missed = Ended, true
	case i.State == Running && idle && report.NoPast, !now.Before(i.limit()):
		i.State = Ended
	default:
		return changed
	}
	return true
}

// applyReport takes what the service tells for events that it has sent. Which occurrence it is that runs it does not tell reliably, nor
// since when, so that only helps a card that does not say yet that the meeting runs.
func (i *Instance) applyReport(r Report, now time.Time) (changed bool) {
	if r.Ended != nil && i.concerns(*r.Ended) {
		changed = i.apply(*r.Ended)
	}
	running := Event{Number: i.Number, State: Running, At: now.Add(i.Ahead)}
	if r.Running && i.Shared && i.State == Waiting && i.concerns(running) {
		changed = i.apply(running) || changed
	}
	return changed
}

// never tells whether nobody was in the meeting after t.
func (r Report) never(t time.Time) bool {
	return !r.NoPast && (r.Ended == nil || !r.Ended.over().After(t))
}

// firstCheck is when to ask about the instance for the first time.
func (i Instance) firstCheck() time.Time {
	first := i.CreatedAt.Add(firstCheck)
	if i.State == Waiting && i.PlannedEnd.After(first) {
		return i.PlannedEnd
	}
	return first
}

// nextLook is when to look at an instance that an event has moved on, should its post not follow; zero when the agenda has that already.
func (i Instance) nextLook(now time.Time) time.Time {
	switch at := now.Add(firstCheck); {
	case i.Abandoned || i.Shown >= i.State:
		return time.Time{}
	case i.lacksPost():
		return now.Add(soon)
	case i.PlannedEnd.After(at), !now.Before(i.CreatedAt.Add(longest)):
		// The agenda has it for the end of its plan, or looks twice a day by now.
		return at
	default:
		return time.Time{}
	}
}

// earliest is the earlier of two times; a zero one is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// hopeless is when to give up a meeting that nobody has entered.
func (i Instance) hopeless() time.Time {
	switch {
	case !i.Shared:
		return i.CreatedAt.Add(patience)
	case !i.PlannedEnd.IsZero():
		return i.PlannedEnd.Add(sharedGrace)
	default:
		return i.limit()
	}
}

// limit is when the instance is over whatever the service tells.
func (i Instance) limit() time.Time {
	switch {
	case i.State == Running && !i.StartedAt.IsZero():
		return i.StartedAt.Add(longest)
	case i.State == Waiting && i.Shared && !i.PlannedEnd.IsZero():
		return i.PlannedEnd.Add(longest)
	case i.State == Waiting && i.Shared:
		return i.CreatedAt.Add(sharedPatience)
	default:
		return i.CreatedAt.Add(longest)
	}
}

// next is when to look at a number again; zero for never.
func next(instances []Instance, asked inquiries, now time.Time, failed bool) (at time.Time) {
	for _, i := range instances {
		if i.State != Ended {
			at = earliest(at, i.nextCheck(now, asked.tried[i.inquiry()]))
		}
		if i.lacksPost() && i.Shown < Ended || failed && i.Shown < i.State {
			at = earliest(at, i.retryAt(now))
		}
	}
	if failed {
		at = earliest(at, now.Add(longestRetryPause))
	}
	return at
}

// nextCheck is when to look at an open instance again.
func (i Instance) nextCheck(now time.Time, asked bool) time.Time {
	since := i.firstCheck()
	if now.Before(since) {
		return since
	}
	if i.StartedAt.After(since) {
		since = i.StartedAt
	}
	pause := checkPause
	switch age := now.Sub(since); {
	case !asked:
		pause = unaskedPause
	case age >= longest:
		pause = lastCheckPause
	case age >= patience:
		pause = lateCheckPause
	}
	if limit := i.limit(); limit.Before(now.Add(pause)) && limit.After(now) {
		return limit
	}
	return now.Add(pause)
}

// retryAt is when to try again to show the instance: the pauses grow with the time that has passed since it moved on.
func (i Instance) retryAt(now time.Time) time.Time {
	since := i.CreatedAt
	for _, t := range []time.Time{i.StartedAt, i.EndedAt} {
		if t.After(since) {
			since = t
		}
	}
	return now.Add(min(max(now.Sub(since)/2, soon), longestRetryPause))
}
