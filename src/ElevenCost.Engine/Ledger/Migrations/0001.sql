-- The first schema. {big} is a 64-bit integer, {clustered} ends a table that is kept in the order of its primary key.
-- Money and minutes are three integers: units of 10^-9, of 10^-19 and of 10^-28, which sum exactly and hold every digit of a .NET decimal.
-- Days and months are counted from 0001-01-01; instants are ISO 8601 in UTC.

CREATE TABLE connection (
    connection integer NOT NULL PRIMARY KEY,
    name text NOT NULL UNIQUE,
    time_zone text NULL,
    settings text NULL
) {plain};

CREATE TABLE writer (
    connection integer NOT NULL PRIMARY KEY,
    token text NOT NULL,
    machine text NOT NULL,
    process integer NOT NULL,
    process_started text NOT NULL,
    since text NOT NULL,
    seen text NOT NULL
) {plain};

CREATE TABLE day (
    connection integer NOT NULL,
    day integer NOT NULL,
    state text NOT NULL,
    synced_at text NOT NULL,
    source text NOT NULL,
    currency text NULL,
    dimensions integer NOT NULL,
    row_count {big} NOT NULL,
    credits {big} NOT NULL,
    requests {big} NULL,
    minutes_nano {big} NULL,
    minutes_e19 {big} NULL,
    minutes_e28 {big} NULL,
    cost_nano {big} NULL,
    cost_e19 {big} NULL,
    cost_e28 {big} NULL,
    reason text NULL,
    content text NOT NULL,
    PRIMARY KEY (connection, day)
) {clustered};

CREATE TABLE dimension_value (
    connection integer NOT NULL,
    dimension integer NOT NULL,
    number integer NOT NULL,
    id text NOT NULL,
    PRIMARY KEY (connection, dimension, number)
) {clustered};

CREATE UNIQUE INDEX dimension_value_id ON dimension_value (connection, dimension, id);

CREATE TABLE value_name (
    connection integer NOT NULL,
    dimension integer NOT NULL,
    id text NOT NULL,
    place integer NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (connection, dimension, id, place)
) {clustered};

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
    credits {big} NOT NULL,
    requests {big} NULL,
    minutes_nano {big} NULL,
    minutes_e19 {big} NULL,
    minutes_e28 {big} NULL,
    cost_nano {big} NULL,
    cost_e19 {big} NULL,
    cost_e28 {big} NULL,
    PRIMARY KEY (connection, day, slice, row_no)
) {clustered};

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
    {sums},
    PRIMARY KEY (connection, month, product_no, model_no, api_key_no, voice_no, user_no, group_no, source_no, region_no)
) {clustered};

CREATE TABLE usage_day_by (
    connection integer NOT NULL,
    dimension integer NOT NULL,
    day integer NOT NULL,
    value_no integer NOT NULL,
    {sums},
    PRIMARY KEY (connection, dimension, day, value_no)
) {clustered};

CREATE TABLE usage_month_by (
    connection integer NOT NULL,
    dimension integer NOT NULL,
    month integer NOT NULL,
    value_no integer NOT NULL,
    {sums},
    PRIMARY KEY (connection, dimension, month, value_no)
) {clustered};

CREATE TABLE series (
    connection integer NOT NULL,
    day integer NOT NULL,
    metric text NOT NULL,
    breakdown text NOT NULL,
    value_key text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (connection, day, metric, breakdown, value_key)
) {clustered};

CREATE TABLE snapshot (
    connection integer NOT NULL,
    number integer NOT NULL,
    at text NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (connection, number)
) {clustered};

CREATE TABLE sync_log (
    connection integer NOT NULL,
    number integer NOT NULL,
    started_at text NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (connection, number)
) {clustered};
