#pragma once

#include <string_view>

/// What is told of a comment line above a file's message by its words alone. "License keys of tenants",
/// "License: add table" and "(c) column" are messages.
namespace headstart::scripts {

/// A line of a licence that stands by itself: `SPDX-…`, `Copyright (c) …`, `© 2024 …`, `MIT License`,
/// `License: MIT`, `… All rights reserved.`
bool is_licence_line(std::string_view line);

/// The first line of a paragraph of a known licence's text.
bool begins_licence_text(std::string_view line);

/// Nothing but decoration: `-----`, `====`, `####`.
bool is_banner(std::string_view line);

/// Whether the last line of such a paragraph may be the message, written right below it: its own sentence,
/// and no end of one.
bool may_be_message_below(std::string_view line);

} // namespace headstart::scripts
