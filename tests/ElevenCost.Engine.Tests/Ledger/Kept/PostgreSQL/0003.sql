-- The ledger of ../0003.sql in PostgreSQL. Never change it.
CREATE TABLE schema_version (version integer NOT NULL PRIMARY KEY, program text NOT NULL);
CREATE TABLE connection (
    connection integer NOT NULL PRIMARY KEY,
    name text NOT NULL UNIQUE,
    time_zone text NULL,
    settings text NULL
);

CREATE TABLE writer (
    connection integer NOT NULL PRIMARY KEY,
    token text NOT NULL,
    machine text NOT NULL,
    process integer NOT NULL,
    process_started text NOT NULL,
    since text NOT NULL,
    seen text NOT NULL
);

CREATE TABLE day (
    connection integer NOT NULL,
    day integer NOT NULL,
    state text NOT NULL,
    synced_at text NOT NULL,
    source text NOT NULL,
    currency text NULL,
    dimensions integer NOT NULL,
    row_count bigint NOT NULL,
    credits bigint NOT NULL,
    requests bigint NULL,
    minutes_nano bigint NULL,
    minutes_e19 bigint NULL,
    minutes_e28 bigint NULL,
    cost_nano bigint NULL,
    cost_e19 bigint NULL,
    cost_e28 bigint NULL,
    reason text NULL,
    content text NOT NULL,
    PRIMARY KEY (connection, day)
);

CREATE TABLE dimension_value (
    connection integer NOT NULL,
    dimension integer NOT NULL,
    number integer NOT NULL,
    id text NOT NULL,
    PRIMARY KEY (connection, dimension, number)
);

CREATE UNIQUE INDEX dimension_value_id ON dimension_value (connection, dimension, id);

CREATE TABLE value_name (
    connection integer NOT NULL,
    dimension integer NOT NULL,
    id text NOT NULL,
    place integer NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (connection, dimension, id, place)
);

CREATE TABLE usage_row (
    connection integer NOT NULL,
    day integer NOT NULL,
    slice integer NOT NULL,
    row_no integer NOT NULL,
    product_no integer NOT NULL,
    model_no integer NOT NULL,
    api_key_no integer NOT NULL,
    voice_no integer NOT NULL,
    user_no integer NOT NULL,
    group_no integer NOT NULL,
    source_no integer NOT NULL,
    region_no integer NOT NULL,
    credits bigint NOT NULL,
    requests bigint NULL,
    minutes_nano bigint NULL,
    minutes_e19 bigint NULL,
    minutes_e28 bigint NULL,
    cost_nano bigint NULL,
    cost_e19 bigint NULL,
    cost_e28 bigint NULL,
    PRIMARY KEY (connection, day, slice, row_no)
);

CREATE TABLE usage_month (
    connection integer NOT NULL,
    month integer NOT NULL,
    product_no integer NOT NULL,
    model_no integer NOT NULL,
    api_key_no integer NOT NULL,
    voice_no integer NOT NULL,
    user_no integer NOT NULL,
    group_no integer NOT NULL,
    source_no integer NOT NULL,
    region_no integer NOT NULL,
    row_count bigint NOT NULL, credits bigint NOT NULL, requests bigint NOT NULL, requests_known bigint NOT NULL, minutes_nano bigint NOT NULL, minutes_e19 bigint NOT NULL, minutes_e28 bigint NOT NULL, minutes_known bigint NOT NULL, cost_nano bigint NOT NULL, cost_e19 bigint NOT NULL, cost_e28 bigint NOT NULL, cost_known bigint NOT NULL, unvalued_credits bigint NOT NULL,
    PRIMARY KEY (connection, month, product_no, model_no, api_key_no, voice_no, user_no, group_no, source_no, region_no)
);

CREATE TABLE usage_day_by (
    connection integer NOT NULL,
    dimension integer NOT NULL,
    day integer NOT NULL,
    value_no integer NOT NULL,
    row_count bigint NOT NULL, credits bigint NOT NULL, requests bigint NOT NULL, requests_known bigint NOT NULL, minutes_nano bigint NOT NULL, minutes_e19 bigint NOT NULL, minutes_e28 bigint NOT NULL, minutes_known bigint NOT NULL, cost_nano bigint NOT NULL, cost_e19 bigint NOT NULL, cost_e28 bigint NOT NULL, cost_known bigint NOT NULL, unvalued_credits bigint NOT NULL,
    PRIMARY KEY (connection, dimension, day, value_no)
);

CREATE TABLE usage_month_by (
    connection integer NOT NULL,
    dimension integer NOT NULL,
    month integer NOT NULL,
    value_no integer NOT NULL,
    row_count bigint NOT NULL, credits bigint NOT NULL, requests bigint NOT NULL, requests_known bigint NOT NULL, minutes_nano bigint NOT NULL, minutes_e19 bigint NOT NULL, minutes_e28 bigint NOT NULL, minutes_known bigint NOT NULL, cost_nano bigint NOT NULL, cost_e19 bigint NOT NULL, cost_e28 bigint NOT NULL, cost_known bigint NOT NULL, unvalued_credits bigint NOT NULL,
    PRIMARY KEY (connection, dimension, month, value_no)
);

CREATE TABLE series (
    connection integer NOT NULL,
    day integer NOT NULL,
    metric text NOT NULL,
    breakdown text NOT NULL,
    value_key text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (connection, day, metric, breakdown, value_key)
);

