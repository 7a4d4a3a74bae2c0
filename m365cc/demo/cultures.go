package demo

import (
	"strings"
	"sync"
)

// A culture is where a person's name comes from, with the places where such
// people work in this tenant.
type culture struct {
	language    string // preferredLanguage
	familyFirst bool   // the family name comes first in the display name
	join        string // what stands between the two names
	given       []personName
	family      []personName
	places      []place
}

// personName is a name as its owner writes it, and as a sign-in name has it:
// ASCII in lower case, an apostrophe kept.
type personName struct{ native, ascii string }

// place is an office of the company. An empty string is a null property.
type place struct {
	city, state, country, usage string
	postal, street, phone       string
	dataLocation                string // preferredDataLocation
}

// names reads "Jürgen/juergen Anna": native names, each with its ASCII form
// where that is not simply the lower case.
func names(list string) []personName {
	var out []personName
	for _, word := range strings.Fields(list) {
		native, ascii, given := strings.Cut(word, "/")
		if !given {
			ascii = strings.ToLower(native)
		}
		out = append(out, personName{native, ascii})
	}
	return out
}

// places reads lines of city|state|country|usage|postal|street|phone|location.
func places(lines string) []place {
	var out []place
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		f := strings.Split(strings.TrimSpace(line), "|")
		out = append(out, place{f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7]})
	}
	return out
}

// cultures are made once. The ASCII forms of all family names differ, and so do
// those of the given names within one culture: a sign-in name leads back to the
// two names.
var cultures = sync.OnceValue(func() []culture {
	return []culture{english(), german(), french(), spanish(), polish(), nordic(), turkish(),
		vietnamese(), greek(), ukrainian(), japanese(), chinese(), arabic(), korean()}
})

func english() culture {
	return culture{language: "en-US", join: " ",
		given: names(`Amelia Brian Charlotte Daniel Emily Frank Grace Henry Isabella Jack
			Katherine Liam Madison Nathan Olivia Patrick Quinn Rachel Samuel Tracy
			Ursula Victor Wendy Xavier Yvonne Zachary Allison Benjamin Chloe Dylan
			Eleanor Finn Hannah Ian Jessica Kevin Lauren Megan Noah Oscar`),
		family: names(`Adams Baker Carter Dawson Edwards Fisher Griffin Harris Ingram Johnson
			Kelly Lambert Mitchell Nelson O'Brien Parker Quigley Roberts Stewart Thompson
			Underwood Vaughn Walker Young Zimmer Archer Bennett Chambers Doyle Elliott
			Foster Graham O'Connor Hughes Jenkins Kennedy Lawson Murphy Norton Patterson`),
		places: places(`
			Seattle|WA|United States|US|98101|1500 Pike Place|+1 206 555 |NAM
			New York|NY|United States|US|10001|350 Fifth Avenue|+1 212 555 |NAM
			London||United Kingdom|GB|EC2N 4AY|22 Bishopsgate|+44 20 7946 |GBR
			Dublin||Ireland|IE|D02 AF30|70 Sir John Rogerson's Quay|+353 1 555 |EUR
			Toronto|ON|Canada|CA|M5H 2N2|100 Queen Street W|+1 416 555 |CAN
			Sydney|NSW|Australia|AU|2000|1 Macquarie Place|+61 2 5550 |AUS`)}
}

func german() culture {
	return culture{language: "de-DE", join: " ",
		given: names(`Jürgen/juergen Anna Björn/bjoern Claudia Dieter Elke Günther/guenther Heike
			Jörg/joerg Katrin Lars Monika Norbert Petra Rüdiger/ruediger Sabine Thomas Ulrike`),
		family: names(`Müller/mueller Schmidt Schröder/schroeder Weiß/weiss Jäger/jaeger Krüger/krueger
			Hofmann Köhler/koehler Groß/gross Böhm/boehm Vogt Kühn/kuehn Lehmann Schäfer/schaefer
			Brandt Pfeiffer Günther-Lang/guenther-lang Zöller/zoeller`),
		places: places(`
			Berlin||Germany|DE|10117|Unter den Linden 17|+49 30 5550 |EUR
			München|Bayern|Germany|DE|80807|Walter-Gropius-Straße 5|+49 89 5550 |EUR
			Zürich|ZH|Switzerland|CH|8001|Bahnhofstrasse 45|+41 44 555 |CHE`)}
}

