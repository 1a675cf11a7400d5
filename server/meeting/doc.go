// Package meeting is the domain: starting a meeting in a channel or sharing one there, and following it until it ends. It knows no Mattermost, no HTTP
// and no meeting service; those are behind Provider, Store, Poster and Directory.
//
// The record in the Store is the truth and only moves forward (waiting, running, ended); the post is a projection of it. An
// event is stored first and shown afterwards, and showing is idempotent, so that a repeated event mends what an interrupted
// one left.
//
// Two gaps are open. A crash between Provider.Create and Store.Create leaves a meeting that nobody in Mattermost sees; that one cannot be
// closed. A crash between Poster.Post and the moment at which the record learns its post leaves a post that never ends.
package meeting
