package meetingtest

import (
	"context"
	"fmt"
	"sync"

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

// Started implements meeting.Poster.
func (p *Poster) Started(_ context.Context, place meeting.Place, view meeting.View) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.failure(); err != nil {
		return "", err
	}
	post := &Post{ID: fmt.Sprintf("post%d", len(p.posts)+1), Place: place, View: view}
	p.posts = append(p.posts, post)
	return post.ID, nil
}

// Ended implements meeting.Poster.
func (p *Poster) Ended(_ context.Context, postID string, view meeting.View) error {
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

// Directory knows its hosts by user id. It implements meeting.Directory.
type Directory struct {
	Hosts map[string]meeting.Host
	// Err, when set, is what MayPost returns.
	Err error
}

// Host implements meeting.Directory.
func (d *Directory) Host(_ context.Context, userID string) (meeting.Host, error) {
	host, known := d.Hosts[userID]
	if !known {
		return meeting.Host{}, fmt.Errorf("no user %s", userID)
	}
	return host, nil
}

// MayPost implements meeting.Directory.
func (d *Directory) MayPost(context.Context, meeting.Place) error { return d.Err }

// Provider answers each Create with the next of its meetings. It implements meeting.Provider.
type Provider struct {
	Meetings []meeting.Meeting
	// Err, when set, is what Create returns.
	Err error
	// Asked are the calls so far.
	Asked []meeting.Options
}

// Name implements meeting.Provider.
func (*Provider) Name() string { return "Zoom" }

// Create implements meeting.Provider.
func (p *Provider) Create(_ context.Context, _ meeting.Host, options meeting.Options) (meeting.Meeting, error) {
	p.Asked = append(p.Asked, options)
	if p.Err != nil {
		return meeting.Meeting{}, p.Err
	}
	next := p.Meetings[0]
	p.Meetings = p.Meetings[1:]
	if options.Topic != "" {
		next.Topic = options.Topic
	}
	return next, nil
}

var (
	_ meeting.Poster    = (*Poster)(nil)
	_ meeting.Directory = (*Directory)(nil)
	_ meeting.Provider  = (*Provider)(nil)
)
