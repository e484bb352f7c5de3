#include "scripts/new_script.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/words.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "scripts/file_name.hpp"
#include "scripts/file_template.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <random>
#include <system_error>

namespace headstart::scripts {

namespace fs = std::filesystem;
using std::chrono::system_clock;

namespace {

/// The C library knows one zone at a time, named by TZ: this names another one for a moment.
class ZoneSwitch {
public:
    explicit ZoneSwitch(const std::string& zone) {
        if (const char* before = std::getenv("TZ")) {
            m_before = before;
            m_was_set = true;
        }
        if (!zone.empty()) {
            ::setenv("TZ", zone.c_str(), 1);
        }
        ::tzset();
    }

    ZoneSwitch(const ZoneSwitch&) = delete;
    ZoneSwitch& operator=(const ZoneSwitch&) = delete;

    ~ZoneSwitch() {
        if (m_was_set) {
            ::setenv("TZ", m_before.c_str(), 1);
        } else {
            ::unsetenv("TZ");
        }
        ::tzset();
    }

private:
    std::string m_before;
    bool m_was_set = false;
};

/// The zone as the system's zone files spell it. An unknown name in TZ silently means UTC, so it is looked up
/// here.
std::string find_zone(const std::string& name) {
    const auto upper = [&] {
        std::string text = name;
        for (char& c : text) {
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        return text;
    }();
    for (const auto& candidate : {name, upper}) {
        std::error_code ignored;
        if (candidate.empty() || candidate == "UTC" ||
            fs::is_regular_file(fs::path("/usr/share/zoneinfo") / candidate, ignored)) {
            return candidate;
        }
    }
    throw diag::refusal(
        diag::code::bad_setting, fmt::format("Can't locate timezone: {}", name),
        "name a zone of the system's zone files (package tzdata), such as UTC or Europe/Berlin");
}

struct LocalTime {
    std::tm fields{};
    std::string offset; ///< "+02:00"
};

LocalTime local_time(const std::string& timezone, system_clock::time_point now) {
    const ZoneSwitch zone(find_zone(timezone));
    const auto seconds = system_clock::to_time_t(now);
    LocalTime local;
    ::localtime_r(&seconds, &local.fields);
    const auto minutes = local.fields.tm_gmtoff / 60;
    local.offset =
        fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
    return local;
}

} // namespace

std::string random_revision_id() {
    std::random_device random;
    std::uniform_int_distribution<std::uint64_t> digits(0, 0xffffffffffffU);
    return fmt::format("{:012x}", digits(random));
}

std::string slug_of(std::string_view message, std::size_t truncate_at) {
    auto slug = base::join(base::words_in_lower_case(message), "_");
    if (base::count_characters(slug) <= truncate_at) {
        return slug;
    }
    auto cut = slug.substr(0, base::byte_offset_of_character(slug, truncate_at));
    const auto word_end = cut.rfind('_');
    return cut.substr(0, word_end) + "_";
}

std::string file_stem(const revision::Revision& revision, const NewScriptStyle& style,
                      system_clock::time_point now) {
    const auto local = local_time(style.timezone, now).fields;
    auto stem = expand_file_template(style.file_template,
                                     {{{"rev", revision.id},
                                       {"slug", slug_of(revision.message, style.truncate_slug_length)},
                                       {"epoch", long{system_clock::to_time_t(now)}},
                                       {"year", long{local.tm_year} + 1900},
                                       {"month", long{local.tm_mon} + 1},
                                       {"day", long{local.tm_mday}},
                                       {"hour", long{local.tm_hour}},
                                       {"minute", long{local.tm_min}},
                                       {"second", long{local.tm_sec}}}});
    check_revision_id(revision.id);
    check_file_name(stem, "the name that file_template makes");
    return stem;
}

std::string create_date(const std::string& timezone, system_clock::time_point now) {
    const auto local = local_time(timezone, now);
    const auto micros =
        std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() % 1'000'000;
    return fmt::format("{:%Y-%m-%d %H:%M:%S}.{:06}{}", local.fields, micros,
                       timezone.empty() ? "" : local.offset);
}

fs::path write_script(const fs::path& folder, const std::string& stem, const std::string& text) {
    const auto path = folder / (stem + ".sql");
    try {
        base::write_new_file(path, text);
    } catch (const std::system_error& error) {
        throw diag::refusal(diag::code::cannot_write,
                            fmt::format("cannot write {}: {}", path.string(), error.code().message()),
                            "nothing was written; check the folder, or give another message or --rev-id");
    }
    return path;
}

} // namespace headstart::scripts
