#include "support/log_schema.hpp"

#include "base/text.hpp"
#include "diag/events.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace headstart::test {

namespace {

using diag::FieldType;

template<typename Rows>
const auto* find_row(const Rows& rows, std::string_view name) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

std::vector<std::string_view> names_in(std::string_view names) {
    return base::split_list(names, " ");
}

bool is_of_type(const nlohmann::json& value, FieldType type) {
    switch (type) {
    case FieldType::text:
        return value.is_string() && !value.get_ref<const std::string&>().empty();
    case FieldType::number:
        return value.is_number();
    case FieldType::flag:
        return value.is_boolean();
    case FieldType::list:
        break;
    }
    return value.is_array() && !value.empty();
}

class Checking {
public:
    explicit Checking(const std::string& line)
        : m_line(line)
        , m_record(nlohmann::json::parse(line, nullptr, false)) {}

    std::vector<std::string> run() {
        if (!m_record.is_object()) {
            complain("no object");
            return m_breaches;
        }
        std::vector<std::string_view> known{"time", "level", "message"};
        for (const auto name : known) {
            require(name);
        }
        const auto event = m_record.value("event", "");
        if (event.empty() && m_record.value("level", "") == "debug") {
            return m_breaches; // of which nothing is promised
        }
        known.push_back("event");
        const auto* row = find_row(diag::k_events, event);
        if (row == nullptr) {
            complain("the event \"" + event + "\" is unknown");
            return m_breaches;
        }
        for (const auto name : names_in(row->always)) {
            require(name);
            known.push_back(name);
        }
        for (const auto name : names_in(row->where_known)) {
            known.push_back(name);
        }
        check_fields(known);
        return m_breaches;
    }

private:
    void complain(const std::string& what) { m_breaches.push_back(what + ": " + m_line); }

    void require(std::string_view name) {
        if (!m_record.contains(std::string(name))) {
            complain(std::string(name) + " is missing");
        }
    }

    void check_fields(const std::vector<std::string_view>& known) {
        for (const auto& [name, value] : m_record.items()) {
            if (std::find(known.begin(), known.end(), name) == known.end()) {
                complain(name + " is unknown");
            }
            const auto* const field = find_row(diag::k_fields, name);
            if (!is_of_type(value, field != nullptr ? field->type : FieldType::text)) {
                complain(name + " is empty, or of another type");
            }
        }
    }

    const std::string& m_line;
    nlohmann::json m_record;
    std::vector<std::string> m_breaches;
};

} // namespace

std::vector<std::string> breaches_of_schema(const std::string& log) {
    std::vector<std::string> breaches;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        const auto found = Checking(line).run();
        breaches.insert(breaches.end(), found.begin(), found.end());
    }
    return breaches;
}

} // namespace headstart::test
