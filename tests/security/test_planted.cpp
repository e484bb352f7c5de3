#include "e2e/cluster.hpp"
#include "security/walk.hpp"
#include "support/catch.hpp"

/// What another user of the database has put in the way of every name that our SQL could look up.
namespace headstart::test {

namespace {

/// Each operator and function of pg_catalog once more, in two schemas that the path names before it, and so
/// the better match for every call that is not qualified; operators for pairs of types that pg_catalog has
/// none for; types and tables. All of them warn when they are called, which the server's log keeps even of a
/// transaction that is rolled back.
const std::string k_plant = R"sql(
CREATE SCHEMA trap; CREATE SCHEMA postgres;
SET check_function_bodies = off; SET client_min_messages = error; SET search_path = pg_catalog;
CREATE FUNCTION trap.body(name text) RETURNS text LANGUAGE sql AS
$$ SELECT format('BEGIN RAISE WARNING %L; RETURN NULL; END', 'PLANTED ' || name) $$;
DO $plant$
DECLARE o record; s text; t text[] := '{oid,regclass,name,text,varchar,"char",text[],int4,int8,numeric,float8,interval,timestamptz,jsonb,bool}';
BEGIN
  FOREACH s IN ARRAY '{public,postgres}'::text[] LOOP
    FOR o IN SELECT oid, oprname, oprleft::regtype l, oprright::regtype r, oprresult::regtype res FROM pg_operator
             WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprleft <> 0
             UNION ALL SELECT row_number() OVER (), n, l::regtype, r::regtype, 'bool'
             FROM unnest('{=,<>,<,>,<=,>=,||,->,->>,@>,?,~,~~}'::text[]) n, unnest(t) l, unnest(t) r LOOP
      BEGIN
        EXECUTE format('CREATE FUNCTION %I.%I(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L', s, 'op' || o.oid || md5(o.oprname || o.l || o.r),
                       o.l, o.r, o.res, trap.body('operator ' || o.oprname));
        EXECUTE format('CREATE OPERATOR %I.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %I.%I)', s, o.oprname, o.l, o.r,
                       s, 'op' || o.oid || md5(o.oprname || o.l || o.r));
      EXCEPTION WHEN OTHERS THEN NULL; END;
    END LOOP;
    FOR o IN SELECT proname, pg_get_function_identity_arguments(oid) a, prorettype::regtype res, proretset FROM pg_proc
             WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' LOOP
      BEGIN
        EXECUTE format('CREATE FUNCTION %I.%I(%s) RETURNS %s %s LANGUAGE plpgsql AS %L', s, o.proname, o.a,
                       CASE WHEN o.proretset THEN 'SETOF' ELSE '' END, o.res, trap.body('function ' || o.proname));
      EXCEPTION WHEN OTHERS THEN NULL; END;
    END LOOP;
    FOREACH o.proname IN ARRAY '{format,jsonb_build_object,unnest,host,count,max,bool_and,jsonb_agg,to_jsonb}'::text[] LOOP
      BEGIN
        EXECUTE format('CREATE FUNCTION %I.%I(VARIADIC text[]) RETURNS text LANGUAGE plpgsql AS %L', s, o.proname,
                       trap.body('function ' || o.proname));
      EXCEPTION WHEN OTHERS THEN NULL; END;
    END LOOP;
    EXECUTE format('CREATE FUNCTION %I.step(int8) RETURNS int8 LANGUAGE plpgsql AS %L', s, trap.body('aggregate'));
    EXECUTE format('CREATE AGGREGATE %I.count(*) (SFUNC = %I.step, STYPE = int8, INITCOND = 0)', s, s);
    FOR o IN SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v') LOOP
      EXECUTE format('CREATE VIEW %I.%I AS SELECT %I.to_regclass(''x'') AS oid', s, o.relname, s);
    END LOOP;
    FOREACH o.relname IN ARRAY '{text,oid,regclass,jsonb,timestamptz,int4,int8}'::text[] LOOP
      BEGIN
        EXECUTE format('CREATE DOMAIN %I.%I AS pg_catalog.varchar CHECK (%I.to_regclass(VALUE::pg_catalog.text) IS NULL)', s, o.relname, s);
      EXCEPTION WHEN OTHERS THEN NULL; END;
    END LOOP;
  END LOOP;
END $plant$;
ALTER DATABASE postgres SET search_path = "$user", public, pg_catalog;
ALTER DATABASE postgres SET client_min_messages = warning;
)sql";

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

} // namespace

TEST_CASE("nothing that another user has planted is called, whatever the command and the state") {
    const Cluster cluster({"log_min_messages=warning"});
    Project project;
    project.environment["DATABASE_URL"] = cluster.url();
    project.environment["HEADSTART_VERSION_TABLE_SCHEMA"] = "public";
    Session(cluster.url()).query(k_plant);
    // The trap works.
    const auto planted = [&] { return count(cluster.log(), "WARNING:  PLANTED"); };
    for (const auto* call :
         {"SELECT 1 + 1", "SELECT now()", "SELECT 'a'::name || 'b'::name", "SELECT 1::oid = 1::regclass",
          "SELECT format('%s', 'a', 'b')", "SELECT count(*)", "SELECT FROM pg_class", "SELECT 'a'::jsonb"}) {
        INFO(call);
        const auto before = planted();
        Session(cluster.url()).query(call);
        CHECK(planted() > before);
    }
    const auto before = planted();
    const auto printed = walk_all_commands(project, cluster.url());
    CHECK(planted() == before);
    CHECK(printed.find("PLANTED") == std::string::npos);
}

} // namespace headstart::test
