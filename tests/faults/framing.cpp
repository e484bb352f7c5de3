#include "faults/framing.hpp"

#include <algorithm>
#include <cstdint>

namespace headstart::test {

std::size_t Framing::take(std::string_view bytes, Place end) {
    std::size_t taken = 0;
    while (taken < bytes.size() && !has_reached(end)) {
        if (m_body_left == 0) {
            ++m_size;
            m_header += bytes[taken++];
            if (m_header.size() == (m_has_type ? 5U : 4U)) {
                end_header();
            }
            continue;
        }
        auto part = std::min(m_body_left, bytes.size() - taken);
        if (m_types.size() == end.messages) {
            part = std::min(part, end.bytes - m_size);
        }
        m_size += part;
        m_body_left -= part;
        taken += part;
        if (m_body_left == 0) {
            end_message();
        }
    }
    return taken;
}

bool Framing::has_reached(Place place) const {
    return m_types.size() > place.messages || (m_types.size() == place.messages && m_size >= place.bytes);
}

void Framing::end_header() {
    std::uint32_t length = 0;
    for (const char byte : m_header.substr(m_has_type ? 1 : 0)) {
        length = length << 8U | static_cast<unsigned char>(byte);
    }
    constexpr std::uint32_t k_own_size = 4;
    m_body_left = length - k_own_size;
    if (m_body_left == 0) {
        end_message();
    }
}

void Framing::end_message() {
    m_types += m_has_type ? m_header.front() : '-';
    m_sizes.push_back(m_size);
    m_header.clear();
    m_size = 0;
    m_has_type = true;
}

} // namespace headstart::test
