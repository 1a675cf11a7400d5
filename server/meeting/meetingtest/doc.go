// Package meetingtest holds in-memory doubles of what the domain asks for, and the suite that every provider must pass.
package meetingtest
