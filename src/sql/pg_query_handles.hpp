#pragma once

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "sql/syntax_error.hpp"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>

/// Owners of libpg_query's results. Its types never leave this room.
namespace headstart::sql {

template<typename T, void (*Free)(T)>
class QueryResult {
public:
    explicit QueryResult(T result)
        : m_result(result) {}

    QueryResult(const QueryResult&) = delete;
    QueryResult& operator=(const QueryResult&) = delete;

    ~QueryResult() { Free(m_result); }

    const T* operator->() const { return &m_result; }

private:
    T m_result;
};

using ParseResult = QueryResult<PgQueryProtobufParseResult, pg_query_free_protobuf_parse_result>;
using SplitResult = QueryResult<PgQuerySplitResult, pg_query_free_split_result>;

struct FreeMessage {
    template<typename Message>
    void operator()(Message* message) const {
        protobuf_c_message_free_unpacked(&message->base, nullptr);
    }
};

template<typename Message>
using MessageHandle = std::unique_ptr<Message, FreeMessage>;

/// Unpacks a protobuf of the library's own making; it cannot be malformed.
template<typename Message>
MessageHandle<Message> unpack(const ProtobufCMessageDescriptor& descriptor, const PgQueryProtobuf& packed) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(packed.data);
    auto* message = protobuf_c_message_unpack(&descriptor, nullptr, packed.len, bytes);
    return MessageHandle<Message>(reinterpret_cast<Message*>(message));
}

/// Bytes. What is open to its end is quoted by the grammar as a whole.
inline constexpr std::size_t k_longest_message = 2000;

/// The library tells it as it does an error in the text.
inline void throw_if_out_of_memory(const PgQueryError& error) {
    if (std::string_view(error.message) == "out of memory") {
        throw std::bad_alloc();
    }
}

/// The library counts the characters up to an error from 1, as the server does; 0 is "no place".
inline SyntaxError to_syntax_error(const PgQueryError& error, std::string_view text) {
    throw_if_out_of_memory(error);
    const auto character = error.cursorpos > 0 ? static_cast<std::size_t>(error.cursorpos) - 1 : 0;
    // Bison's words for a stack of its own that is full, at ten thousand levels, here as in the server.
    const bool is_too_deep = std::string_view(error.message).starts_with("memory exhausted");
    return {base::byte_offset_of_character(text, character),
            (is_too_deep ? "nested deeper than PostgreSQL's grammar goes: " : "") +
                base::shortened(error.message, k_longest_message)};
}

} // namespace headstart::sql
