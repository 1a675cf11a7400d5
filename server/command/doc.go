// Package command is the slash command /zoom: it parses, calls the domain and answers. It decides nothing.
package command
