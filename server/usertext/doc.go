// Package usertext says in words what happened: every outcome and every error of the domain has one text with the next step for the
// person who reads it, in their language, and more precisely for an admin; one stable code for programs, and one HTTP status. It knows no
// meeting service: its texts use the name that they are given. The words themselves are in assets/i18n.
package usertext
