#define FMT_HEADER_ONLY
#include <fmt/format-inl.h>

// In the static binary only, in place of libfmt.so: Debian ships no static library of it. Header-only in
// every file, it would triple what they take to compile. This one file is, and is compiled with
// -fkeep-inline-functions, which makes of it what the others are linked with. A template that the compiler
// would inline here is asked for by name.
template auto fmt::detail::locale_ref::get<std::locale>() const -> std::locale;
