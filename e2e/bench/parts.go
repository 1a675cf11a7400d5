package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/pkg/errors"
)

const rounds = 3

// clickPause is between two clicks.
const clickPause = 10 * time.Millisecond

// foreignNumber and those above it are of meetings that nobody here has started.
const foreignNumber = 10_000_000_000

// enable measures from the request that enables the plugin to its first answer.
func (b *bench) enable(ctx context.Context) error {
	var times []float64
	for range rounds {
		if _, err := b.admin.Client.DisablePlugin("zoom"); err != nil {
			return errors.Wrap(err, "disable")
		}
		began, enabled := time.Now(), make(chan error, 1)
		go func() {
			_, err := b.admin.Client.EnablePlugin("zoom")
			enabled <- err
		}()
		for b.end(ctx, foreignNumber) != nil {
			if ctx.Err() != nil || time.Since(began) > time.Minute {
				return errors.New("it does not answer")
			}
			time.Sleep(time.Millisecond)
		}
		times = append(times, milliseconds(time.Since(began)))
		if err := <-enabled; err != nil {
			return errors.Wrap(err, "enable")
		}
	}
	b.report.fact("enable to first answer, ms", median(times))
	return nil
}

// click measures a start against a bare post, one at a time with a rest between. As in life, nothing was started in the channel a moment
// ago. A bare post 100 ms after the last one tells what it costs that a machine has done something else meanwhile.
func (b *bench) click(ctx context.Context) error {
	start := contestant{name: "click to answer, Zoom at 0 ms", workers: 1, count: channelCount, warmup: channelCount, pause: clickPause,
		before: b.forgetLatest, do: b.doStart}
	post := contestant{name: "bare post", workers: 1, count: channelCount, warmup: channelCount, pause: clickPause, do: func(ctx context.Context, i int) error {
		_, err := b.post(ctx, i)
		return err
	}}
	quick, err := contest(ctx, 2*rounds, post, start)
	if err != nil {
		return err
	}
	b.sim.SetLatency(100 * time.Millisecond)
	b.sim.ResetCalls()
	start.name, start.warmup = "click to answer, Zoom at 100 ms", 0
	post.name, post.warmup, post.pause = "bare post, 100 ms after the last", 0, 100*time.Millisecond
	slow, err := contest(ctx, rounds, post, start)
	if err != nil {
		return err
	}
	calls := 0
	for _, count := range b.sim.Calls() {
		calls += count
	}
	b.sim.SetLatency(0)
	b.report.add(quick...)
	b.report.add(slow...)
	b.report.limit("calls to Zoom for a start", float64(calls)/float64(slow[1].Count), atMost, 1)
	b.report.limit("click, Zoom at 100 ms: p50, ms", slow[1].P50, atMost, 110)
	b.report.fact("click, Zoom at 100 ms: p50 above 100 ms and a bare post after such a pause, ms", slow[1].P50-100-slow[0].P50)
	b.report.limit("click, Zoom at 0 ms: p50 above a bare post's, ms", quick[1].P50-quick[0].P50, atMost, 4)
	return nil
}

func (b *bench) doStart(ctx context.Context, i int) error {
	_, err := b.startMeeting(ctx, i)
	return err
}

// forgetLatest makes the channels ones in which nothing was started lately.
func (b *bench) forgetLatest(ctx context.Context) error {
	_, err := b.db.ExecContext(ctx, `DELETE FROM pluginkeyvaluestore WHERE pluginid = 'zoom' AND pkey LIKE 'latest\_%'`)
	return errors.Wrap(err, "forget what was started last")
}

// foreign measures events of meetings that are none of ours.
func (b *bench) foreign(ctx context.Context) error {
	route := func(name, path string) contestant {
		return contestant{name: name, workers: parallel, count: 1500, warmup: 200, do: func(ctx context.Context, i int) error {
			number := int64(foreignNumber + i)
			return b.call(ctx, http.MethodPost, fmt.Sprintf("/plugins/yardstick/%s?key=meeting_%d", path, number), http.Header{}, ended(number), nil)
		}}
	}
	results, err := contest(ctx, rounds, route("empty route", "empty"), route("route with one KV read", "read"),
		contestant{name: "foreign event", workers: parallel, count: 1500, warmup: 200, do: func(ctx context.Context, i int) error {
			return b.end(ctx, int64(foreignNumber+i))
		}})
	if err != nil {
		return err
	}
	b.report.add(results...)
	b.report.limit("foreign events: rate to that of the route with one read", results[2].Rate/results[1].Rate, atLeast, 0.9)
	return nil
}

// ends measures meeting.ended against a bare edit, and the plugin's memory before and after many meetings.
func (b *bench) ends(ctx context.Context) error {
	const count, warmup, few, many = 300, 100, 1000, 10_000
	numbers, err := b.meetings(ctx, few)
	if err != nil {
		return err
	}
	posts := make([]string, few)
	if err := each(ctx, few, func(ctx context.Context, i int) (err error) {
		posts[i], err = b.post(ctx, i)
		return err
	}); err != nil {
		return err
	}
	results, err := contest(ctx, rounds,
		contestant{name: "bare edit", workers: parallel, count: count, warmup: warmup, do: func(ctx context.Context, i int) error {
			return b.call(ctx, http.MethodPut, "/api/v4/posts/"+posts[i]+"/patch", b.asAlice(), fmt.Appendf(nil, `{"message":"edit %d"}`, i), nil)
		}},
		contestant{name: "meeting.ended", workers: parallel, count: count, warmup: warmup, do: func(ctx context.Context, i int) error {
			return b.end(ctx, numbers[i])
		}})
	if err != nil {
		return err
	}
	b.report.add(results...)
	b.report.limit("meeting.ended: rate to that of a bare edit", results[1].Rate/results[0].Rate, atLeast, 0.75)
	b.report.limit("meeting.ended: p99 to that of a bare edit", results[1].P99/results[0].P99, atMost, 1.3)
	return b.memory(ctx, few, many)
}

