// Package oauth is how people sign in to a meeting service with OAuth 2.0 and stay signed in. It names no service and knows neither
// HTTP nor Mattermost; those are behind App, Connections and Attempts.
//
// Flow is the way there. A prompt's link carries at most a short key that Remember gave out. Begin makes the state when the user follows
// that link: random, bound to the user, single use, ten minutes, with a PKCE verifier (RFC 7636). Complete takes the state, exchanges the
// code and stores a Connection of the state's owner: the user, or Account in the mode in which one admin signs in for everybody.
//
// Source gives out the access tokens. Refresh tokens may be single use, so one refresh must happen at a time in the whole cluster, and what
// it gave must be stored before it is used:
//
//   - Calls in one process share a flight.
//   - Processes share a lease, which is part of the stored Connection. Reads may come from a database replica that is behind; writes
//     never do. The compare-and-set that takes the lease therefore tells two things at once: nobody else refreshes, and what was read is
//     what is stored. Who loses waits and reads again. The lease of a process that died ends after leaseTime; it is judged by each
//     node's own clock, so clocks must agree to within leaseTime - callTimeout.
//   - When the service no longer takes a refresh token, the connection is removed by compare-and-delete. That removes it only if it is
//     still the one that was leased; otherwise somebody has replaced it, and the new one is looked at.
//
// A connection that was made with another app or address, or that the present encryption key does not open, means ErrReconnect and stays
// stored: an admin may put the old setting back. The next sign-in replaces it.
//
// One gap cannot be closed: a crash between a refresh at the service and its save, a database that takes no write for more than a second
// there, or an answer that is lost on the way leaves a refresh token that was used up. It costs one reconnect.
package oauth
