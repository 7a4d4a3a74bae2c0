connection "m365cc" {
  plugin = "local/m365cc"

  # The tenant: the directory (tenant) id of Microsoft Entra ID, or one of the tenant's domains.
  # Required; can also be set with the environment variable AZURE_TENANT_ID.
  # tenant_id = "00000000-0000-0000-0000-000000000000"

  # The application (client) id of the app registration.
  # Required; can also be set with AZURE_CLIENT_ID.
  # client_id = "00000000-0000-0000-0000-000000000000"

  # The value (not the id) of a client secret of the app registration.
  # Required unless there is a certificate; can also be set with AZURE_CLIENT_SECRET.
  # client_secret = "..."

  # Instead of the secret: a file with a certificate and its private key (PEM or PFX), whose
  # certificate was uploaded to the app registration. Can also be set with
  # AZURE_CLIENT_CERTIFICATE_PATH.
  # certificate_path = "~/m365cc.pem"

  # The password of a PFX file. Can also be set with AZURE_CLIENT_CERTIFICATE_PASSWORD.
  # certificate_password = "..."

  # The Microsoft cloud: "global" (also GCC), "gcc_high", "dod" or "china" (21Vianet). It sets both
  # hosts below. The default is "global"; can also be set with M365CC_CLOUD.
  # cloud = "global"

  # The host that issues tokens (access token URL): a host, host:port or an https URL. The default
  # is the cloud's; can also be set with M365CC_TOKEN_HOST.
  # token_host = "login.microsoftonline.com"

  # The host of Microsoft Graph (Microsoft Graph URL): a host, host:port or an https URL. The
  # default is the cloud's; can also be set with M365CC_GRAPH_HOST.
  # graph_host = "graph.microsoft.com"

  # For how many seconds is kept what several tables need, such as usage reports and the names of
  # licences. The default is 300.
  # cache_ttl = 300

  # For how many seconds a request may wait in all when Microsoft Graph is busy (429, 503, 504) or a
  # connection breaks, before the query ends with an error; 0 for no waiting, and no second attempt.
  # The default is 600.
  # max_wait = 600

  # The period of usage reports for statements that name none: "D7", "D30", "D90" or "D180" (days).
  # The default is "D90".
  # report_period = "D90"

  # A CSV file with what licences cost and when they begin and end; docs/index.md explains its columns.
  # Without it there are no costs. Can also be set with M365CC_LICENSE_PRICE_FILE.
  # license_price_file = "~/license_prices.csv"

  # The part numbers of the licences that you manage, with * for any letters and ? for one. The others
  # are left out of every table of licences. The default is all.
  # managed_licenses = ["SPE_*", "ENTERPRISEPACK"]
}
