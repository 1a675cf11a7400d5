// Package meeting is the domain: starting a meeting in a channel or sharing one there, and following it until it ends. It knows no Mattermost, no HTTP
// and no meeting service; those are behind Provider, Store, Poster and Directory.
//
// The record in the Store is the truth and only moves forward (waiting, running, ended); the post is a projection of it. An
// event is stored first and shown afterwards, and showing is idempotent, so that a repeated event mends what an interrupted
// one left.
//
// What an event, a crash or a failing server has left undone, Reconcile makes up for: it finds posts that their records do not know, asks the
// service what became of a meeting, and shows what could not be shown. The Agenda remembers when that is due for which number; package jobs
// calls. So every post ends, whatever gets lost: 30 hours after its meeting began, or a week after it was shared without a known plan, at the
// latest.
//
// One gap cannot be closed: a crash between Provider.Create and Store.Create leaves a meeting that nobody in Mattermost sees.
package meeting
