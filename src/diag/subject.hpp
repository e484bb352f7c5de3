#pragma once

#include "diag/fields.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headstart::diag {

/// What a record or a diagnostic is about, as values: alarms are built on these, and never on sentences.
struct Subject {
    std::string revision = {};
    std::string direction = {}; ///< "up" or "down"
    std::size_t statement = 0;  ///< its number in the section, from 1; 0: none in particular
    std::size_t statements = 0; ///< of so many
    std::string host = {};      ///< of the server, or the folder of its socket
    std::uint16_t port = 0;     ///< 0: unknown

    /// What it does not say yet, it takes from `other`.
    void complete_with(const Subject& other);
};

/// The server "db2.internal:5432"; of a socket the folder alone.
Subject server_at(std::string_view endpoint);

/// `fields`, and behind them what is known of it.
LogFields fields_of(const Subject& subject, LogFields fields = {});

} // namespace headstart::diag