CREATE TABLE snapshot (
    connection integer NOT NULL,
    number integer NOT NULL,
    at text NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (connection, number)
);

CREATE TABLE sync_log (
    connection integer NOT NULL,
    number integer NOT NULL,
    started_at text NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (connection, number)
);
CREATE VIEW usage_daily AS
SELECT
    c.name AS connection,
    (DATE '0001-01-01' + u.day) AS date,
    d.state AS state,
    product.id AS product,
    model.id AS model,
    coalesce((SELECT n.name FROM value_name n WHERE n.connection = u.connection AND n.dimension = 2 AND n.id = api_key.id ORDER BY n.place DESC LIMIT 1), api_key.id) AS api_key,
    api_key.id AS api_key_id,
    voice.id AS voice,
    coalesce((SELECT n.name FROM value_name n WHERE n.connection = u.connection AND n.dimension = 4 AND n.id = person.id ORDER BY n.place DESC LIMIT 1), person.id) AS user_name,
    person.id AS user_id,
    team.id AS group_name,
    source.id AS source,
    region.id AS region,
    u.credits AS credits,
    u.requests AS requests,
    (u.minutes_nano * 0.000000001 + u.minutes_e19 * 0.0000000000000000001 + u.minutes_e28 * 0.0000000000000000000000000001) AS minutes,
    (u.cost_nano * 0.000000001 + u.cost_e19 * 0.0000000000000000001 + u.cost_e28 * 0.0000000000000000000000000001) AS cost,
    d.currency AS currency,
    u.minutes_nano AS minutes_nano,
    u.cost_nano AS cost_nano
FROM usage_row u
JOIN connection c ON c.connection = u.connection
JOIN day d ON d.connection = u.connection AND d.day = u.day
LEFT JOIN dimension_value product ON product.connection = u.connection AND product.dimension = 0 AND product.number = u.product_no
LEFT JOIN dimension_value model ON model.connection = u.connection AND model.dimension = 1 AND model.number = u.model_no
LEFT JOIN dimension_value api_key ON api_key.connection = u.connection AND api_key.dimension = 2 AND api_key.number = u.api_key_no
LEFT JOIN dimension_value voice ON voice.connection = u.connection AND voice.dimension = 3 AND voice.number = u.voice_no
LEFT JOIN dimension_value person ON person.connection = u.connection AND person.dimension = 4 AND person.number = u.user_no
LEFT JOIN dimension_value team ON team.connection = u.connection AND team.dimension = 5 AND team.number = u.group_no
LEFT JOIN dimension_value source ON source.connection = u.connection AND source.dimension = 6 AND source.number = u.source_no
LEFT JOIN dimension_value region ON region.connection = u.connection AND region.dimension = 7 AND region.number = u.region_no
WHERE u.slice IN (-2, -1);

CREATE VIEW coverage_daily AS
WITH RECURSIVE span(connection, day, last_day) AS (
    SELECT connection, min(day), max(day) FROM day GROUP BY connection
    UNION ALL
    SELECT connection, day + 1, last_day FROM span WHERE day < last_day
)
SELECT
    c.name AS connection,
    (DATE '0001-01-01' + s.day) AS date,
    coalesce(d.state, 'missing') AS state,
    CAST(d.synced_at AS timestamp with time zone) AS synced_at,
    d.source AS endpoint,
    d.row_count AS row_count,
    d.credits AS credits,
    d.requests AS requests,
    (d.minutes_nano * 0.000000001 + d.minutes_e19 * 0.0000000000000000001 + d.minutes_e28 * 0.0000000000000000000000000001) AS minutes,
    (d.cost_nano * 0.000000001 + d.cost_e19 * 0.0000000000000000001 + d.cost_e28 * 0.0000000000000000000000000001) AS cost,
    d.currency AS currency,
    d.reason AS reason,
    d.minutes_nano AS minutes_nano,
    d.cost_nano AS cost_nano
FROM span s
JOIN connection c ON c.connection = s.connection
LEFT JOIN day d ON d.connection = s.connection AND d.day = s.day;
CREATE TABLE definition_kind (
    kind text NOT NULL PRIMARY KEY,
    last_change integer NOT NULL
);

CREATE TABLE definition (
    kind text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    place integer NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (kind, id)
);

