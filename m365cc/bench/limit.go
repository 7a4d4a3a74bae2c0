//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// pageSize is the largest page of users that Graph gives.
const pageSize = 999

// openLimit is a client of the standard library that follows the pages and throws the bytes away.
func openLimit(t tenant, rows int) (func(context.Context) (int, error), error) {
	properties := make([]string, len(tenColumns))
	for i, c := range tenColumns {
		properties[i] = c.property
	}
	first := fmt.Sprintf("https://%s/v1.0/users?$select=%s&$top=%d", t.GraphHost, strings.Join(properties, ","), pageSize)
	client := &http.Client{}
	return func(ctx context.Context) (int, error) {
		token, err := signIn(ctx, client, t)
		if err != nil {
			return 0, err
		}
		pages := 0
		for next := first; next != ""; pages++ {
			if next, err = discard(ctx, client, next, token); err != nil {
				return 0, err
			}
		}
		// nobody counts rows in bytes that are thrown away, but the number of pages must be right
		if pages != (rows+pageSize-1)/pageSize {
			return 0, fmt.Errorf("%d pages for %d rows", pages, rows)
		}
		return rows, nil
	}, nil
}

// signIn gets a token.
func signIn(ctx context.Context, client *http.Client, t tenant) (string, error) {
	form := url.Values{
		"client_id": {t.ClientID}, "client_secret": {t.ClientSecret},
		"grant_type": {"client_credentials"}, "scope": {"https://" + t.GraphHost + "/.default"},
	}
	address := fmt.Sprintf("https://%s/%s/oauth2/v2.0/token", t.TokenHost, t.TenantID)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var token struct {
		Access string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil {
		return "", err
	}
	if token.Access == "" {
		return "", fmt.Errorf("no token: %s", answer.Status)
	}
	return token.Access, nil
}

// discard reads a page to its end and returns the address of the next one, "" for none.
func discard(ctx context.Context, client *http.Client, address, token string) (next string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("GET /v1.0/users: %s", answer.Status)
	}
	// what stands before the rows has the nextLink
	head := make([]byte, 1<<10)
	n, err := io.ReadFull(answer.Body, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return "", err
	}
	return nextLink(head[:n])
}

// nextLink is the address in the beginning of a page.
func nextLink(head []byte) (string, error) {
	before, _, found := bytes.Cut(head, []byte(`"value":[`))
	if !found {
		return "", errors.New("the rows of a page begin too late")
	}
	_, after, found := bytes.Cut(before, []byte(`"@odata.nextLink":`))
	if !found {
		return "", nil
	}
	var link string
	return link, json.NewDecoder(bytes.NewReader(after)).Decode(&link)
}
