#include "scripts/header.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/source.hpp"

using namespace headstart;
using List = std::vector<std::string>;

namespace {

revision::Revision read(const std::string& text) {
    std::vector<diag::Diagnostic> problems;
    auto revision = scripts::read_header(test::source(text), problems);
    INFO(text);
    CHECK(problems.empty());
    return revision;
}

std::string problems_of(const std::string& text) {
    std::vector<diag::Diagnostic> problems;
    scripts::read_header(test::source(text), problems);
    std::string shown;
    for (const auto& problem : problems) {
        shown += diag::render_text(problem);
    }
    return shown;
}

} // namespace

TEST_CASE("a header has a message, a description and its keys") {
    const auto revision = read("-- Add phone number\n--\n-- For support calls.\n--\n"
                               "-- Revision ID: abc123\n-- Revises: bce8\n-- Branch Labels: shop, crm\n"
                               "-- Depends On: d1 d2\n-- Create Date: 2025-10-03 23:15:00+00:00\n\n"
                               "-- migrate:up\n-- Revises: not this one\n");
    CHECK(revision.id == "abc123");
    CHECK(revision.down_revisions == List{"bce8"});
    CHECK(revision.branch_labels == List{"shop", "crm"});
    CHECK(revision.depends_on == List{"d1", "d2"});
    CHECK(revision.create_date == "2025-10-03 23:15:00+00:00");
    CHECK(revision.message == "Add phone number");
    CHECK(revision.description == "Add phone number\n\nFor support calls.");
    CHECK(revision.path == "m/a.sql");
}

TEST_CASE("a licence above the header is no message and hides no header") {
    const std::string header = "-- Add phone number\n--\n-- For support calls.\n--\n-- Revision ID: abc123\n";
    for (const std::string licence : {
             "-- SPDX-License-Identifier: MIT\n",
             "-- SPDX-FileCopyrightText: 2024 Example Ltd\n-- SPDX-License-Identifier: MIT\n\n",
             "-- Copyright (c) 2024 Example Ltd. All rights reserved.\n",
             "-- Example Ltd. All rights reserved.\n--\n",
             "-- Copyright 2024 Example Ltd\n-- Use of this source code is governed by a licence\n-- that "
             "is in the file LICENSE.\n\n",
             "/* SPDX-License-Identifier: MIT */\n",
             "\xEF\xBB\xBF/*\n * Copyright 2024 Example Ltd\n *\n * Revision ID: of the licence\n */\n\n",
             "-- Copyright 2024 Example Ltd\n--\n-- Licensed under the Apache License, Version 2.0 (the "
             "\"License\");\n"
             "-- you may not use this file except in compliance with the License.\n--\n"
             "--     http://www.apache.org/licenses/LICENSE-2.0\n--\n"
             "-- Unless required by applicable law or agreed to in writing, software\n"
             "-- distributed under the License is distributed on an \"AS IS\" BASIS.\n\n",
         }) {
        const auto revision = read(licence + header);
        CHECK(revision.id == "abc123");
        CHECK(revision.message == "Add phone number");
        CHECK(revision.description == "Add phone number\n\nFor support calls.");
    }
    CHECK(read("-- License keys of tenants\n-- Revision ID: a\n").message == "License keys of tenants");
    for (const std::string licence : {
             "-- MIT License\n--\n",
             "-- The MIT License (MIT)\n",
             "-- Apache License, Version 2.0\n",
             "-- BSD 3-Clause License\n",
             "-- Business Source License 1.1\n",
             "-- CC0 1.0 Universal\n",
             "-- The Unlicense\n",
             "-- Timescale License\n",
             "-- License: MIT\n",
             "-- © 2024 Example Ltd\n",
             "-- (c) 2024 Example Ltd\n",
             "-- Portions Copyright (c) 1996, Example Ltd\n",
             "-- Copyright Example Ltd, 2019-2024\n",
             "-- Confidential and proprietary\n--\n",
             "-- -----------\n-- Copyright 2024 Example Ltd\n-- -----------\n",
             "-- ====\n-- Copyright (c) 2024 E\n",
             "-- ####\n-- Copyright 2024 E\n-- Licensed under the MIT License\n-- ####\n",
             "-- This file and its contents are licensed under the Timescale License.\n-- Please see the "
             "included "
             "NOTICE for copyright information and\n-- LICENSE-TIMESCALE for a copy of the license.\n\n",
             "-- This is free and unencumbered software released into the public domain.\n\n",
             "-- To the extent possible under law, the author has waived all rights.\n--\n",
             "-- Copyright 2024 E\n-- Licensed under the Apache License, Version 2.0\n", // right above it
             "-- Permission is hereby granted, free of charge, to any person obtaining\n-- a copy of this.\n",
         }) {
        INFO(licence);
        const auto revision = read(licence + "-- Add users\n--\n-- Revision ID: a\n-- Revises: b\n");
        CHECK(revision.message == "Add users");
        CHECK(revision.id == "a");
    }
    for (const std::string message :
         {"License: add table", "(c) column", "All rights reserved flag", "Copyright column of books",
          "MIT license table", "Apache hosts", "Confidential column", "Proprietary licenses",
          "License keys of tenants"}) {
        CHECK(read("-- " + message + "\n--\n-- Revision ID: a\n").message == message);
    }
    CHECK(read("-- Copyright notices\n\n-- Revision ID: a\n").message == "Copyright notices");
    CHECK(read("-- (c) Example\n-- Revision ID: a\n").message.empty());
}

