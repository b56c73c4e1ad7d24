-- What users define, such as prices and rules of cost centers: what holds now, and every change of it. A document holds the fields as JSON, all of
-- them texts, so that an amount keeps its digits. The row of a kind is locked by whoever changes one of it.

CREATE TABLE definition_kind (
    kind text NOT NULL PRIMARY KEY,
    last_change integer NOT NULL
) {plain};

CREATE TABLE definition (
    kind text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    place integer NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (kind, id)
) {clustered};

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
) {clustered};
