"""Capitals, by which news names states: general knowledge, not taken from the articles or their register."""

from __future__ import annotations

_PAIRS = """
    abu dhabi=united arab emirates; abuja=nigeria; accra=ghana; addis ababa=ethiopia; algiers=algeria; amman=jordan; ankara=turkey;
    antananarivo=madagascar; ashgabat=turkmenistan; asmara=eritrea; astana=kazakhstan; asunción=paraguay; athens=greece; baghdad=iraq;
    baku=azerbaijan; bamako=mali; bangkok=thailand; bangui=central african republic; beijing=china; beirut=lebanon; belgrade=serbia;
    berlin=germany; bern=switzerland; bishkek=kyrgyzstan; bogotá=colombia; brasília=brazil; brasilia=brazil; bratislava=slovakia;
    bucharest=romania; budapest=hungary; buenos aires=argentina; bujumbura=burundi; cairo=egypt; canberra=australia; caracas=venezuela;
    chisinau=moldova; colombo=sri lanka; conakry=guinea; copenhagen=denmark; dakar=senegal; damascus=syria; dhaka=bangladesh;
    doha=qatar; dublin=ireland; dushanbe=tajikistan; freetown=sierra leone; hanoi=vietnam; harare=zimbabwe; havana=cuba;
    helsinki=finland; honiara=solomon islands; islamabad=pakistan; jakarta=indonesia; juba=south sudan; kabul=afghanistan;
    kampala=uganda; kathmandu=nepal; khartoum=sudan; kigali=rwanda; kingston=jamaica; kinshasa=democratic republic of the congo;
    kuala lumpur=malaysia; kyiv=ukraine; kiev=ukraine; la paz=bolivia; libreville=gabon; lilongwe=malawi; lima=peru; lisbon=portugal;
    ljubljana=slovenia; lomé=togo; london=united kingdom; london=britain; luanda=angola; lusaka=zambia; madrid=spain; managua=nicaragua;
    manila=philippines; maputo=mozambique; mexico city=mexico; minsk=belarus; mogadishu=somalia; monrovia=liberia; montevideo=uruguay;
    moscow=russia; muscat=oman; n'djamena=chad; nairobi=kenya; naypyidaw=myanmar; new delhi=india; delhi=india; niamey=niger;
    nicosia=cyprus; nouakchott=mauritania; oslo=norway; ottawa=canada; ouagadougou=burkina faso; panama city=panama; paris=france;
    phnom penh=cambodia; podgorica=montenegro; port moresby=papua new guinea; port vila=vanuatu; port-au-prince=haiti; prague=czechia;
    pretoria=south africa; pristina=kosovo; pyongyang=north korea; quito=ecuador; rabat=morocco; reykjavik=iceland; riga=latvia;
    riyadh=saudi arabia; rome=italy; san salvador=el salvador; sana'a=yemen; sanaa=yemen; santiago=chile; sarajevo=bosnia and herzegovina;
    seoul=south korea; singapore=singapore; skopje=north macedonia; sofia=bulgaria; stockholm=sweden; suva=fiji; taipei=taiwan;
    tallinn=estonia; tashkent=uzbekistan; tbilisi=georgia; tegucigalpa=honduras; tehran=iran; thimphu=bhutan; tirana=albania;
    tokyo=japan; tripoli=libya; tunis=tunisia; ulaanbaatar=mongolia; vienna=austria; vientiane=laos; vilnius=lithuania; warsaw=poland;
    washington=united states; washington=us; washington=america; wellington=new zealand; windhoek=namibia; yaoundé=cameroon;
    yerevan=armenia; zagreb=croatia
"""

CAPITALS: dict[str, tuple[str, ...]] = {}
"""By capital the names of its state, all in lower case."""

for _pair in _PAIRS.split(";"):
    _capital, _, _state = _pair.strip().partition("=")
    CAPITALS[_capital] = (*CAPITALS.get(_capital, ()), _state)
