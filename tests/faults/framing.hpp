#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::test {

/// A place in a stream of messages: behind so many whole ones, and so many bytes of the next.
struct Place {
    std::size_t messages = 0;
    std::size_t bytes = 0;
};

/// Counts the messages in one direction of a PostgreSQL connection that is not encrypted: a type byte, then a
/// length that counts itself; only the client's first packet has no type (manual, "Message Formats").
class Framing {
public:
    explicit Framing(bool begins_with_startup_packet)
        : m_has_type(!begins_with_startup_packet) {}

    /// Takes the next bytes of the stream, but none behind `end`. Returns how many it took.
    std::size_t take(std::string_view bytes, Place end);

    /// True behind the place too: a message may be shorter than it was when the place was chosen.
    [[nodiscard]] bool has_reached(Place place) const;

    /// The types of the whole messages that were taken, one character each, '-' for the startup packet.
    [[nodiscard]] const std::string& types() const { return m_types; }

    /// Their sizes in bytes.
    [[nodiscard]] const std::vector<std::size_t>& sizes() const { return m_sizes; }

private:
    void end_header();
    void end_message();

    bool m_has_type;
    std::string m_header;
    std::size_t m_body_left = 0;
    std::size_t m_size = 0; ///< bytes of the message that has begun
    std::string m_types;
    std::vector<std::size_t> m_sizes;
};

} // namespace headstart::test
