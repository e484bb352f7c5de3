"use strict";
// GET /health, GET and POST /links, GET /s/SLUG. Ends on SIGTERM when the requests that it has begun are served.

const http = require("node:http");
const links = require("./links");

const largestBody = 64 * 1024;

async function bodyOf(request) {
    let text = "";
    for await (const part of request) {
        text += part;
        if (text.length > largestBody) {
            throw new SyntaxError("the body is too large");
        }
    }
    return JSON.parse(text);
}

function json(response, status, value) {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}

async function serve(request, response) {
    const path = new URL(request.url, "http://localhost").pathname;
    const what = `${request.method} ${path}`;
    if (what === "GET /health") {
        await links.ping();
        json(response, 200, { status: "ok" });
    } else if (what === "GET /links") {
        json(response, 200, await links.all());
    } else if (what === "POST /links") {
        const { target, slug } = await bodyOf(request);
        json(response, 201, { slug: await links.shorten(target, slug) });
    } else if (request.method === "GET" && path.startsWith("/s/")) {
        const target = await links.visit(path.slice("/s/".length));
        target ? response.writeHead(302, { Location: target }).end() : json(response, 404, { error: "no such link" });
    } else {
        json(response, 404, { error: "no such page" });
    }
}

function refuse(response, error) {
    // 23…: the database holds no such row, for a constraint forbids it.
    const theirs = error instanceof SyntaxError || error.code?.startsWith("23");
    if (!theirs) {
        console.error(`server: ${error.message}`);
    }
    json(response, theirs ? 400 : 500, { error: theirs ? error.message : "not now" });
}

const server = http.createServer((request, response) => serve(request, response).catch((error) => refuse(response, error)));
server.listen(8000, () => console.log("server: listening on 8000"));

for (const signal of ["SIGTERM", "SIGINT"]) {
    process.on(signal, () => {
        console.log(`server: ${signal}, good bye`);
        server.close(() => links.close());
        server.closeIdleConnections();
    });
}
