package main

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/command"
	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/httpapi"
	"mattermost-plugin-zoom/server/jobs"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/mattermost"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	zoomprovider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/signin"
	"mattermost-plugin-zoom/server/usertext"
	"mattermost-plugin-zoom/server/zoom"
)

const (
	// botUsername is that of the earlier plugin, too.
	botUsername = "zoom"
	pluginPath  = "/plugins/zoom"
)

// backgroundTimeout bounds what runs after an answer.
const backgroundTimeout = 30 * time.Second

// stopPatience is how long a stop waits: for a request, and then for what it has begun. Nothing else bounds how slowly somebody sends one.
const stopPatience = 2 * backgroundTimeout

// Plugin implements Mattermost's hooks.
type Plugin struct {
	plugin.MattermostPlugin

	zoom    *zoomprovider.Provider
	breaker *zoom.Breaker
	limit   meeting.StartLimit
	advice  atomic.Pointer[[]meeting.Problem]
	bot     mattermost.Bot
	texts   *usertext.Texts
	server  mattermost.Settings
	log     *slog.Logger
	command *command.Command
	handler http.Handler
	ctx     context.Context
	stop    context.CancelFunc
	// stopJobs ends what goes on by itself, whatever it is at.
	stopJobs context.CancelFunc
	// gate is passed by all that the plugin is asked for, and closed when it stops.
	gate    gate
	workers workers
	// configuring is held while settings are read and put in force.
	configuring sync.Mutex
}

// newPlugin makes what a configuration goes into: Mattermost sends that before it activates the plugin.
func newPlugin() *Plugin {
	log, client := slog.New(slog.DiscardHandler), zoom.NewHTTPClient()
	p := &Plugin{breaker: &zoom.Breaker{Transport: client.Transport, Log: log}, log: log}
	p.ctx, p.stop = context.WithCancel(context.Background())
	p.workers = newWorkers(workersAtOnce, &p.gate)
	client.Transport = p.breaker
	p.zoom = &zoomprovider.Provider{HTTP: client, Now: time.Now, Log: log}
	p.texts = usertext.New(assets.I18n, p.zoom.Name(), command.Trigger, time.Now)
	return p
}

// OnActivate wires everything. It succeeds without any setting: what is missing is told to whoever needs it.
func (p *Plugin) OnActivate() error {
	p.log = mattermost.NewLog(p.API)
	p.zoom.Log, p.breaker.Log = p.log, p.log
	p.bot = mattermost.Bot{API: p.API, Username: botUsername, DisplayName: p.zoom.Name(), Description: p.texts.Command(p.server.Locale(), usertext.BotDescription),
		Picture: "public/zoom.png"}
	if err := p.bot.Ensure(); err != nil {
		return err
	}
	entrance := p.newSignIn()
	store := mattermost.KV{API: p.API}
	first, err := kvstore.Upgrade{KV: store}.FirstActivation(p.ctx, time.Now())
	if err != nil {
		return err
	}
	posts := mattermost.Posts{API: p.API, Settings: &p.server, Card: func(view meeting.View, zone *time.Location, named bool) meeting.Card {
		return p.texts.Card(p.server.Locale(), view, zone, named)
	}}
	notebook := p.newNotebook()
	agenda := kvstore.Agenda{KV: store}
	meetings := &meeting.Service{
		Provider:  p.zoom,
		Store:     kvstore.Meetings{KV: store},
		Poster:    posts,
		Earlier:   earlierMeetings{store: kvstore.Upgrade{KV: store}, posts: posts, until: first.Add(longestMeeting), now: time.Now},
		Directory: mattermost.Directory{API: p.API, Settings: &p.server},
		Connector: entrance,
		Limit:     &p.limit,
		Watcher:   notebook,
		Agenda:    agenda,
		Log:       p.log,
		Now:       time.Now,
		NewID:     model.NewId,
		After:     p.after,
		Wait:      wait,
	}
	p.command = &command.Command{
		Meetings: meetings, SignIn: entrance, Notes: notebook.Notes, Texts: p.texts, Log: p.log, Prompt: mattermost.Prompt,
	}
	p.handler = (&httpapi.API{
		Meetings: meetings, Receiver: health.Receiver{Service: p.zoom, Notebook: notebook}, SignIn: entrance,
		Setup: p.guide(), Notes: notebook.Notes, Texts: p.texts, Log: p.log,
	}).Handler()
	if err := p.API.RegisterCommand(command.Definition(p.texts, p.server.Locale())); err != nil {
		return errors.Wrap(err, "register the command")
	}
	p.run(&jobs.Reconciler{Agenda: agenda, Meetings: meetings, Log: p.log, Now: time.Now, Wait: wait, Random: rand.Float64})
	return nil
}

// run lets the reconciler work until the plugin stops. What panics costs one look, since the same may wait for the next.
func (p *Plugin) run(reconciler *jobs.Reconciler) {
	ctx, stop := context.WithCancel(p.ctx)
	p.stopJobs = stop
	p.gate.background(func() {
		for ctx.Err() == nil {
			func() {
				defer recoverPanic(p.log, func() {})
				reconciler.Run(ctx)
			}()
		}
	})
}

