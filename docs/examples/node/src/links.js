"use strict";
// Short links and their visits, in the database that the file DATABASE_URL_FILE names, as the role that changes no schema.

const { randomBytes } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { Pool } = require("pg");

const pool = new Pool({ connectionString: readFileSync(process.env.DATABASE_URL_FILE, "utf8").trim() });
// The server has closed a connection that nobody used: the pool opens another one.
pool.on("error", (error) => console.error(`links: ${error.message}`));

exports.ping = () => pool.query("SELECT 1");

exports.shorten = async (target, slug = randomBytes(5).toString("base64url")) => {
    await pool.query("INSERT INTO links (slug, target) VALUES ($1, $2)", [slug, target]);
    return slug;
};

/** Counts a visit; the link's target, or undefined where there is no such link. */
exports.visit = async (slug) => {
    const { rows } = await pool.query(
        `WITH visited AS (INSERT INTO visits (slug) SELECT slug FROM links WHERE slug = $1 RETURNING slug)
         SELECT target FROM links JOIN visited USING (slug)`,
        [slug],
    );
    return rows[0]?.target;
};

exports.all = async () => {
    const { rows } = await pool.query(
        `SELECT slug, target, (SELECT count(*)::int FROM visits WHERE visits.slug = links.slug) AS visits
         FROM links ORDER BY created_at`,
    );
    return rows;
};

exports.close = () => pool.end();
