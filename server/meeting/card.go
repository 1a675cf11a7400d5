package meeting

// Card is a View in words, in Mattermost's markdown.
type Card struct {
	// Message is the post's own text, which is searched, and shown in notifications and lists.
	Message string
	// Title may link to TitleLink, Text is below it.
	Title, TitleLink, Text string
	// Fallback is plain text for notifications.
	Fallback string
}
