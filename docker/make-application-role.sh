#!/bin/sh
# Run once by the postgres image, on an empty data folder: the application's role is no superuser, and owns its database.
set -eu
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set=password="$APP_DB_PASSWORD" <<'SQL'
CREATE ROLE reinsertion LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE reinsertion OWNER reinsertion TEMPLATE template0
    ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
SQL