// memory goes on from few meetings that have ended to many.
func (b *bench) memory(ctx context.Context, few, many int) error {
	before, err := settledMemory()
	if err != nil {
		return err
	}
	numbers, err := b.meetings(ctx, many-few)
	if err != nil {
		return err
	}
	if err := each(ctx, many-few, func(ctx context.Context, i int) error { return b.end(ctx, numbers[i]) }); err != nil {
		return err
	}
	after, err := settledMemory()
	if err != nil {
		return err
	}
	b.report.fact(fmt.Sprintf("RssAnon of the plugin after %d meetings, MB", few), before)
	b.report.fact(fmt.Sprintf("RssAnon of the plugin after %d meetings, MB", many), after)
	b.report.limit("growth of RssAnon, MB", after-before, atMost, 3)
	return nil
}

// settledMemory waits until what runs after the answers is done.
func settledMemory() (float64, error) {
	time.Sleep(3 * time.Second)
	return pluginMemory()
}

// meetings starts that many.
func (b *bench) meetings(ctx context.Context, count int) ([]int64, error) {
	numbers := make([]int64, count)
	err := each(ctx, count, func(ctx context.Context, i int) (err error) {
		numbers[i], err = b.startMeeting(ctx, i)
		return err
	})
	time.Sleep(time.Second) // Records learn their posts after the answers.
	return numbers, err
}

// each does it count times, parallel at a time.
func each(ctx context.Context, count int, do func(ctx context.Context, i int) error) error {
	_, err := play(ctx, contestant{workers: parallel, do: do}, 0, count)
	return err
}

// growth measures a start, an end and a foreign event with more and more meetings open.
func (b *bench) growth(ctx context.Context) error {
	first := map[string]float64{}
	for i, open := range []int{10, 1000, 100_000} {
		if err := b.fill(ctx, open); err != nil {
			return err
		}
		var numbers []int64
		var started, over atomic.Int64
		numbers = make([]int64, 400)
		results, err := contest(ctx, rounds,
			contestant{name: "bare post", workers: 1, count: channelCount, warmup: channelCount, do: func(ctx context.Context, i int) error {
				_, err := b.post(ctx, i)
				return err
			}},
			contestant{name: "start", workers: 1, count: channelCount, warmup: channelCount, before: b.forgetLatest, do: func(ctx context.Context, i int) (err error) {
				numbers[started.Add(1)-1], err = b.startMeeting(ctx, i)
				return err
			}},
			contestant{name: "end", workers: 1, count: channelCount, warmup: channelCount - 1, do: func(ctx context.Context, _ int) error {
				return b.end(ctx, numbers[over.Add(1)-1])
			}},
			contestant{name: "foreign event", workers: 1, count: 200, warmup: 50, do: func(ctx context.Context, i int) error {
				return b.end(ctx, int64(foreignNumber+i))
			}})
		if err != nil {
			return err
		}
		for j := range results {
			name := results[j].Name
			results[j].Name = fmt.Sprintf("%s, %d open", name, open)
			if i == 0 {
				first[name] = results[j].P50
			} else if j > 0 {
				b.report.limit(fmt.Sprintf("%s: p50 with %d open to that with 10", name, open), results[j].P50/first[name], atMost, 1.15)
			}
		}
		b.report.add(results...)
	}
	return nil
}

// fill leaves that many open meetings in the database and nothing else of meetings.
func (b *bench) fill(ctx context.Context, open int) error {
	if _, err := b.db.ExecContext(ctx, `DELETE FROM pluginkeyvaluestore WHERE pluginid = 'zoom' AND pkey LIKE 'meeting\_%'`); err != nil {
		return errors.Wrap(err, "remove meetings")
	}
	_, err := b.db.ExecContext(ctx, `INSERT INTO pluginkeyvaluestore (pluginid, pkey, pvalue, expireat)
		SELECT 'zoom', 'meeting_' || n, convert_to('{"v":1,"instances":[{"id":"' || n || '","state":1,"shown":1,"created_at":'
			|| $2::bigint || ',"post_id":"none","channel_id":"none"}]}', 'UTF8'), $2::bigint + 86400000
		FROM generate_series(20000000000, 20000000000 + $1::bigint - 1) n`, open, time.Now().UnixMilli())
	if err != nil {
		return errors.Wrap(err, "write meetings")
	}
	_, err = b.db.ExecContext(ctx, "ANALYZE pluginkeyvaluestore")
	return errors.Wrap(err, "analyze")
}

// sizes weighs what is delivered.
func (b *bench) sizes(context.Context) error {
	webapp, err := os.ReadFile("webapp/dist/main.js")
	if err != nil {
		return errors.Wrap(err, "weigh the web app")
	}
	var gzipped counter
	packer := gzip.NewWriter(&gzipped)
	if _, err = packer.Write(webapp); err == nil {
		err = packer.Close()
	}
	if err != nil {
		return errors.Wrap(err, "weigh the web app")
	}
	bundle, err := os.Stat(os.Getenv("BUNDLE"))
	if err != nil {
		return errors.Wrap(err, "weigh the bundle")
	}
	b.report.limit("web app, bytes", float64(len(webapp)), atMost, 30_000)
	b.report.limit("web app, bytes gzipped", float64(gzipped), atMost, 10_000)
	b.report.fact("bundle for this machine, MB", float64(bundle.Size())/(1<<20))
	return nil
}

// counter counts what is written.
type counter int

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
