package meetingtest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"mattermost-plugin-zoom/server/meeting"
)

// Post is a post as the Poster was told to show it.
type Post struct {
	ID    string
	Place meeting.Place
	View  meeting.View
	// Edits counts how often it was shown anew.
	Edits int
}

// Poster records posts. It implements meeting.Poster.
type Poster struct {
	mu    sync.Mutex
	posts []*Post
	fails int
	// Err, when set, is what every call returns.
	Err error
	// Lost makes a Post that fails all the same make its post.
	Lost bool
	// BeforeShow, when set, is called with what a post is about to show.
	BeforeShow func(meeting.View)
}

// Fail makes the next calls return err.
func (p *Poster) Fail(times int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails, p.Err = times, err
}

// failure returns what a call fails with; the caller holds the lock.
func (p *Poster) failure() error {
	err := p.Err
	if p.fails > 0 {
		if p.fails--; p.fails == 0 {
			p.Err = nil
		}
	}
	return err
}

// Post implements meeting.Poster.
func (p *Poster) Post(_ context.Context, place meeting.Place, view meeting.View) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.failure()
	if err != nil && !p.Lost {
		return "", err
	}
	post := &Post{ID: fmt.Sprintf("post%d", len(p.posts)+1), Place: place, View: view}
	p.posts = append(p.posts, post)
	if err != nil {
		return "", err
	}
	return post.ID, nil
}

// Show implements meeting.Poster.
func (p *Poster) Show(_ context.Context, postID string, view meeting.View) error {
	if p.BeforeShow != nil {
		p.BeforeShow(view)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.failure(); err != nil {
		return err
	}
	for _, post := range p.posts {
		if post.ID == postID {
			post.View = view
			post.Edits++
			return nil
		}
	}
	return meeting.ErrPostGone
}

// FindPost implements meeting.PostFinder.
func (p *Poster) FindPost(_ context.Context, place meeting.Place, viewID string, _ time.Time) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.failure(); err != nil {
		return "", err
	}
	for _, post := range p.posts {
		if post.View.ID == viewID && post.Place.ChannelID == place.ChannelID && post.Place.UserID == place.UserID {
			return post.ID, nil
		}
	}
	return "", nil
}

// Posts returns copies of all posts.
func (p *Poster) Posts() []Post {
	p.mu.Lock()
	defer p.mu.Unlock()
	posts := make([]Post, 0, len(p.posts))
	for _, post := range p.posts {
		posts = append(posts, *post)
	}
	return posts
}

// Directory knows its people by user id. It implements meeting.Directory.
type Directory struct {
	People map[string]meeting.Person
	// Err, when set, is what MayPost returns.
	Err error
}

// Person implements meeting.Directory.
func (d *Directory) Person(_ context.Context, userID string) (meeting.Person, error) {
	person, known := d.People[userID]
	if !known {
		return meeting.Person{}, fmt.Errorf("no user %s", userID)
	}
	return person, nil
}

// MayPost implements meeting.Directory.
func (d *Directory) MayPost(context.Context, meeting.Place) error { return d.Err }

// Provider answers each Create and each Find with the next of its meetings. It implements meeting.Provider and meeting.Finder.
type Provider struct {
	Meetings []meeting.Meeting
	// Err, when set, is what every call returns.
	Err error
	// Asked are the calls of Create so far, Sought what Find was asked for; "the room" stands for a call of FindRoom.
	Asked  []meeting.Options
	Sought []string
	// BeforeCreate, when set, is called while the service makes a meeting.
	BeforeCreate func()
	// Report, when set, is what Inspect answers. Inspected counts its calls.
	Report    func(creator meeting.Person, number int64, uuid string) (meeting.Report, error)
	Inspected int
}

// Name implements meeting.Provider.
func (*Provider) Name() string { return "Zoom" }

// Create implements meeting.Provider.
func (p *Provider) Create(_ context.Context, _ meeting.Person, options meeting.Options) (meeting.Meeting, error) {
	p.Asked = append(p.Asked, options)
	if p.BeforeCreate != nil {
		p.BeforeCreate()
	}
	next, err := p.next()
	if options.Topic != "" {
		next.Topic = options.Topic
	}
	return next, err
}

// Find implements meeting.Finder.
func (p *Provider) Find(_ context.Context, _ meeting.Person, typed string) (meeting.Meeting, error) {
	p.Sought = append(p.Sought, typed)
	return p.next()
}

// FindRoom implements meeting.Finder.
func (p *Provider) FindRoom(context.Context, meeting.Person) (meeting.Meeting, error) {
	p.Sought = append(p.Sought, "the room")
	return p.next()
}

// Inspect implements meeting.Inspector.
func (p *Provider) Inspect(_ context.Context, creator meeting.Person, number int64, uuid string) (meeting.Report, error) {
	p.Inspected++
	if p.Report == nil {
		return meeting.Report{}, meeting.ErrNotConnected
	}
	return p.Report(creator, number, uuid)
}

func (p *Provider) next() (meeting.Meeting, error) {
	if p.Err != nil {
		return meeting.Meeting{}, p.Err
	}
	next := p.Meetings[0]
	p.Meetings = p.Meetings[1:]
	return next, nil
}

var (
	_ meeting.Poster     = (*Poster)(nil)
	_ meeting.PostFinder = (*Poster)(nil)
	_ meeting.Directory  = (*Directory)(nil)
	_ meeting.Provider   = (*Provider)(nil)
	_ meeting.Finder     = (*Provider)(nil)
	_ meeting.Inspector  = (*Provider)(nil)
)
