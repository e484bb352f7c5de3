#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headstart::test {

/// Counts the messages in one direction of a PostgreSQL connection that is not encrypted: a type byte, then a
/// length that counts itself; only the client's first packet has no type (manual, "Message Formats").
class Framing {
public:
    explicit Framing(bool begins_with_startup_packet)
        : m_has_type(!begins_with_startup_packet) {}

    /// Takes the next bytes of the stream, but none behind the end of message number `last`. Returns how many
    /// it took.
    std::size_t take(std::string_view bytes, std::size_t last);

    /// Whole messages that were taken.
    [[nodiscard]] std::size_t count() const { return m_types.size(); }

    /// Their types, one character each, '-' for the startup packet.
    [[nodiscard]] const std::string& types() const { return m_types; }

private:
    void end_header();
    void end_message();

    bool m_has_type;
    std::string m_header;
    std::size_t m_body_left = 0;
    std::string m_types;
};

} // namespace headstart::test
