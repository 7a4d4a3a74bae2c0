package demo

// departments with the titles in them, by how much there is to decide.
var departments = []struct {
	name   string
	titles []string
}{
	{"Sales", []string{"Sales Representative", "Account Executive", "Sales Manager", "VP Sales"}},
	{"Marketing", []string{"Marketing Assistant", "Campaign Manager", "Content Designer", "CMO"}},
	{"Engineering", []string{"Software Engineer", "Senior Software Engineer", "Architect", "VP Engineering"}},
	{"Finance", []string{"Accountant", "Controller", "Financial Analyst", "CFO"}},
	{"Human Resources", []string{"HR Specialist", "Recruiter", "HR Business Partner", "HR Director"}},
	{"Operations", []string{"Coordinator", "Operations Analyst", "Operations Manager", "COO"}},
	{"Legal", []string{"Paralegal", "Counsel", "Senior Counsel", "General Counsel"}},
	{"Information Technology", []string{"Helpdesk Analyst", "System Administrator", "Cloud Engineer", "CIO"}},
	{"Research & Development", []string{"Scientist", "Lab Technician", "Research Engineer", "Head of R&D"}},
	{"Customer Service", []string{"Service Agent", "Team Lead", "Service Manager", "Head of Service"}},
}

var frontlineWork = []struct{ department, title string }{
	{"Retail", "Store Associate"}, {"Retail", "Shift Lead"}, {"Warehouse", "Picker"},
	{"Warehouse", "Forklift Driver"}, {"Manufacturing", "Machine Operator"},
}

const salesDepartment = 0

func (p *person) departmentNumber() int { return p.pick(askDepartment, len(departments)) }

// knows is false where an optional property is null: everything for a bare
// account, and a few in a hundred for everybody else.
func (p *person) knows(q question) bool {
	return !p.has(isBare) && (p.cast != nil || !p.once(askMissing.part(q), 50))
}

func (p *person) department(b []byte) []byte {
	switch {
	case p.cast != nil:
		return append(b, p.cast.department...)
	case !p.worksHere() || !p.knows(askDepartment):
		return b
	case p.kind == frontline:
		return append(b, frontlineWork[p.pick(askTitle, len(frontlineWork))].department...)
	}
	return append(b, departments[p.departmentNumber()].name...)
}

func (p *person) jobTitle(b []byte) []byte {
	switch {
	case p.cast != nil:
		return append(b, p.cast.title...)
	case !p.worksHere() || !p.knows(askTitle):
		return b
	case p.kind == frontline:
		return append(b, frontlineWork[p.pick(askTitle, len(frontlineWork))].title...)
	}
	titles := departments[p.departmentNumber()].titles
	// One in some sixty is the boss; the other titles are equally frequent.
	if p.once(askTitle, 15) {
		return append(b, titles[3]...)
	}
	return append(b, titles[p.pick(askTitle.part(1), 3)]...)
}

func (p *person) companyName(b []byte) []byte {
	switch {
	case p.kind == guest:
		return append(b, partners[p.partner()].company...)
	case !p.worksHere() || p.has(isBare):
		return b
	case p.place.country == "Germany" || p.place.country == "Switzerland":
		return append(b, "Contoso GmbH"...)
	}
	return append(b, "Contoso Ltd."...)
}

func (p *person) city(b []byte) []byte          { return p.placed(b, p.place.city) }
func (p *person) state(b []byte) []byte         { return p.placed(b, p.place.state) }
func (p *person) country(b []byte) []byte       { return p.placed(b, p.place.country) }
func (p *person) postalCode(b []byte) []byte    { return p.placed(b, p.place.postal) }
func (p *person) streetAddress(b []byte) []byte { return p.placed(b, p.place.street) }

// placed appends a part of an employee's address. All of it may be unknown.
func (p *person) placed(b []byte, part string) []byte {
	if p.kind == guest || p.kind == service || !p.knows(askPlace) {
		return b
	}
	return append(b, part...)
}

