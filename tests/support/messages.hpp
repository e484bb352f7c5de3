#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

/// The protocol's messages, as far as stand-ins for servers and proxies write and read them (manual, "Message
/// Formats").
namespace headstart::test {

/// In network order.
std::string number_bytes(std::size_t number);
std::uint32_t number_at(const std::string& bytes, std::size_t at);

/// A type, the length, and what stands behind it.
std::string message(char type, const std::string& body);

/// An error that ends the session.
std::string fatal_error(const std::string& sqlstate, const std::string& words);

void send(int connection, const std::string& bytes);

/// Exactly so many bytes; false at the end of the stream.
bool receive(int connection, char* target, std::size_t size);

/// The first packet, from its length on, saying no to the wishes for encryption before it; "" at the end of
/// the stream.
std::string read_startup_packet(int connection);

} // namespace headstart::test
