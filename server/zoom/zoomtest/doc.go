// Package zoomtest is a Zoom simulator that behaves as Zoom does, as far as this plugin can tell: the token endpoint, users and meetings
// with Zoom's error bodies, signed webhooks with Zoom's retry rule, and a plain web page for each meeting with buttons to join, leave
// and end it. Tests use it in their own process; the program in zoomsim serves it to people.
//
// It counts calls, answers as slowly as it is told to, and fails on request.
package zoomtest