CREATE TABLE definition_change (
    kind text NOT NULL,
    number integer NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    changed_at text NOT NULL,
    place_before integer NULL,
    place_after integer NULL,
    document_before text NULL,
    document_after text NULL,
    PRIMARY KEY (kind, number, id)
);
INSERT INTO "connection" VALUES(1,'demo','UTC','{"name":"demo","baseUri":"https://api.elevenlabs.io/","timeZone":"UTC","scope":"Workspace","dimensions":["Product","Model","ApiKey","Voice","User","Group","Source","Region"],"createdAt":"2026-11-28T22:03:08.8789703Z","billing":[]}');
INSERT INTO "day" VALUES(1,739946,'provisional','2026-11-28T22:03:10.0219487Z','analytics','USD',255,17,3120,28,12100000000,0,0,1145564000,0,0,NULL,'17:cb51d3beebf2dd85686e8c1914ee9e0a');
INSERT INTO "day" VALUES(1,739947,'provisional','2026-11-28T22:03:10.0219487Z','analytics','USD',255,16,1962,26,9300000000,0,0,727944000,0,0,NULL,'16:d253172c387380bbafd0b25cc1c65eb9');
INSERT INTO "definition" VALUES('alerts','OPS','ops',1,'{"Name":"ops","Kind":"Slack","AddressSource":"Environment","Variable":"ELEVENCOST_ALERT_OPS","Topics":"Budget"}');
INSERT INTO "definition" VALUES('budgets','MONTHLY FROM 2026-11-01','monthly from 2026-11-01',1,'{"Name":"monthly","Period":"Month","Credits":"100000","Thresholds":"25,50,75,90,100","From":"2026-11-01"}');
INSERT INTO "definition" VALUES('cost-centers','HOTEL','hotel',1,'{"Name":"hotel","Shares":"Hotel:60; Games:40","ApiKey":"kite*"}');
INSERT INTO "definition" VALUES('prices','ENTERPRISE FROM 2026-01-01','enterprise from 2026-01-01',1,'{"Tier":"enterprise","From":"2026-01-01","To":"2026-06-30","MonthlyPrice":"1200.00","MonthlyCredits":"5000000","Currency":"USD"}');
INSERT INTO "definition" VALUES('prices','ENTERPRISE FROM 2026-07-01','enterprise from 2026-07-01',2,'{"Tier":"enterprise","From":"2026-07-01","MonthlyPrice":"1300.00","MonthlyCredits":"5000000","Currency":"USD"}');
INSERT INTO "definition_change" VALUES('alerts',1,'OPS','ops','2026-11-28T22:04:09.4550006Z',NULL,1,NULL,'{"Name":"ops","Kind":"Slack","AddressSource":"Environment","Variable":"ELEVENCOST_ALERT_OPS","Topics":"Budget"}');
INSERT INTO "definition_change" VALUES('budgets',1,'MONTHLY FROM 2026-11-01','monthly from 2026-11-01','2026-11-28T22:03:28.0328598Z',NULL,1,NULL,'{"Name":"monthly","Period":"Month","Credits":"100000","Thresholds":"25,50,75,90,100","From":"2026-11-01"}');
INSERT INTO "definition_change" VALUES('cost-centers',1,'HOTEL','hotel','2026-11-28T22:03:27.3795226Z',NULL,1,NULL,'{"Name":"hotel","Shares":"Hotel:60; Games:40","ApiKey":"kite*"}');
INSERT INTO "definition_change" VALUES('prices',1,'ENTERPRISE FROM 2026-01-01','enterprise from 2026-01-01','2026-11-28T22:03:25.7306352Z',NULL,1,NULL,'{"Tier":"enterprise","From":"2026-01-01","MonthlyPrice":"1200.00","MonthlyCredits":"5000000","Currency":"USD"}');
INSERT INTO "definition_change" VALUES('prices',2,'ENTERPRISE FROM 2026-01-01','enterprise from 2026-01-01','2026-11-28T22:03:26.5215592Z',1,1,'{"Tier":"enterprise","From":"2026-01-01","MonthlyPrice":"1200.00","MonthlyCredits":"5000000","Currency":"USD"}','{"Tier":"enterprise","From":"2026-01-01","To":"2026-06-30","MonthlyPrice":"1200.00","MonthlyCredits":"5000000","Currency":"USD"}');
INSERT INTO "definition_change" VALUES('prices',2,'ENTERPRISE FROM 2026-07-01','enterprise from 2026-07-01','2026-11-28T22:03:26.5215592Z',NULL,2,NULL,'{"Tier":"enterprise","From":"2026-07-01","MonthlyPrice":"1300.00","MonthlyCredits":"5000000","Currency":"USD"}');
INSERT INTO "definition_kind" VALUES('prices',2);
INSERT INTO "definition_kind" VALUES('cost-centers',1);
INSERT INTO "definition_kind" VALUES('budgets',1);
INSERT INTO "definition_kind" VALUES('alerts',1);
INSERT INTO "dimension_value" VALUES(1,0,3,'Conversational AI');
INSERT INTO "dimension_value" VALUES(1,0,4,'Conversational AI - LLM');
INSERT INTO "dimension_value" VALUES(1,0,6,'Music');
INSERT INTO "dimension_value" VALUES(1,0,2,'STT');
INSERT INTO "dimension_value" VALUES(1,0,5,'Sound Effects');
INSERT INTO "dimension_value" VALUES(1,0,1,'TTS');
INSERT INTO "dimension_value" VALUES(1,0,7,'Voice Changer');
INSERT INTO "dimension_value" VALUES(1,1,2,'eleven_flash_v2_5');
INSERT INTO "dimension_value" VALUES(1,1,8,'eleven_multilingual_sts_v2');
INSERT INTO "dimension_value" VALUES(1,1,1,'eleven_multilingual_v2');
INSERT INTO "dimension_value" VALUES(1,1,6,'eleven_text_to_sound_v2');
INSERT INTO "dimension_value" VALUES(1,1,3,'eleven_v3');
INSERT INTO "dimension_value" VALUES(1,1,5,'gemini-2.5-flash');
INSERT INTO "dimension_value" VALUES(1,1,7,'music_v1');
INSERT INTO "dimension_value" VALUES(1,1,4,'scribe_v1');
INSERT INTO "dimension_value" VALUES(1,2,8,'');
INSERT INTO "dimension_value" VALUES(1,2,2,'10aff6d21e0b8cbf0405508d5fdb759efaecf9a2f8ae24aaa99a21e7d42a9083');
INSERT INTO "dimension_value" VALUES(1,2,9,'2be46533325c6ef50a9e7d43adea5bb3335b459ed8126e7cf2fc6a828382f79b');
INSERT INTO "dimension_value" VALUES(1,2,7,'364b6b5ef272df2a3b4ad9152a12a49ab48de2487ec20de8e989acf418a0ee32');
INSERT INTO "dimension_value" VALUES(1,2,6,'78b9db19ebed35d441457e3c0d40064cde676e9a25e20854c336cdd853342e24');
INSERT INTO "dimension_value" VALUES(1,2,3,'8ef6462aceee01b5e85bd6a3ff79235d0f991e5932c51b8d486c2e370a0e8834');
INSERT INTO "dimension_value" VALUES(1,2,4,'8f35105ad6d84bab18b47316032b358b59873427e60c89bdb66c1d01ef8f07d8');
INSERT INTO "dimension_value" VALUES(1,2,1,'b5a8cc883af963e701b4ba6d5dc67079d9e20a001fa730ef36654957061639cc');
INSERT INTO "dimension_value" VALUES(1,2,5,'d0e814901972d2b0ad542029af2440049f10c6308f07845288894094d0968dc7');
INSERT INTO "dimension_value" VALUES(1,3,7,'');
INSERT INTO "dimension_value" VALUES(1,3,1,'368f9136679fbcd8ad19');
INSERT INTO "dimension_value" VALUES(1,3,6,'831654430af9e078f0a8');
INSERT INTO "dimension_value" VALUES(1,3,3,'b440b6e115f995620074');
INSERT INTO "dimension_value" VALUES(1,3,2,'cbcfb4e5141b7377a0f6');
INSERT INTO "dimension_value" VALUES(1,3,4,'d9f6161c8498e1c06f50');
INSERT INTO "dimension_value" VALUES(1,3,5,'f6cfecde71ec144fa4be');
INSERT INTO "dimension_value" VALUES(1,4,5,'3d3ceec64ab34ca8dc64');
INSERT INTO "dimension_value" VALUES(1,4,2,'493849a2feef4704b71e');
INSERT INTO "dimension_value" VALUES(1,4,1,'5c752eb9233a3804ff3d');
INSERT INTO "dimension_value" VALUES(1,4,3,'d6a9b8e65ae570646ef0');
INSERT INTO "dimension_value" VALUES(1,4,4,'d7c8ca93c09904e294d9');
INSERT INTO "dimension_value" VALUES(1,5,3,'Clients');
INSERT INTO "dimension_value" VALUES(1,5,2,'Engineering');
INSERT INTO "dimension_value" VALUES(1,5,1,'Production');
INSERT INTO "dimension_value" VALUES(1,6,1,'api');
INSERT INTO "dimension_value" VALUES(1,6,2,'website');
INSERT INTO "dimension_value" VALUES(1,7,2,'eu');
INSERT INTO "dimension_value" VALUES(1,7,1,'us');
INSERT INTO "schema_version" VALUES(1,'0.1.0.0');
INSERT INTO "schema_version" VALUES(2,'0.1.0.0');
INSERT INTO "schema_version" VALUES(3,'0.1.0.0');
INSERT INTO "series" VALUES(1,739946,'concurrency','none','All','2');
INSERT INTO "series" VALUES(1,739946,'tts_characters','model','eleven_flash_v2_5','1415');
INSERT INTO "series" VALUES(1,739946,'tts_characters','model','eleven_multilingual_v2','1107');
INSERT INTO "series" VALUES(1,739946,'tts_characters','model','eleven_v3','296');
INSERT INTO "series" VALUES(1,739947,'concurrency','none','All','2');
INSERT INTO "series" VALUES(1,739947,'tts_characters','model','eleven_flash_v2_5','1541');
INSERT INTO "series" VALUES(1,739947,'tts_characters','model','eleven_multilingual_v2','359');
INSERT INTO "series" VALUES(1,739947,'tts_characters','model','eleven_v3','131');
INSERT INTO "snapshot" VALUES(1,1,'2026-11-28T22:03:10.5025846Z','{"at":"2026-11-28T22:03:10.5025846Z","tier":"creator","status":"active","billingPeriod":"monthly_period","currency":"USD","creditsUsed":81639,"creditLimit":184383,"nextResetAt":"2026-12-01T00:00:00Z","currentOverage":0,"overageCurrency":"USD","refreshPeriod":"monthly_period","overageAllowed":true,"overageLimit":121000,"voiceSlotsUsed":6,"voiceSlotLimit":30,"professionalVoiceSlotsUsed":0,"professionalVoiceSlotsUsedInWorkspace":0,"professionalVoiceSlotLimit":1,"hasOpenInvoices":false,"workspaces":["20e646baab3d377fbe43"]}');
INSERT INTO "sync_log" VALUES(1,1,'2026-11-28T22:03:10.0219481Z','{"connection":"demo","succeeded":true,"from":"2026-11-27T00:00:00","to":"2026-11-28T00:00:00","daysAsked":2,"daysSynced":2,"daysFailed":0,"daysSuspect":0,"records":33,"credits":5082,"restatements":[],"source":"Analytics","warnings":[],"unknowns":[],"notListed":[],"startedAt":"2026-11-28T22:03:10.0219481Z","duration":"00:00:01.2277754","requests":0}');
INSERT INTO "usage_day_by" VALUES(1,0,739946,1,11,2109,22,11,3090000000,0,0,11,770500000,0,0,11,0);
INSERT INTO "usage_day_by" VALUES(1,0,739946,2,1,285,1,1,5260000000,0,0,1,104310000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739946,3,1,379,1,1,1730000000,0,0,1,138714000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739946,4,1,0,1,1,1730000000,0,0,1,6344000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739946,5,1,200,1,1,80000000,0,0,1,72000000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739946,6,1,47,1,1,110000000,0,0,1,17296000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739946,7,1,100,1,1,100000000,0,0,1,36400000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739947,1,11,1259,21,11,2210000000,0,0,11,461352000,0,0,11,0);
INSERT INTO "usage_day_by" VALUES(1,0,739947,2,1,106,1,1,1960000000,0,0,1,38796000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739947,3,1,554,1,1,2530000000,0,0,1,202764000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739947,4,1,0,1,1,2530000000,0,0,1,9272000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739947,6,1,27,1,1,60000000,0,0,1,9936000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,0,739947,7,1,16,1,1,10000000,0,0,1,5824000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739946,1,5,1107,5,5,1210000000,0,0,5,402948000,0,0,5,0);
INSERT INTO "usage_day_by" VALUES(1,1,739946,2,5,1085,16,5,3290000000,0,0,5,398522000,0,0,5,0);
INSERT INTO "usage_day_by" VALUES(1,1,739946,3,2,296,2,2,320000000,0,0,2,107744000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,1,739946,4,1,285,1,1,5260000000,0,0,1,104310000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739946,5,1,0,1,1,1730000000,0,0,1,6344000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739946,6,1,200,1,1,80000000,0,0,1,72000000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739946,7,1,47,1,1,110000000,0,0,1,17296000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739946,8,1,100,1,1,100000000,0,0,1,36400000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739947,1,5,359,5,5,380000000,0,0,5,130676000,0,0,5,0);
INSERT INTO "usage_day_by" VALUES(1,1,739947,2,5,1323,15,5,4230000000,0,0,5,485756000,0,0,5,0);
INSERT INTO "usage_day_by" VALUES(1,1,739947,3,2,131,2,2,130000000,0,0,2,47684000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,1,739947,4,1,106,1,1,1960000000,0,0,1,38796000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739947,5,1,0,1,1,2530000000,0,0,1,9272000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739947,7,1,27,1,1,60000000,0,0,1,9936000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,1,739947,8,1,16,1,1,10000000,0,0,1,5824000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,1,2,673,2,2,740000000,0,0,2,244972000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,2,2,376,2,2,410000000,0,0,2,136864000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,3,2,480,11,2,1060000000,0,0,2,176640000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,4,1,64,2,1,140000000,0,0,1,23552000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,5,1,197,1,1,210000000,0,0,1,71708000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,6,1,285,1,1,5260000000,0,0,1,104310000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,7,2,379,2,2,3460000000,0,0,2,145058000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,8,5,504,5,5,460000000,0,0,5,182844000,0,0,5,0);
INSERT INTO "usage_day_by" VALUES(1,2,739946,9,1,162,2,1,360000000,0,0,1,59616000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,1,2,238,2,2,260000000,0,0,2,86632000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,2,2,105,2,2,110000000,0,0,2,38220000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,3,2,456,9,2,1010000000,0,0,2,167808000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,4,1,15,1,1,30000000,0,0,1,5520000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,5,1,78,1,1,80000000,0,0,1,28392000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,6,1,106,1,1,1960000000,0,0,1,38796000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,7,2,554,2,2,5060000000,0,0,2,212036000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,8,4,112,4,4,130000000,0,0,4,40876000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,2,739947,9,1,298,4,1,660000000,0,0,1,109664000,0,0,1,0);
INSERT INTO "usage_day_by" VALUES(1,3,739946,1,2,445,2,2,490000000,0,0,2,161980000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739946,2,2,491,2,2,530000000,0,0,2,178724000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739946,3,2,550,2,2,1920000000,0,0,2,200958000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739946,4,3,513,9,3,1010000000,0,0,3,188384000,0,0,3,0);
INSERT INTO "usage_day_by" VALUES(1,3,739946,5,2,293,7,2,650000000,0,0,2,107824000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739946,6,2,296,2,2,320000000,0,0,2,107744000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739946,7,4,532,4,4,7180000000,0,0,4,199950000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,3,739947,1,2,137,2,2,140000000,0,0,2,49868000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739947,2,2,186,2,2,200000000,0,0,2,67704000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739947,3,2,590,2,2,2570000000,0,0,2,215868000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739947,4,3,509,9,3,1100000000,0,0,3,187248000,0,0,3,0);
INSERT INTO "usage_day_by" VALUES(1,3,739947,5,2,276,6,2,610000000,0,0,2,101568000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739947,6,2,131,2,2,130000000,0,0,2,47684000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,3,739947,7,3,133,3,3,4550000000,0,0,3,58004000,0,0,3,0);
INSERT INTO "usage_day_by" VALUES(1,4,739946,1,4,778,4,4,910000000,0,0,4,283380000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,4,739946,2,3,661,3,3,5670000000,0,0,3,241174000,0,0,3,0);
INSERT INTO "usage_day_by" VALUES(1,4,739946,3,3,544,13,3,1200000000,0,0,3,200192000,0,0,3,0);
INSERT INTO "usage_day_by" VALUES(1,4,739946,4,3,496,3,3,400000000,0,0,3,179744000,0,0,3,0);
INSERT INTO "usage_day_by" VALUES(1,4,739946,5,4,641,5,4,3920000000,0,0,4,241074000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,4,739947,1,4,281,4,4,330000000,0,0,4,102392000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,4,739947,2,3,211,3,3,2070000000,0,0,3,77016000,0,0,3,0);
INSERT INTO "usage_day_by" VALUES(1,4,739947,3,3,471,10,3,1040000000,0,0,3,173328000,0,0,3,0);
INSERT INTO "usage_day_by" VALUES(1,4,739947,4,2,131,2,2,130000000,0,0,2,47684000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,4,739947,5,4,868,7,4,5730000000,0,0,4,327524000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,5,739946,1,7,1274,7,7,1310000000,0,0,7,463124000,0,0,7,0);
INSERT INTO "usage_day_by" VALUES(1,5,739946,2,6,1205,16,6,6870000000,0,0,6,441366000,0,0,6,0);
INSERT INTO "usage_day_by" VALUES(1,5,739946,3,4,641,5,4,3920000000,0,0,4,241074000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,5,739947,1,6,412,6,6,460000000,0,0,6,150076000,0,0,6,0);
INSERT INTO "usage_day_by" VALUES(1,5,739947,2,6,682,13,6,3110000000,0,0,6,250344000,0,0,6,0);
INSERT INTO "usage_day_by" VALUES(1,5,739947,3,4,868,7,4,5730000000,0,0,4,327524000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,6,739946,1,12,2616,23,12,11640000000,0,0,12,962720000,0,0,12,0);
INSERT INTO "usage_day_by" VALUES(1,6,739946,2,5,504,5,5,460000000,0,0,5,182844000,0,0,5,0);
INSERT INTO "usage_day_by" VALUES(1,6,739947,1,12,1850,22,12,9170000000,0,0,12,687068000,0,0,12,0);
INSERT INTO "usage_day_by" VALUES(1,6,739947,2,4,112,4,4,130000000,0,0,4,40876000,0,0,4,0);
INSERT INTO "usage_day_by" VALUES(1,7,739946,1,15,2741,26,15,8640000000,0,0,15,1000506000,0,0,15,0);
INSERT INTO "usage_day_by" VALUES(1,7,739946,2,2,379,2,2,3460000000,0,0,2,145058000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,7,739947,1,14,1408,24,14,4240000000,0,0,14,515908000,0,0,14,0);
INSERT INTO "usage_day_by" VALUES(1,7,739947,2,2,554,2,2,5060000000,0,0,2,212036000,0,0,2,0);
INSERT INTO "usage_day_by" VALUES(1,8,739946,0,17,3120,28,17,12100000000,0,0,17,1145564000,0,0,17,0);
INSERT INTO "usage_day_by" VALUES(1,8,739947,0,16,1962,26,16,9300000000,0,0,16,727944000,0,0,16,0);
INSERT INTO "usage_month" VALUES(1,739920,1,1,1,1,1,1,1,1,2,508,2,2,560000000,0,0,2,184912000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,1,1,2,1,1,1,1,2,403,2,2,440000000,0,0,2,146692000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,1,2,2,2,2,1,1,2,274,2,2,290000000,0,0,2,99736000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,1,2,3,2,2,1,1,2,207,2,2,230000000,0,0,2,75348000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,1,8,1,1,1,2,1,2,74,2,2,70000000,0,0,2,26936000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,2,3,4,3,2,1,1,2,446,10,2,980000000,0,0,2,164128000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,2,3,5,3,2,1,1,2,490,10,2,1090000000,0,0,2,180320000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,2,4,5,3,2,1,1,2,79,3,2,170000000,0,0,2,29072000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,2,9,4,5,3,1,1,2,460,6,2,1020000000,0,0,2,169280000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,3,5,6,4,1,1,1,2,275,2,2,290000000,0,0,2,100100000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,1,3,8,6,4,1,2,1,2,152,2,2,160000000,0,0,2,55328000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,2,4,6,7,2,2,1,1,2,391,2,2,7220000000,0,0,2,143106000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,3,2,7,3,5,3,1,2,2,933,2,2,4260000000,0,0,2,341478000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,4,5,7,7,5,3,1,2,2,0,2,2,4260000000,0,0,2,15616000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,5,6,8,7,4,1,2,1,1,200,1,1,80000000,0,0,1,72000000,0,0,1,0);
INSERT INTO "usage_month" VALUES(1,739920,6,7,8,7,1,1,2,1,2,74,2,2,170000000,0,0,2,27232000,0,0,2,0);
INSERT INTO "usage_month" VALUES(1,739920,7,8,8,4,5,3,2,1,2,116,2,2,110000000,0,0,2,42224000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,0,739920,1,22,3368,43,22,5300000000,0,0,22,1231852000,0,0,22,0);
INSERT INTO "usage_month_by" VALUES(1,0,739920,2,2,391,2,2,7220000000,0,0,2,143106000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,0,739920,3,2,933,2,2,4260000000,0,0,2,341478000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,0,739920,4,2,0,2,2,4260000000,0,0,2,15616000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,0,739920,5,1,200,1,1,80000000,0,0,1,72000000,0,0,1,0);
INSERT INTO "usage_month_by" VALUES(1,0,739920,6,2,74,2,2,170000000,0,0,2,27232000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,0,739920,7,2,116,2,2,110000000,0,0,2,42224000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,1,739920,1,10,1466,10,10,1590000000,0,0,10,533624000,0,0,10,0);
INSERT INTO "usage_month_by" VALUES(1,1,739920,2,10,2408,31,10,7520000000,0,0,10,884278000,0,0,10,0);
INSERT INTO "usage_month_by" VALUES(1,1,739920,3,4,427,4,4,450000000,0,0,4,155428000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,1,739920,4,2,391,2,2,7220000000,0,0,2,143106000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,1,739920,5,2,0,2,2,4260000000,0,0,2,15616000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,1,739920,6,1,200,1,1,80000000,0,0,1,72000000,0,0,1,0);
INSERT INTO "usage_month_by" VALUES(1,1,739920,7,2,74,2,2,170000000,0,0,2,27232000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,1,739920,8,2,116,2,2,110000000,0,0,2,42224000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,1,4,911,4,4,1000000000,0,0,4,331604000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,2,4,481,4,4,520000000,0,0,4,175084000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,3,4,936,20,4,2070000000,0,0,4,344448000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,4,2,79,3,2,170000000,0,0,2,29072000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,5,2,275,2,2,290000000,0,0,2,100100000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,6,2,391,2,2,7220000000,0,0,2,143106000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,7,4,933,4,4,8520000000,0,0,4,357094000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,8,9,616,9,9,590000000,0,0,9,223720000,0,0,9,0);
INSERT INTO "usage_month_by" VALUES(1,2,739920,9,2,460,6,2,1020000000,0,0,2,169280000,0,0,2,0);
INSERT INTO "usage_month_by" VALUES(1,3,739920,1,4,582,4,4,630000000,0,0,4,211848000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,3,739920,2,4,677,4,4,730000000,0,0,4,246428000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,3,739920,3,4,1140,4,4,4490000000,0,0,4,416826000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,3,739920,4,6,1022,18,6,2110000000,0,0,6,375632000,0,0,6,0);
INSERT INTO "usage_month_by" VALUES(1,3,739920,5,4,569,13,4,1260000000,0,0,4,209392000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,3,739920,6,4,427,4,4,450000000,0,0,4,155428000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,3,739920,7,7,665,7,7,11730000000,0,0,7,257954000,0,0,7,0);
INSERT INTO "usage_month_by" VALUES(1,4,739920,1,8,1059,8,8,1240000000,0,0,8,385772000,0,0,8,0);
INSERT INTO "usage_month_by" VALUES(1,4,739920,2,6,872,6,6,7740000000,0,0,6,318190000,0,0,6,0);
INSERT INTO "usage_month_by" VALUES(1,4,739920,3,6,1015,23,6,2240000000,0,0,6,373520000,0,0,6,0);
INSERT INTO "usage_month_by" VALUES(1,4,739920,4,5,627,5,5,530000000,0,0,5,227428000,0,0,5,0);
INSERT INTO "usage_month_by" VALUES(1,4,739920,5,8,1509,12,8,9650000000,0,0,8,568598000,0,0,8,0);
INSERT INTO "usage_month_by" VALUES(1,5,739920,1,13,1686,13,13,1770000000,0,0,13,613200000,0,0,13,0);
INSERT INTO "usage_month_by" VALUES(1,5,739920,2,12,1887,29,12,9980000000,0,0,12,691710000,0,0,12,0);
INSERT INTO "usage_month_by" VALUES(1,5,739920,3,8,1509,12,8,9650000000,0,0,8,568598000,0,0,8,0);
INSERT INTO "usage_month_by" VALUES(1,6,739920,1,24,4466,45,24,20810000000,0,0,24,1649788000,0,0,24,0);
INSERT INTO "usage_month_by" VALUES(1,6,739920,2,9,616,9,9,590000000,0,0,9,223720000,0,0,9,0);
INSERT INTO "usage_month_by" VALUES(1,7,739920,1,29,4149,50,29,12880000000,0,0,29,1516414000,0,0,29,0);
INSERT INTO "usage_month_by" VALUES(1,7,739920,2,4,933,4,4,8520000000,0,0,4,357094000,0,0,4,0);
INSERT INTO "usage_month_by" VALUES(1,8,739920,0,33,5082,54,33,21400000000,0,0,33,1873508000,0,0,33,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,0,3,2,7,3,5,3,1,2,379,1,1730000000,0,0,138714000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,1,4,5,7,7,5,3,1,2,0,1,1730000000,0,0,6344000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,2,6,7,8,7,1,1,2,1,47,1,110000000,0,0,17296000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,3,2,4,6,7,2,2,1,1,285,1,5260000000,0,0,104310000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,4,5,6,8,7,4,1,2,1,200,1,80000000,0,0,72000000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,5,1,2,9,4,5,3,1,1,162,2,360000000,0,0,59616000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,6,1,2,3,4,3,2,1,1,251,6,550000000,0,0,92368000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,7,1,2,3,5,3,2,1,1,229,5,510000000,0,0,84272000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,8,1,2,4,5,3,2,1,1,64,2,140000000,0,0,23552000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,9,1,1,8,1,1,1,2,1,58,1,60000000,0,0,21112000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,10,1,1,2,3,2,2,1,1,171,1,190000000,0,0,62244000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,11,1,1,2,2,2,2,1,1,205,1,220000000,0,0,74620000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,12,1,1,1,1,1,1,1,1,387,1,430000000,0,0,140868000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,13,1,1,1,2,1,1,1,1,286,1,310000000,0,0,104104000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,14,1,3,8,6,4,1,2,1,99,1,110000000,0,0,36036000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,15,1,3,5,6,4,1,1,1,197,1,210000000,0,0,71708000,0,0);
INSERT INTO "usage_row" VALUES(1,739946,-2,16,7,8,8,4,5,3,2,1,100,1,100000000,0,0,36400000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,0,3,2,7,3,5,3,1,2,554,1,2530000000,0,0,202764000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,1,4,5,7,7,5,3,1,2,0,1,2530000000,0,0,9272000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,2,6,7,8,7,1,1,2,1,27,1,60000000,0,0,9936000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,3,2,4,6,7,2,2,1,1,106,1,1960000000,0,0,38796000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,4,1,2,9,4,5,3,1,1,298,4,660000000,0,0,109664000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,5,1,2,3,4,3,2,1,1,195,4,430000000,0,0,71760000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,6,1,2,3,5,3,2,1,1,261,5,580000000,0,0,96048000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,7,1,2,4,5,3,2,1,1,15,1,30000000,0,0,5520000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,8,1,1,8,1,1,1,2,1,16,1,10000000,0,0,5824000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,9,1,1,2,3,2,2,1,1,36,1,40000000,0,0,13104000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,10,1,1,2,2,2,2,1,1,69,1,70000000,0,0,25116000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,11,1,1,1,1,1,1,1,1,121,1,130000000,0,0,44044000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,12,1,1,1,2,1,1,1,1,117,1,130000000,0,0,42588000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,13,1,3,8,6,4,1,2,1,53,1,50000000,0,0,19292000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,14,1,3,5,6,4,1,1,1,78,1,80000000,0,0,28392000,0,0);
INSERT INTO "usage_row" VALUES(1,739947,-2,15,7,8,8,4,5,3,2,1,16,1,10000000,0,0,5824000,0,0);
INSERT INTO "value_name" VALUES(1,2,'10aff6d21e0b8cbf0405508d5fdb759efaecf9a2f8ae24aaa99a21e7d42a9083',0,'harbor-learning');
INSERT INTO "value_name" VALUES(1,2,'2be46533325c6ef50a9e7d43adea5bb3335b459ed8126e7cf2fc6a828382f79b',0,'campaign-09');
INSERT INTO "value_name" VALUES(1,2,'364b6b5ef272df2a3b4ad9152a12a49ab48de2487ec20de8e989acf418a0ee32',0,'orchid-hotels-hotline');
INSERT INTO "value_name" VALUES(1,2,'74d170a32e6b9514e5ed0a42cbb04864bb30e8635b9180b5c8ffccae98db46f1',0,'campaign-05');
INSERT INTO "value_name" VALUES(1,2,'78b9db19ebed35d441457e3c0d40064cde676e9a25e20854c336cdd853342e24',0,'captions-service');
INSERT INTO "value_name" VALUES(1,2,'8397feb35718f452a1e03c589f01d4ae039207aefb34b4f2fdda1544b2fcc012',0,'campaign-06');
INSERT INTO "value_name" VALUES(1,2,'86a6575182b1c285c95733d25630a121e3a61d6b33a88bd9dc9cf6bcb5bf37f3',0,'campaign-07');
INSERT INTO "value_name" VALUES(1,2,'8ef6462aceee01b5e85bd6a3ff79235d0f991e5932c51b8d486c2e370a0e8834',0,'kite-games');
INSERT INTO "value_name" VALUES(1,2,'8f35105ad6d84bab18b47316032b358b59873427e60c89bdb66c1d01ef8f07d8',0,'kite-games');
INSERT INTO "value_name" VALUES(1,2,'b5a8cc883af963e701b4ba6d5dc67079d9e20a001fa730ef36654957061639cc',0,'lantern-audiobooks');
INSERT INTO "value_name" VALUES(1,2,'d0e814901972d2b0ad542029af2440049f10c6308f07845288894094d0968dc7',0,'studio-trailers');
INSERT INTO "value_name" VALUES(1,2,'d614c6e78ee221ffc5f0e09e7193cdeb0d1c03e070544cbe7d92e67ef2791290',0,'campaign-04');
INSERT INTO "value_name" VALUES(1,2,'da7edca55a5ff13d99e95775539b9313191dff431e405fa4fe75b2d11c4ad2a5',0,'campaign-08');
INSERT INTO "value_name" VALUES(1,4,'3d3ceec64ab34ca8dc64',0,'elif@agency.example');
INSERT INTO "value_name" VALUES(1,4,'493849a2feef4704b71e',0,'tom@agency.example');
INSERT INTO "value_name" VALUES(1,4,'5c752eb9233a3804ff3d',0,'mara@agency.example');
INSERT INTO "value_name" VALUES(1,4,'d6a9b8e65ae570646ef0',0,'priya@agency.example');
INSERT INTO "value_name" VALUES(1,4,'d7c8ca93c09904e294d9',0,'jonas@agency.example');