func french() culture {
	return culture{language: "fr-FR", join: " ",
		given: names(`Chloé/chloe Amélie/amelie Benoît/benoit Céline/celine Damien Élodie/elodie
			François/francois Gaëlle/gaelle Hervé/herve Inès/ines Jérôme/jerome Loïc/loic`),
		family: names(`Lefèvre/lefevre Dubois Béranger/beranger Côté/cote D'Aubigné/d'aubigne
			Gérard/gerard Lemaître/lemaitre Noël/noel Rousseau Thévenot/thevenot Hébert/hebert Marchand`),
		places: places(`
			Paris|Île-de-France|France|FR|75008|39 quai du Président Roosevelt|+33 1 55 50 |FRA
			Montréal|QC|Canada|CA|H3B 2Y5|1000 rue De La Gauchetière|+1 514 555 |CAN`)}
}

func spanish() culture {
	return culture{language: "es-ES", join: " ",
		given: names(`Íñigo/inigo Begoña/begona Carlos Estefanía/estefania José/jose Lucía/lucia
			María/maria Nuria Óscar/oscar Raúl/raul Sofía/sofia Ángel/angel`),
		family: names(`Muñoz/munoz Peña/pena García/garcia Ibáñez/ibanez López/lopez Núñez/nunez
			Ordóñez/ordonez Quesada Rodríguez/rodriguez Suárez/suarez Vázquez/vazquez Zúñiga/zuniga`),
		places: places(`
			Madrid||Spain|ES|28046|Paseo de la Castellana 95|+34 91 555 |EUR
			Ciudad de México|CDMX|Mexico|MX|06600|Paseo de la Reforma 222|+52 55 5550 |NAM
			Bogotá||Colombia|CO|110221|Carrera 7 71-21|+57 601 555 |NAM`)}
}

func polish() culture {
	return culture{language: "pl-PL", join: " ",
		given: names(`Łukasz/lukasz Agnieszka Błażej/blazej Grażyna/grazyna Józef/jozef
			Małgorzata/malgorzata Paweł/pawel Stanisław/stanislaw Zofia Wiesława/wieslawa`),
		family: names(`Dąbek/dabek Gołąb/golab Jabłoń/jablon Król/krol Mazur Nowak Pająk/pajak
			Świątek/swiatek Wójcik/wojcik Żak/zak`),
		places: places(`
			Warszawa||Poland|PL|00-950|Aleje Jerozolimskie 195A|+48 22 555 |POL
			Kraków||Poland|PL|31-864|Podole 60|+48 12 555 |POL`)}
}

func nordic() culture {
	return culture{language: "sv-SE", join: " ",
		given: names(`Åsa/asa Bjørn/bjorn Freja Göran/goran Håkan/hakan Jón/jon Søren/soren
			Þóra/thora Väinö/vaino Ægir/aegir`),
		family: names(`Ångström/angstrom Bjørnson/bjornson Guðmundsdóttir/gudmundsdottir Håkansson/hakansson
			Järvinen/jarvinen Løvland/lovland Nygård/nygard Östberg/ostberg Sørensen/sorensen Ylönen/ylonen`),
		places: places(`
			Stockholm||Sweden|SE|111 57|Regeringsgatan 25|+46 8 555 |SWE
			København||Denmark|DK|2800|Kanalvej 7|+45 55 55 |EUR
			Helsinki||Finland|FI|02150|Keilalahdentie 2|+358 9 555 |EUR`)}
}

func turkish() culture {
	return culture{language: "tr-TR", join: " ",
		given: names(`Ayşe/ayse Çağla/cagla Gökhan/gokhan İbrahim/ibrahim Işıl/isil Ömer/omer
			Şule/sule Uğur/ugur`),
		family: names(`Çelik/celik Doğan/dogan Güneş/gunes İnönü/inonu Kılıç/kilic Öztürk/ozturk
			Şahin/sahin Yıldız/yildiz`),
		places: places(`
			İstanbul||Türkiye|TR|34330|Levent Bellevue 7|+90 212 555 |EUR`)}
}

func vietnamese() culture {
	return culture{language: "vi-VN", join: " ", familyFirst: true,
		given:  names(`Ánh/anh Đức/duc Hằng/hang Khánh/khanh Lệ/le Thảo/thao Vũ/vu Yến/yen`),
		family: names(`Bùi/bui Đặng/dang Huỳnh/huynh Lê/le Nguyễn/nguyen Phạm/pham Trần/tran Võ/vo`),
		places: places(`
			Hà Nội||Vietnam|VN|100000|72 Trần Hưng Đạo|+84 24 5550 |APC`)}
}

