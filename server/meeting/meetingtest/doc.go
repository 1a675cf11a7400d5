// Package meetingtest holds doubles of what the domain asks for, and the suite that every provider must pass.
package meetingtest
