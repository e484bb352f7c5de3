#include "diag/subject.hpp"

#include <charconv>

namespace headstart::diag {

void Subject::complete_with(const Subject& other) {
    if (revision.empty()) {
        revision = other.revision;
        direction = other.direction;
        statement = other.statement;
        statements = other.statements;
    }
    if (host.empty()) {
        host = other.host;
        port = other.port;
    }
}

Subject server_at(std::string_view endpoint) {
    Subject server{.host = std::string(endpoint)};
    const auto colon = endpoint.rfind(':');
    if (colon != std::string_view::npos) {
        const auto digits = endpoint.substr(colon + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), server.port);
        if (error == std::errc() && end == digits.data() + digits.size()) {
            server.host.resize(colon);
        }
    }
    return server;
}

LogFields fields_of(const Subject& subject, LogFields fields) {
    const auto add_text = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            fields.push_back({name, value});
        }
    };
    const auto add_number = [&](std::string_view name, std::size_t value) {
        if (value > 0) {
            fields.push_back({name, count_of(value)});
        }
    };
    add_text("revision", subject.revision);
    add_text("direction", subject.direction);
    add_number("statement", subject.statement);
    add_number("statements", subject.statements);
    add_text("host", subject.host);
    add_number("port", subject.port);
    return fields;
}

} // namespace headstart::diag