func greek() culture {
	return culture{language: "el-GR", join: " ",
		given: names(`Αλέξανδρος/alexandros Βασίλης/vasilis Γεωργία/georgia Δήμητρα/dimitra Ελένη/eleni
			Ζωή/zoi Κωνσταντίνος/konstantinos Μαρία/maria Νίκος/nikos Σοφία/sofia`),
		family: names(`Αγγελόπουλος/angelopoulos Βλάχος/vlachos Γεωργίου/georgiou Δημητρίου/dimitriou
			Ιωάννου/ioannou Καραγιάννης/karagiannis Νικολάου/nikolaou Οικονόμου/oikonomou
			Παπαδόπουλος/papadopoulos Χριστοδούλου/christodoulou`),
		places: places(`
			Αθήνα|Αττική|Greece|GR|151 25|Κηφισίας 44|+30 21 0555 |EUR`)}
}

func ukrainian() culture {
	return culture{language: "uk-UA", join: " ",
		given: names(`Андрій/andrii Богдан/bohdan Віра/vira Ганна/hanna Дмитро/dmytro Євген/yevhen
			Наталія/nataliia Оксана/oksana Сергій/serhii Юлія/yuliia`),
		family: names(`Бондаренко/bondarenko Гнатюк/hnatiuk Коваленко/kovalenko Кравченко/kravchenko
			Лисенко/lysenko Мельник/melnyk Петренко/petrenko Ткаченко/tkachenko Шевченко/shevchenko
			Щербак/shcherbak`),
		places: places(`
			Київ||Ukraine|UA|01032|вулиця Жилянська 75|+380 44 555 |EUR
			Wrocław||Poland|PL|50-079|Ruska 3|+48 71 555 |POL`)}
}

func japanese() culture {
	return culture{language: "ja-JP", join: " ", familyFirst: true,
		given: names(`明/akira 千尋/chihiro 大輔/daisuke 恵子/keiko 健太/kenta 美咲/misaki
			直樹/naoki さくら/sakura 翔/sho 由美/yumi`),
		family: names(`伊藤/ito 加藤/kato 小林/kobayashi 松本/matsumoto 中村/nakamura 佐藤/sato
			鈴木/suzuki 高橋/takahashi 山田/yamada 吉田/yoshida`),
		places: places(`
			東京|東京都|Japan|JP|108-0075|港区港南 2-16-3|+81 3 5550 |JPN
			大阪|大阪府|Japan|JP|530-0005|北区中之島 3-2-4|+81 6 5550 |JPN`)}
}

func chinese() culture {
	return culture{language: "zh-CN", familyFirst: true,
		given:  names(`伟/wei 芳/fang 娜/na 秀英/xiuying 敏/min 静/jing 强/qiang 磊/lei 洋/yang 艳/yan`),
		family: names(`王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang 赵/zhao 黄/huang 周/zhou 吴/wu`),
		places: places(`
			上海|上海市|China|CN|200241|紫星路 999 号|+86 21 5550 |APC
			Singapore||Singapore|SG|018987|23 Marina Boulevard|+65 5550 |APC`)}
}

func arabic() culture {
	return culture{language: "ar-AE", join: " ",
		given: names(`أحمد/ahmad بدر/badr داود/dawud فاطمة/fatima حسن/hasan خالد/khalid ليلى/layla
			محمد/mohammed نور/noor سارة/sara`),
		family: names(`الأحمد/alahmad البغدادي/albaghdadi الفارسي/alfarsi الحداد/alhaddad الخطيب/alkhatib
			المنصور/almansour النجار/alnajjar الرشيد/alrashid السعيد/alsaeed الزهراني/alzahrani`),
		places: places(`
			دبي||United Arab Emirates|AE||مدينة دبي للإنترنت|+971 4 555 |ARE
			القاهرة||Egypt|EG|12577|القرية الذكية|+20 2 5550 |EUR`)}
}

func korean() culture {
	return culture{language: "ko-KR", familyFirst: true,
		given:  names(`민준/minjun 서연/seoyeon 지훈/jihun 하은/haeun 도윤/doyun 수진/sujin 현우/hyunwoo 유나/yuna`),
		family: names(`김/kim 박/park 최/choi 정/jung 강/kang 조/cho 윤/yoon 임/lim`),
		places: places(`
			서울||Korea|KR|03142|종로구 종로 1길 50|+82 2 5550 |KOR`)}
}
