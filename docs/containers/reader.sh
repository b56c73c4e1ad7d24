#!/bin/sh
# Makes the role that Grafana reads with, when the database is made.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$(cat /run/secrets/reader_password)" -U elevencost -d finops <<'SQL'
CREATE SCHEMA elevencost AUTHORIZATION elevencost;
CREATE ROLE finops_reader LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA elevencost TO finops_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA elevencost GRANT SELECT ON TABLES TO finops_reader;
ALTER ROLE finops_reader SET search_path = elevencost;
SQL
