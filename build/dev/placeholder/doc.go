// Package placeholder is the page of the development stack's Mattermost until it has a web client: enough to log in, read a
// channel and send a message or a slash command.
package placeholder
