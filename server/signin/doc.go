// Package signin leads people to where they sign in to the meeting service, and back to what they wanted. It joins meeting, which knows
// what people want, and oauth, which knows how they sign in; the fronts call it.
package signin
