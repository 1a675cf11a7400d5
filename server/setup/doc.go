// Package setup is what administrators are told about how the meeting service is set up, and what a test of it finds. It knows no service
// and no words: a service finds, usertext says it, httpapi answers.
package setup
