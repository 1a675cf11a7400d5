// Package zoomtest is a Zoom simulator that behaves as Zoom does, as far as this plugin can tell: Server-to-Server OAuth, user-level and
// admin-managed OAuth with codes and refresh tokens that serve once, API Key and Secret; scopes; users in every state; instant,
// scheduled and recurring meetings and personal rooms; past meetings, participants, recordings, transcripts and summaries; rate
// limits; Zoom's error bodies; signed webhooks with Zoom's retry rule; and a plain web page for each meeting with buttons to join,
// leave and end it. Tests use it in their own process; the program in zoomsim serves it to people.
//
// Apps can be switched off and removed, and Zoom's clock can be wrong (Deactivate, Deauthorize, SetSkew); what people do in a browser to
// allow an app, Authorize does for tests.
//
// It counts calls, answers as slowly as it is told to, and fails on request (Fail, SetLatency). It delivers events late, twice, in
// another order or never on request (Hold, Release, Disturb, Drop, Repeat).
//
// Each personal room and each meeting has its number, and each occurrence of it its UUID. A meeting with use_pmi has a number of its own too,
// but its link leads into its host's room, and all that happens there is told of the room.
//
// Its tests compare each answer with Zoom's OpenAPI description and each event with a sample, in ../shared/zoom, up to short lists
// of exceptions. Where neither says what Zoom does, a comment here calls it an assumption.
package zoomtest
