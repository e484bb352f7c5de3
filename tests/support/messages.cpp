#include "support/messages.hpp"

#include <sys/socket.h>
#include <unistd.h>

namespace headstart::test {

std::string number_bytes(std::size_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(number >> static_cast<unsigned>(shift) & 0xFFU);
    }
    return bytes;
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return number;
}

std::string message(char type, const std::string& body) {
    return type + number_bytes(body.size() + 4) + body;
}

std::string fatal_error(const std::string& sqlstate, const std::string& words) {
    using namespace std::string_literals;
    return message('E',
                   "SFATAL\0VFATAL\0C"s + sqlstate + "\0M"s + words + "\0Fpostmaster.c\0L1\0RServer\0\0"s);
}

void send(int connection, const std::string& bytes) {
    (void)!::write(connection, bytes.data(), bytes.size());
}

bool receive(int connection, char* target, std::size_t size) {
    // Asked for nothing, recv still waits for something.
    return size == 0 || ::recv(connection, target, size, MSG_WAITALL) == static_cast<ssize_t>(size);
}

std::string read_startup_packet(int connection) {
    constexpr std::uint32_t k_ssl_request = 80877103;
    constexpr std::uint32_t k_gss_request = 80877104;
    while (true) {
        std::string packet(8, '\0');
        if (!receive(connection, packet.data(), packet.size())) {
            return "";
        }
        const auto head_size = packet.size();
        packet.resize(number_at(packet, 0));
        if (!receive(connection, packet.data() + head_size, packet.size() - head_size)) {
            return "";
        }
        const auto code = number_at(packet, 4);
        if (code != k_ssl_request && code != k_gss_request) {
            return packet;
        }
        send(connection, "N");
    }
}

} // namespace headstart::test
