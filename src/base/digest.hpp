#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace headstart::base {

/// SHA-256 over a sequence of parts. Each part ends in a NUL, which no part may hold: "ab" "c" and "a" "bc"
/// differ.
class Sha256 {
public:
    Sha256();
    void add(std::string_view part);
    /// More of a part, without its end.
    void add_bytes(std::string_view bytes);
    /// 32 bytes. Ends the sequence.
    std::string finish();

private:
    struct Context;

    struct FreeContext {
        void operator()(Context* context) const;
    };

    std::unique_ptr<Context, FreeContext> m_context;
};

/// "ba7816bf…": two lower-case digits for each byte.
std::string to_hex(std::string_view bytes);

} // namespace headstart::base
