//go:build msgraph

package demo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	abstractions "github.com/microsoft/kiota-abstractions-go"
	khttp "github.com/microsoft/kiota-http-go"
	jsonserialization "github.com/microsoft/kiota-serialization-json-go"
	msgraphcore "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go-core/authentication"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

// TestMicrosoftSDK lets Microsoft's own client read the tenant: an independent reader, with its own idea of
// tokens, paging, models and errors. Compiling it takes minutes and some 4 GB of memory, hence the build tag.
func TestMicrosoftSDK(t *testing.T) {
	server, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	adapter := microsoftAdapter(t, server)
	t.Run("users", func(t *testing.T) { microsoftReadsUsers(t, server, adapter) })
	t.Run("errors", func(t *testing.T) { microsoftReadsErrors(t, server, adapter) })
}

// microsoftAdapter is Microsoft's client with its default middleware.
func microsoftAdapter(t *testing.T, server *Server) *msgraphcore.GraphRequestAdapterBase {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CertificatePEM())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true}
	credential, err := azidentity.NewClientSecretCredential(server.TenantID(), server.ClientID(), server.ClientSecret(), &azidentity.ClientSecretCredentialOptions{
		ClientOptions: azcore.ClientOptions{
			Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: "https://" + server.TokenHost() + "/"},
			Transport: &http.Client{Transport: transport},
		},
		DisableInstanceDiscovery: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	auth, err := authentication.NewAzureIdentityAuthenticationProviderWithScopesAndValidHosts(credential, []string{server.audience() + "/.default"}, []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: khttp.NewCustomTransportWithParentTransport(transport, msgraphcore.GetDefaultMiddlewaresWithOptions(&msgraphcore.GraphClientOptions{})...)}
	adapter, err := msgraphcore.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(auth, msgraphcore.GraphClientOptions{}, jsonserialization.NewJsonParseNodeFactory(), nil, client)
	if err != nil {
		t.Fatal(err)
	}
	adapter.SetBaseUrl("https://" + server.GraphHost() + "/v1.0")
	return adapter
}

func usersOf(server *Server, adapter abstractions.RequestAdapter) *users.UsersRequestBuilder {
	return users.NewUsersRequestBuilderInternal(map[string]string{"baseurl": "https://" + server.GraphHost() + "/v1.0"}, adapter)
}

// microsoftReadsUsers pages through all users and compares what the models hold with the truth.
func microsoftReadsUsers(t *testing.T, server *Server, adapter abstractions.RequestAdapter) {
	top := int32(100)
	page, err := usersOf(server, adapter).Get(context.Background(), &users.UsersRequestBuilderGetRequestConfiguration{
		QueryParameters: &users.UsersRequestBuilderGetQueryParameters{
			Top:    &top,
			Select: []string{"id", "displayName", "userPrincipalName", "accountEnabled", "createdDateTime", "assignedLicenses", "signInActivity", "proxyAddresses"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	iterator, err := msgraphcore.NewPageIterator[models.Userable](page, adapter, models.CreateUserCollectionResponseFromDiscriminatorValue)
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	err = iterator.Iterate(context.Background(), func(u models.Userable) bool {
		sameUser(t, server.Tenant().User(i), u)
		i++
		return true
	})
	if err != nil || i != server.Tenant().Len() {
		t.Fatalf("%d users, %v; want %d", i, err, server.Tenant().Len())
	}
}

func sameUser(t *testing.T, want User, got models.Userable) {
	t.Helper()
	if orEmpty(got.GetId()) != want.ID || orEmpty(got.GetDisplayName()) != want.DisplayName || orEmpty(got.GetUserPrincipalName()) != want.UserPrincipalName ||
		*got.GetAccountEnabled() != want.AccountEnabled || len(got.GetProxyAddresses()) != len(want.ProxyAddresses) {
		t.Fatalf("user %s differs", want.UserPrincipalName)
	}
	if created := got.GetCreatedDateTime(); (created == nil) != want.CreatedDateTime.IsZero() || created != nil && !created.Equal(want.CreatedDateTime) {
		t.Errorf("%s: created %v, want %v", want.UserPrincipalName, created, want.CreatedDateTime)
	}
	if len(got.GetAssignedLicenses()) != len(want.AssignedLicenses) {
		t.Fatalf("%s: %d licences, want %d", want.UserPrincipalName, len(got.GetAssignedLicenses()), len(want.AssignedLicenses))
	}
	for i, l := range got.GetAssignedLicenses() {
		if l.GetSkuId().String() != want.AssignedLicenses[i].SKUID {
			t.Errorf("%s: licence %s, want %s", want.UserPrincipalName, l.GetSkuId(), want.AssignedLicenses[i].SKUID)
		}
	}
	if (got.GetSignInActivity() == nil) != (want.SignInActivity == nil) {
		t.Fatalf("%s: sign-in activity %v, want %v", want.UserPrincipalName, got.GetSignInActivity(), want.SignInActivity)
	}
	if want.SignInActivity != nil && !want.SignInActivity.LastSignInDateTime.IsZero() && !got.GetSignInActivity().GetLastSignInDateTime().Equal(want.SignInActivity.LastSignInDateTime) {
		t.Errorf("%s: last sign-in differs", want.UserPrincipalName)
	}
}

// microsoftReadsErrors: a refusal is one that Microsoft's error model understands.
func microsoftReadsErrors(t *testing.T, server *Server, adapter abstractions.RequestAdapter) {
	filter := "officeLocation eq 'x'"
	_, err := usersOf(server, adapter).Get(context.Background(), &users.UsersRequestBuilderGetRequestConfiguration{
		QueryParameters: &users.UsersRequestBuilderGetQueryParameters{Filter: &filter},
	})
	var refused *odataerrors.ODataError
	if !errors.As(err, &refused) || refused.ResponseStatusCode != http.StatusBadRequest || orEmpty(refused.GetErrorEscaped().GetCode()) != "Request_UnsupportedQuery" {
		t.Fatalf("error %v, want Graph's 400", err)
	}
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
