#include "pg/sentence.hpp"

namespace headstart::pg {

namespace {

bool is_sentence(std::string_view text, std::string_view sentence) {
    auto place = sentence.find('%');
    auto words = sentence.substr(0, place);
    if (!text.starts_with(words)) {
        return false;
    }
    while (place != std::string_view::npos) {
        text.remove_prefix(words.size());
        sentence.remove_prefix(sentence.find_first_of("cdmsu", place) + 1);
        place = sentence.find('%');
        words = sentence.substr(0, place);
        const auto at = place == std::string_view::npos ? text.rfind(words) : text.find(words);
        if (at == std::string_view::npos) {
            return false;
        }
        text.remove_prefix(at);
    }
    return text.size() == words.size();
}

} // namespace

bool says(std::string_view text, std::string_view sentence, Obstacle meaning) {
    return sentence.empty() || (traits_of(meaning).is_passing ? text.find(sentence) != std::string_view::npos
                                                              : is_sentence(text, sentence));
}

} // namespace headstart::pg
