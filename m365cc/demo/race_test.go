//go:build race

package demo

// raceDetector makes everything some thirty times slower, and larger.
const raceDetector = true
