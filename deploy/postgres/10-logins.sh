#!/bin/sh
# Run once by the postgres image on an empty volume: the two logins and the database.
# The owner migrates and backs up; the application's login owns nothing and inherits nothing.
set -eu
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set=owner="$(cat /run/secrets/owner_password)" --set=app="$(cat /run/secrets/app_password)" <<'SQL'
CREATE ROLE shop_owner LOGIN CREATEROLE PASSWORD :'owner';
CREATE ROLE shop_app LOGIN NOINHERIT PASSWORD :'app';
CREATE DATABASE shop OWNER shop_owner TEMPLATE template0 ENCODING 'UTF8'
  LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE shop FROM PUBLIC;
GRANT CONNECT ON DATABASE shop TO shop_app;
SQL
