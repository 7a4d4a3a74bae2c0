package m365cc

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// activityApplication is one of the eleven applications and where its use is seen.
type activityApplication struct {
	name string
	// header is its column of the report that has it; "" where the sign-ins tell.
	header string
	// email says that the report is that of e-mail.
	email bool
	// ids are those of the application and its resources in the sign-in log.
	ids []string
}

// activityApplications are the eleven. The ids are generous, since a use that is missed costs somebody a licence.
//
// https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
var activityApplications = []activityApplication{
	{name: "Microsoft Exchange Server", header: "Exchange Last Activity Date"},
	{name: "Microsoft Teams", header: "Teams Last Activity Date"},
	{name: "OneDrive", header: "OneDrive Last Activity Date"},
	{name: "SharePoint", header: "SharePoint Last Activity Date"},
	{name: "Skype for Business", header: "Skype For Business Last Activity Date"},
	{name: "Yammer", header: "Yammer Last Activity Date"},
	{name: "Outlook", header: "Last Activity Date", email: true},
	{name: "Dynamics 365", ids: []string{
		"00000007-0000-0000-c000-000000000000", // Dataverse
		"00000015-0000-0000-c000-000000000000", // Microsoft Dynamics ERP
		"996def3d-b36c-4153-8607-a6fd3c01b89f", // Business Central
		"637fcc9f-4a9b-4aaa-8713-a2a3cfda1505", // CRM Online Administration
		"44a02aaa-7145-4925-9dcd-79e6e1b94eff", // Dynamics 365 Apps Integration
		"4787c7ff-7cea-43db-8d0d-919f15c6354b", // Viva Sales
		"2db8cb1d-fb6c-450b-ab09-49b6ae35186b",
		"d9ce8cfa-8bd8-4ff1-b39b-5e5dd5742935", // Omnichannel
		"e64aa8bc-8eb4-40e2-898b-cf261a25954f", // CRM Power BI Integration
	}},
	{name: "Power BI", ids: []string{
		"00000009-0000-0000-c000-000000000000", // Power BI Service
		"871c010f-5e61-4fb1-83ac-98610a7e9110", // Microsoft Power BI
		"ec04d7d8-0476-4acd-bce4-81f438363d37", // the same for the US government
		"7f67af8a-fedc-4b08-8b4e-37c4d127b6cf", // Power BI Desktop
		"0000001b-0000-0000-c000-000000000000", // Microsoft Power BI Information Service
		"cb4dc29f-0bf4-402a-8b30-7511498ed654", // Power BI Premium
		"e64aa8bc-8eb4-40e2-898b-cf261a25954f", // CRM Power BI Integration
	}},
	{name: "Project", ids: []string{
		"f53895d3-095d-408f-8e93-8f94b391404e", // Portfolios
		"09abbdfd-ed23-44ee-a2d9-a627aa1c90f3", // ProjectWorkManagement, Planner too
	}},
	{name: "Visio", ids: []string{
		"00695ed2-3202-4156-8da1-69f60065e255", // Microsoft Visio Data Visualizer
	}},
}

// source is where its use is seen.
func (a activityApplication) source() string {
	switch {
	case a.email:
		return emailActivities.function
	case a.header != "":
		return activeUsers.function
	}
	return signInSource
}

// signInSource is what the sign-in log is called where it is a source.
const signInSource = "signIns"

// activitySources have what the sources tell of the query's applications.
type activitySources struct {
	applications []activityApplication
	// active and email are nil where the query needs none of it, or where it cannot be read.
	active, email *reportedActivity
	// signIns are by application; nil where they cannot be read.
	signIns map[string]signInDays
	days    dayTexts

	mu sync.Mutex // of signIns and unread while the sources are read
	// unread says by application why its last use is unknown.
	unread map[string]error
}

// readActivitySources reads what the applications need, side by side. What this connection cannot read stays
// unknown, with one warning for each reason.
func readActivitySources(ctx context.Context, q activityQuestion, applications []activityApplication) (*activitySources, error) {
	s := &activitySources{applications: applications, signIns: map[string]signInDays{}, days: dayTexts{}, unread: map[string]error{}}
	var work sideBySide
	var active, email, ofUser []activityApplication
	for _, a := range applications {
		switch {
		case a.email:
			email = append(email, a)
		case a.header != "":
			active = append(active, a)
		case q.user != "":
			ofUser = append(ofUser, a)
		default:
			work.do(func() error { return s.readSignIns(ctx, q, a) })
		}
	}
	if len(active) > 0 {
		work.do(func() error { return s.readReport(ctx, q, activeUserActivity, &s.active, active) })
	}
	if len(email) > 0 {
		work.do(func() error { return s.readReport(ctx, q, emailUserActivity, &s.email, email) })
	}
	if len(ofUser) > 0 {
		work.do(func() error { return s.readUserSignIns(ctx, q, ofUser) })
	}
	if err := work.wait(); err != nil {
		return nil, err
	}
	s.tell(q)
	return s, nil
}

func (s *activitySources) readSignIns(ctx context.Context, q activityQuestion, a activityApplication) error {
	days, err := q.signInDays(ctx, a)
	if err != nil {
		return s.unknown(err, a)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signIns[a.name] = days
	return nil
}

// readUserSignIns reads those of one user, to all applications at once.
func (s *activitySources) readUserSignIns(ctx context.Context, q activityQuestion, applications []activityApplication) error {
	days, err := q.keptSignIns(ctx, signInKey{user: q.user, since: graph.Time(q.since)}, applications...)
	if err != nil {
		return s.unknown(err, applications...)
	}
	s.signIns = days // nothing else writes it
	return nil
}

func (s *activitySources) readReport(ctx context.Context, q activityQuestion, r activityReport, into **reportedActivity, applications []activityApplication) error {
	activity, err := readActivity(ctx, q, r)
	if err != nil {
		return s.unknown(err, applications...)
	}
	*into = activity
	for _, a := range applications {
		if _, ok := activity.column(a.header); !ok {
			_ = s.unknown(errNoColumn, a)
		}
	}
	return nil
}

// unknown keeps an error that says that the connection may not or cannot read a source.
func (s *activitySources) unknown(err error, applications ...activityApplication) error {
	if !isUnreadable(err) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range applications {
		s.unread[a.name] = err
	}
	return nil
}

// tell warns of the applications whose last use is unknown, once for each reason.
func (s *activitySources) tell(q activityQuestion) {
	type reason struct {
		err     error // nil: a permission or a licence
		signIns bool
	}
	var order []reason
	names, why := map[reason][]string{}, map[reason]error{}
	for _, a := range s.applications {
		err, ok := s.unread[a.name]
		if !ok {
			continue
		}
		r := reason{nil, a.header == ""}
		if errors.Is(err, errConcealed) || errors.Is(err, errNoColumn) {
			r.err = err
		}
		if why[r] == nil {
			order, why[r] = append(order, r), err
		}
		names[r] = append(names[r], a.name)
	}
	for _, r := range order {
		q.connection.client.Tell(fmt.Sprintf("%s: the last use of %s is unknown", q.table, strings.Join(names[r], ", ")), why[r])
	}
}

// sideBySide runs functions at the same time. The zero value works.
type sideBySide struct {
	group sync.WaitGroup
	mu    sync.Mutex
	err   error
}

func (s *sideBySide) do(f func() error) {
	s.group.Go(func() {
		if err := f(); err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.err == nil {
				s.err = err
			}
		}
	})
}

// wait returns the first error when all have ended.
func (s *sideBySide) wait() error {
	s.group.Wait()
	return s.err
}
