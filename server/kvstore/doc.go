// Package kvstore turns what the plugin remembers into records of a key-value store: typed, versioned, changed by compare-and-set,
// and bounded in time. Nobody else knows a key. A record keeps the fields that this version does not know, since a cluster runs two
// versions during an upgrade.
//
//	meeting_<number>      the instances of a meeting number
//	latest_<channel id>   which of them was started last in a channel, for half a minute
package kvstore
