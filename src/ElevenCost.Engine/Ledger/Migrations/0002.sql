-- Views for people and programs that speak SQL; docs/sql.md documents them. {date(n)} is the date of a day's number, {instant(t)} the instant of a
-- text, {number(x)} the value of x_nano, x_e19 and x_e28: exact in PostgreSQL, a convenience in SQLite, which has no decimal type.

CREATE VIEW usage_daily AS
SELECT
    c.name AS connection,
    {date(u.day)} AS date,
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
    {number(u.minutes)} AS minutes,
    {number(u.cost)} AS cost,
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
    {date(s.day)} AS date,
    coalesce(d.state, 'missing') AS state,
    {instant(d.synced_at)} AS synced_at,
    d.source AS endpoint,
    d.row_count AS row_count,
    d.credits AS credits,
    d.requests AS requests,
    {number(d.minutes)} AS minutes,
    {number(d.cost)} AS cost,
    d.currency AS currency,
    d.reason AS reason,
    d.minutes_nano AS minutes_nano,
    d.cost_nano AS cost_nano
FROM span s
JOIN connection c ON c.connection = s.connection
LEFT JOIN day d ON d.connection = s.connection AND d.day = s.day;
