package demo

// application is one that signs in or that is signed in to.
type application struct{ id, name string }

// appUse is the two applications of a sign-in: the client, and the resource that
// it wants.
type appUse struct{ app, resource application }

// Applications of Microsoft that everybody uses.
//
// https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
var (
	appTeams      = application{"1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams"}
	appTeamsAPI   = application{"cc15fd57-2c6c-4117-a88c-83b1d56b4bbe", "Microsoft Teams Services"}
	appExchange   = application{"00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online"}
	appSharePoint = application{"00000003-0000-0ff1-ce00-000000000000", "Office 365 SharePoint Online"}
	appOutlookWeb = application{"9199bf20-a13f-4107-85dc-02114787ef48", "One Outlook Web"}
	appOfficeHome = application{"4765445b-32c6-49b0-83e6-1d93765276ca", "OfficeHome"}
	appOffice     = application{"d3590ed6-52b3-4102-aeff-aad2292ab01c", "Microsoft Office"}
	appPortal     = application{"c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "Azure Portal"}
	appAzure      = application{"797f4846-ba00-4fd7-ba43-dac1f8f63013", "Windows Azure Service Management API"}
	appOneDrive   = application{"ab9b8c07-8f02-4f72-87fa-80105867a763", "OneDrive SyncEngine"}
	appGraph      = application{"00000003-0000-0000-c000-000000000000", "Microsoft Graph"}
	appDirectory  = application{"00000002-0000-0000-c000-000000000000", "Windows Azure Active Directory"}
	appKeyVault   = application{"cfa8b339-82a2-471a-a3c9-0fc0be7a4093", "Azure Key Vault"}
)

// ordinary are the sign-ins that say nothing about the applications below.
var ordinary = []appUse{
	{appTeams, appTeamsAPI}, {appTeams, appGraph}, {appTeams, appSharePoint}, {appOutlookWeb, appExchange},
	{appExchange, appExchange}, {appOfficeHome, appOfficeHome}, {appOfficeHome, appGraph}, {appOffice, appExchange},
	{appOffice, appSharePoint}, {appOneDrive, appSharePoint}, {appSharePoint, appSharePoint}, {appPortal, appAzure},
	{appOffice, appDirectory}, {lookalike, appGraph},
}

// lookalike is the tenant's own application, whose name is all that it has in
// common with Power BI.
var lookalike = application{"contoso-lookalike", "Power BI"}

// The applications whose use shows in sign-ins only.
var (
	appPowerBIService = application{"00000009-0000-0000-c000-000000000000", "Power BI Service"}
	appPowerBIWeb     = application{"871c010f-5e61-4fb1-83ac-98610a7e9110", "Microsoft Power BI"}
	appPowerBIGov     = application{"ec04d7d8-0476-4acd-bce4-81f438363d37", "Microsoft Power BI Government Community Cloud"}
	appPowerBIDesktop = application{"7f67af8a-fedc-4b08-8b4e-37c4d127b6cf", "Power BI Desktop"}
	appPowerBIInfo    = application{"0000001b-0000-0000-c000-000000000000", "Microsoft Power BI Information Service"}
	appPowerBIPremium = application{"cb4dc29f-0bf4-402a-8b30-7511498ed654", "Power BI Premium"}
	appCRMPowerBI     = application{"e64aa8bc-8eb4-40e2-898b-cf261a25954f", "CRM Power BI Integration"}

	appDataverse       = application{"00000007-0000-0000-c000-000000000000", "Dataverse"}
	appERP             = application{"00000015-0000-0000-c000-000000000000", "Microsoft Dynamics ERP"}
	appBusinessCentral = application{"996def3d-b36c-4153-8607-a6fd3c01b89f", "Dynamics 365 Business Central"}
	appCRMAdmin        = application{"637fcc9f-4a9b-4aaa-8713-a2a3cfda1505", "CRM Online Administration"}
	appDynamicsApps    = application{"44a02aaa-7145-4925-9dcd-79e6e1b94eff", "Dynamics 365 Apps Integration"}
	appVivaSales       = application{"4787c7ff-7cea-43db-8d0d-919f15c6354b", "Viva Sales"}
	appDynamicsOther   = application{"2db8cb1d-fb6c-450b-ab09-49b6ae35186b", "Microsoft Dynamics CRM Learning Path"}
	appOmnichannel     = application{"d9ce8cfa-8bd8-4ff1-b39b-5e5dd5742935", "Omnichannel"}

	appPlanner    = application{"09abbdfd-ed23-44ee-a2d9-a627aa1c90f3", "ProjectWorkManagement"}
	appPortfolios = application{"f53895d3-095d-408f-8e93-8f94b391404e", "Portfolios"}

	appVisio = application{"00695ed2-3202-4156-8da1-69f60065e255", "Microsoft Visio Data Visualizer"}

	appPowerApps    = application{"4e291c71-d680-4d0e-9640-0a3358e31177", "Power Apps"}
	appPowerAppsAPI = application{"475226c6-020e-4fb2-8a90-7a972cbfc1d4", "PowerApps Service"}
	appFlowPortal   = application{"6204c1d1-4712-4c46-a7d9-3ed63d992682", "Microsoft Flow Portal"}
	appFlowAPI      = application{"7df0a125-d3be-4c96-aa54-591f83ff541c", "Microsoft Flow Service"}
)

// product is a thing that some people use.
type product uint8

const (
	usesDynamics product = iota
	usesPowerBI
	usesProject
	usesVisio
	usesPowerApps // none of the four, and often taken for Dynamics
	productCount
)

var productUsages = [productCount][]appUse{
	usesDynamics: {
		{appOfficeHome, appDataverse}, {appTeams, appDataverse}, {appBusinessCentral, appGraph}, {appOffice, appERP},
		{appCRMAdmin, appGraph}, {appDynamicsApps, appDataverse}, {appVivaSales, appGraph}, {appDynamicsOther, appGraph},
		{appOmnichannel, appGraph}, {appCRMPowerBI, appGraph},
	},
	usesPowerBI: {
		{appPowerBIWeb, appPowerBIService}, {appPowerBIWeb, appGraph}, {appPowerBIDesktop, appPowerBIService},
		{appTeams, appPowerBIService}, {appOfficeHome, appPowerBIService}, {appOffice, appPowerBIInfo},
		{appOfficeHome, appPowerBIPremium},
	},
	usesProject:   {{appPortfolios, appGraph}, {appPlanner, appGraph}, {appTeams, appPlanner}, {appOfficeHome, appPlanner}},
	usesVisio:     {{appVisio, appGraph}, {appOffice, appVisio}},
	usesPowerApps: {{appPowerApps, appPowerAppsAPI}, {appFlowPortal, appFlowAPI}, {appTeams, appPowerAppsAPI}},
}
