-- Alerts that are due or were sent: each once a target. Whoever inserts the row, or finds it unsent and its claim expired, sends it. The document is
-- the message as JSON, kept until it is sent, so that a target that failed gets it later.

CREATE TABLE alert (
    target text NOT NULL,
    name text NOT NULL,
    token text NOT NULL,
    claimed_until text NOT NULL,
    first_due_at text NOT NULL,
    sent_at text NULL,
    document text NULL,
    PRIMARY KEY (target, name)
) {clustered};
