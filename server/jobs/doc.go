// Package jobs does what is due: it looks after meetings whose events got lost, or whose posts could not be changed. It knows neither the
// meeting service nor where things are stored.
//
// Every node of a cluster runs a Reconciler. About once a minute it goes through the shards of the Agenda, claims what is due and has
// meeting.Service.Reconcile decide. A claim ends by itself, so what a node leaves behind when it dies is taken up by another one, or by
// itself after its restart. Nothing depends on a claim: when two nodes do the same at the same time, nothing is done twice, only asked twice.
package jobs