// newSignIn returns how people sign in to Zoom, in the modes in which they do.
func (p *Plugin) newSignIn() *signin.SignIn {
	kv := mattermost.KV{API: p.API}
	connections := kvstore.Connections{KV: kv, Key: p.zoom.EncryptionKey}
	app := zoomprovider.App{Provider: p.zoom}
	source := &oauth.Source{App: app, Connections: connections, Now: time.Now, Wait: wait, Track: func() func() {
		p.gate.follow()
		return p.gate.leave
	}}
	p.zoom.Tokens = source
	directory := mattermost.Directory{API: p.API, Settings: &p.server}
	entrance := &signin.SignIn{
		Source: source, Owner: p.zoom.Owner, URL: func() string { return p.server.SiteURL() + pluginPath },
		SignedOut: func(ctx context.Context, owner string) {
			p.log.Warn("A user's connection was ended at Zoom", "owner", owner)
			if owner == oauth.Account {
				return
			}
			person, err := directory.Person(ctx, owner)
			if err == nil {
				err = p.bot.Tell(ctx, owner, p.texts.SignedOut(person.Locale))
			}
			if err != nil {
				p.log.Warn("A user could not be told that their connection has ended", "user", owner, "cause", err)
			}
		},
	}
	entrance.Flow = &oauth.Flow{
		App: app, Attempts: kvstore.Attempts{KV: kv, Key: p.zoom.EncryptionKey}, Connections: connections, RedirectURL: entrance.RedirectURL,
		IsAdmin: func(ctx context.Context, userID string) (bool, error) {
			person, err := directory.Person(ctx, userID)
			return person.Admin, err
		},
		Now: time.Now,
	}
	return entrance
}

// newNotebook returns what notes how Zoom fares, and tells the admins.
func (p *Plugin) newNotebook() *health.Notebook {
	return &health.Notebook{
		Store:  kvstore.Health{KV: mattermost.KV{API: p.API}},
		Admins: mattermost.Directory{API: p.API, Settings: &p.server}.Admins,
		Tell:   p.bot.Tell,
		Text:   p.texts.Warning,
		Code:   func(failure error) string { return p.texts.ForError(failure, meeting.Person{}).Code },
		Log:    p.log,
		Now:    time.Now,
		After:  p.aside,
	}
}

// OnDeactivate lets requests, and what runs after their answers, finish; what comes now is told to come again.
func (p *Plugin) OnDeactivate() error { //nolint:unparam // the hook has an error
	if p.stopJobs != nil {
		p.stopJobs()
	}
	select {
	case <-p.gate.close():
	case <-time.After(stopPatience):
		p.log.Warn("The plugin is stopping although some work has not finished")
	}
	p.stop()
	return nil
}

// OnConfigurationChange comes before OnActivate and whenever any setting of the server changes.
func (p *Plugin) OnConfigurationChange() (err error) {
	log := mattermost.NewLog(p.API)
	defer recoverPanic(log, func() { err = errors.New("the settings could not be read") })
	// The last change must win.
	p.configuring.Lock()
	defer p.configuring.Unlock()
	if err := p.server.Read(p.API); err != nil {
		return err
	}
	return p.configure(log)
}

// ServeHTTP answers requests to /plugins/zoom.
func (p *Plugin) ServeHTTP(_ *plugin.Context, w http.ResponseWriter, r *http.Request) {
	if !p.gate.enter() {
		httpapi.AnswerFailure(w, p.failure(usertext.ErrStopping))
		return
	}
	defer p.gate.leave()
	defer recoverPanic(p.log, func() { w.WriteHeader(http.StatusInternalServerError) })
	p.handler.ServeHTTP(w, r)
}

// ExecuteCommand answers /zoom.
func (p *Plugin) ExecuteCommand(_ *plugin.Context, args *model.CommandArgs) (response *model.CommandResponse, appErr *model.AppError) {
	if !p.gate.enter() {
		return nil, p.commandFailed(usertext.ErrStopping)
	}
	defer p.gate.leave()
	defer recoverPanic(p.log, func() { appErr = p.commandFailed(errors.New("panic")) })
	return p.command.Execute(p.ctx, args), nil
}

func (p *Plugin) commandFailed(err error) *model.AppError {
	failure := p.failure(err)
	return model.NewAppError("ExecuteCommand", failure.Message, nil, "", failure.Status)
}

// failure is what anybody is told of err, in the language of the server.
func (p *Plugin) failure(err error) usertext.Failure {
	return p.texts.ForError(err, meeting.Person{Locale: p.server.Locale()})
}

// after runs task in the background, or at once when there is much to do, within backgroundTimeout.
func (p *Plugin) after(task func(context.Context)) {
	p.workers.do(func() { p.perform(task) })
}

// aside runs task in the background however much there is to do: for what comes now and then, and for which nobody may wait.
func (p *Plugin) aside(task func(context.Context)) {
	p.gate.background(func() { p.perform(task) })
}

func (p *Plugin) perform(task func(context.Context)) {
	defer recoverPanic(p.log, func() {})
	ctx, cancel := context.WithTimeout(p.ctx, backgroundTimeout)
	defer cancel()
	task(ctx)
}

// recoverPanic keeps a defect from ending the process, which Mattermost restarts only twice an hour.
func recoverPanic(log *slog.Logger, then func()) {
	if cause := recover(); cause != nil {
		log.Error("Recovered from a panic", "cause", cause, "stack", string(debug.Stack()))
		then()
	}
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
