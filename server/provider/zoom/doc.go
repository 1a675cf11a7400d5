// Package zoom makes Zoom a meeting service of this plugin: it creates meetings through the client in server/zoom, and reads what
// Zoom sends to the webhook. Verifying, parsing and translating stay together here, so that nobody else knows Zoom's forms.
package zoom