// usageLocation is there for everybody who has a licence: without it, none
// could be assigned.
func (p *person) usageLocation(b []byte) []byte {
	if _, licences := p.licensing(); len(licences) == 0 && (!p.worksHere() || !p.knows(askPlace)) {
		return b
	}
	return append(b, p.place.usage...)
}

func (p *person) officeLocation(b []byte) []byte {
	if p.kind != employee && p.kind != room || !p.knows(askOffice) {
		return b
	}
	b = appendInt(b, 1+p.pick(askOffice, 40), 1)
	return appendInt(append(b, '/'), 1000+p.pick(askOffice.part(1), 3000), 4)
}

func (p *person) preferredLanguage(b []byte) []byte {
	if p.kind != employee || !p.knows(askAge) || p.once(askAge.part(1), 200) {
		return b
	}
	return append(b, p.culture.language...)
}

func (p *person) preferredDataLocation(b []byte) []byte {
	if p.has(hasEverything) || p.kind == employee && p.once(askPlace.part(1), 80) {
		return append(b, p.place.dataLocation...)
	}
	return b
}

// phone appends a number of the person's place, another one for each line.
func (p *person) phone(b []byte, line question) []byte {
	b = append(b, p.place.phone...)
	return appendInt(b, p.pick(askPhone.part(line), 10000), 4)
}

func (p *person) mobilePhone(b []byte) []byte {
	if p.kind == guest && p.once(askPhone, 900) || p.kind > guest || !p.knows(askPhone) {
		return b
	}
	return p.phone(b, 1)
}

func (p *person) businessPhone(b []byte) []byte { return p.phone(b, 2) }

func (p *person) businessPhoneCount() int {
	if p.kind == employee && p.knows(askPhone) && !p.once(askPhone.part(4), 200) {
		return 1
	}
	return 0
}

func (p *person) faxNumber(b []byte) []byte {
	if p.has(hasEverything) {
		return p.phone(b, 3)
	}
	return b
}

// isNumbered is true for those who are in the personnel system.
func (p *person) isNumbered() bool { return p.worksHere() && !p.has(isBare) }

func (p *person) employeeID(b []byte) []byte {
	if !p.isNumbered() {
		return b
	}
	return appendInt(append(b, 'E'), 100000+p.i, 6)
}

func (p *person) employeeType(b []byte) []byte {
	if !p.isNumbered() {
		return b
	}
	n := p.pick(askEmployeeType, 100)
	switch {
	case p.has(isMinor):
		return append(b, "Apprentice"...)
	case n < 80:
		return append(b, "Employee"...)
	case n < 92:
		return append(b, "Contractor"...)
	case n < 97:
		return append(b, "Intern"...)
	}
	return append(b, "Consultant"...)
}

func (p *person) costCenter(b []byte) []byte {
	return appendInt(append(b, "CC-"...), 1000+10*p.departmentNumber(), 4)
}

func (p *person) division(b []byte) []byte {
	divisions := [...]string{"EMEA", "Americas", "APAC"}
	switch p.place.dataLocation {
	case "NAM", "CAN":
		return append(b, divisions[1]...)
	case "APC", "JPN", "KOR", "AUS":
		return append(b, divisions[2]...)
	}
	return append(b, divisions[0]...)
}

// project appends one of a person's projects in customSecurityAttributes.
func (p *person) project(b []byte) []byte {
	projects := [...]string{"Alpine", "Baker", "Cascade"}
	return append(b, projects[(p.pick(askSecurityAttributes, 3)+p.at[0])%3]...)
}

func (p *person) projectCount() int { return 1 + p.pick(askSecurityAttributes.part(1), 2) }

// hasSecurityAttributes is true for those who work on something classified.
func (p *person) hasSecurityAttributes() bool {
	return p.isNumbered() && (p.has(hasEverything) || p.once(askSecurityAttributes.part(2), 50))
}