TEST_CASE("keys are read in any case and spacing, lists by comma or blank") {
    struct Case {
        std::string revises;
        List parents;
    };

    const std::vector<Case> cases{
        {"-- Revises: a, b", {"a", "b"}},
        {"-- revises:a b\tc", {"a", "b", "c"}},
        {"--REVISES :  a,b , ", {"a", "b"}},
        {"  -- Revises: a\r", {"a"}},
        {"-- Revises: <base>", {}},
        {"-- Revises: none", {}},
        {"-- Revises: None", {}},
        {"-- Revises:", {}},
        {"-- no such key", {}},
    };
    for (const auto& [line, parents] : cases) {
        const auto revision = read("\xEF\xBB\xBF-- m\r\n-- revision id:  x \r\n" + line + "\n");
        CHECK(revision.id == "x");
        CHECK(revision.down_revisions == parents);
    }
}

TEST_CASE("the header ends at the first marker and at the first line that is no comment") {
    CHECK(read("-- Revision ID: a\nSELECT 1;\n-- Revises: b\n").down_revisions.empty());
    CHECK(read("\n\n-- Revision ID: a\n\n-- Revises: b").down_revisions == List{"b"});
    CHECK(read("-- Revision ID: a\n--migrate:up\n-- Revises: b").down_revisions.empty());
    CHECK(read("-- Revision ID: a\n").message.empty());
}

TEST_CASE("a missing or misspelt Revision ID is explained") {
    CHECK(problems_of("") == "m/a.sql:1:1: error[HS0102]: the header has no `Revision ID`\n"
                             "    1 | \n"
                             "      | ^\n"
                             "hint: write `-- Revision ID: …` at the top of the file; `headstart revision -m "
                             "…` makes a file with one\n");
    CHECK(problems_of("-- Add é\r\n-- Revison ID: a\r\n-- migrate:up\r\n") ==
          "m/a.sql:1:1: error[HS0102]: the header has no `Revision ID`\n"
          "    1 | -- Add é\n"
          "      | ^~~~~~~~\n"
          "hint: `Revison ID` looks like it: write `-- Revision ID: …`\n");
    CHECK(problems_of("-- revision  id: a\n").find("hint: `revision  id` looks like it") !=
          std::string::npos);
    CHECK(problems_of("-- Revision ID:\n") == "m/a.sql:1:1: error[HS0102]: the header has no `Revision ID`\n"
                                              "    1 | -- Revision ID:\n"
                                              "      | ^~~~~~~~~~~~~~~\n"
                                              "hint: write the revision's id behind `Revision ID:`\n");
}

TEST_CASE("a key given twice is refused at its second place") {
    CHECK(problems_of("-- Revision ID: a\n-- revises: b\n-- Revises: c\n") ==
          "m/a.sql:3:1: error[HS0102]: `Revises` is given twice\n"
          "    3 | -- Revises: c\n"
          "      | ^~~~~~~~~~~~~\n"
          "hint: keep one of the two lines\n");
}
