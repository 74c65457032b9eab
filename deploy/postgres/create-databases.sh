#!/bin/sh
# A database for each service, as a superuser: for the trial by the image's entry point, for production by a database administrator.
# Two logins for each: one that migrates, and one that serves and can become nothing but the role that row-level security binds.
# Wants SERVICE_PASSWORD and MIGRATION_PASSWORD; where the server is, as psql does (PGHOST, PGPORT, PGUSER, PGPASSWORD).
set -eu
for service in assessment allocation plans payments; do
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
        --set=service="$service" --set=migration="${service}_migration" --set=owner="${service}_owner" --set=app="${service}_app" --set=database="$service-db" \
        --set=service_password="$SERVICE_PASSWORD" --set=migration_password="$MIGRATION_PASSWORD" <<'SQL'
create role :"owner" nologin;
create role :"app" nologin;
create role :"migration" login password :'migration_password' in role :"owner", :"app";
create role :"service" login password :'service_password' in role :"app";
create database :"database" owner :"migration";
revoke all on database :"database" from public;
grant connect on database :"database" to :"service";
SQL
done
