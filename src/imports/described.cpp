#include "imports/described.hpp"

#include "base/text.hpp"
#include "imports/lines.hpp"

namespace headstart::imports {

std::vector<std::string> said_behind(const revision::Revision& revision, std::string_view beginning) {
    std::vector<std::string> said;
    Lines lines(revision.description);
    for (auto line = lines.next(); line && !beginning.empty(); line = lines.next()) {
        if (const auto text = base::trim(line->text); text.starts_with(beginning)) {
            said.emplace_back(base::trim(text.substr(beginning.size())));
        }
    }
    return said;
}

std::vector<std::string> listed_behind(const revision::Revision& revision, std::string_view beginning) {
    std::vector<std::string> words;
    for (const auto& line : said_behind(revision, beginning)) {
        for (const auto word : base::split_list(line, ",")) {
            words.emplace_back(word);
        }
    }
    return words;
}

} // namespace headstart::imports
