// Package health notes what somebody who runs the server wants to know of the meeting service, and tells system admins unasked when what
// the service sends does not arrive. It names no service and knows no Mattermost.
//
//	Receiver ──▶ Notebook ──▶ Store     when a delivery was taken or refused
//	meeting.Service ──▶ Notebook        a meeting was started, the service failed
//	                    Notebook ──▶ Admins, Tell
//
// Writing must cost nothing that anybody waits for: each kind of news is collected in memory and written once a minute at most by each node
// of a cluster, after the answer. What a node collects between two writes comes with the next one, and is lost when its process ends before
// that or the store fails.
//
// # Who is told what
//
// All admins are told at most once a day, whichever node notices and whatever is wrong: the write that notes the day is a compare-and-set,
// and who wins it tells. When that node dies at this very moment, or cannot send, nobody is told that day. Three things are worth it:
//
//   - A delivery is refused whose sender has the secret of the address, or signed well and lately (meeting.RefusedError.Known). It comes
//     from the service, so an admin has set something wrong: the address or the token at the service, a setting here, or a clock.
//   - A delivery is refused that has neither. Anybody on the internet can send that, at any time, and must not make the bot write. It
//     counts only when nothing good has come for a day and a meeting was started meanwhile: then it may well be the service, with both
//     set wrong.
//   - Several meetings were started, the first of them hours ago, and nothing good has come since: the service cannot reach this server, or
//     was never told to. This is noticed at the next start.
//
// A delivery that cannot be read counts for nothing, and neither does a failure of the service that is about one person, such as a user
// whom it does not know: that person is told.
package health
