// Package kvstore turns what the plugin remembers into records of a key-value store: typed, versioned, changed by compare-and-set,
// and bounded in time. Nobody else knows a key. A record keeps the fields that this version does not know, since a cluster runs two
// versions during an upgrade.
//
//	meeting_<number>                  the instances of a meeting number
//	latest_<channel id>               which of them was started last in a channel, for half a minute
//	due_<shard>                       when which meeting number is to be looked after; at most 128 keys, which stay
//	connection_<user id or account>   who an owner is at the service, with a sealed token; stays until it is removed
//	connected_<hash of an id>         who is, or was, connected as a user of the service; verified with the connection when it is used
//	intent_<hash of user and key>     what a user wanted when they were asked to sign in, for an hour
//	state_<hash of the state>         a sign-in that was begun, with a sealed verifier, for ten minutes
//	health                            when deliveries were taken and refused, and what failed at the service last
//	first_activation                  when this plugin first ran on the server
//
// Tokens and verifiers are sealed for the place where they are, so a value that was copied to another key does not open. Nothing removes a
// record because it does not open: the key may come back.
package kvstore
