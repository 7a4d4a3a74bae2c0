// Package graph speaks to Microsoft Graph: clouds, credentials, requests, pages,
// filters, limits and errors. It knows nothing about tables.
//
// Every request takes one road: [Client.do] builds it, takes it from the budget,
// sends it, checks the answer and decodes it as a stream. [List] is the way to read
// a collection, [Get] the way to read one object.
package graph
