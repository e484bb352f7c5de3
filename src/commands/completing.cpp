#include "commands/completing.hpp"

#include "base/text.hpp"
#include "commands/argument_reader.hpp"
#include "commands/help.hpp"
#include "diff/hazard.hpp"
#include "settings/convert.hpp"

#include <algorithm>
#include <array>

namespace headstart::commands {

namespace {

using Known = ArgumentReader::Known;

/// What a metavar of the tables means to a shell.
struct KindOfValue {
    std::string_view metavar;
    ShellKnows others;
};

constexpr std::array k_kinds_of_value{
    KindOfValue{"FILE", ShellKnows::files},       KindOfValue{"SCHEMA", ShellKnows::files},
    KindOfValue{"DIR", ShellKnows::folders},      KindOfValue{"DIRS", ShellKnows::folders},
    KindOfValue{"PROGRAM", ShellKnows::programs}, KindOfValue{"directory", ShellKnows::folders},
};

ShellKnows others_for(std::string_view metavar) {
    const auto* const found = std::find_if(k_kinds_of_value.begin(), k_kinds_of_value.end(),
                                           [&](const KindOfValue& kind) { return kind.metavar == metavar; });
    return found == k_kinds_of_value.end() ? ShellKnows::nothing : found->others;
}

/// Nothing in it that a shell, or readline, would take for more than a letter.
bool is_plain_word(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("_-+.,:=@/").find(c) != std::string_view::npos;
    });
}

/// Where the cursor stands, read from what is in front of it.
struct Place {
    const Command* command = nullptr; ///< none is named yet
    settings::FlagValues flags;       ///< of the settings, typed so far
    std::size_t positionals = 0;      ///< of the command, typed so far
    std::optional<Known> option;      ///< whose value is being typed
    std::size_t application = 0;      ///< words behind `--`, the one being typed included; 0: there is none
};

/// Takes the words in front of the cursor, from left to right, as ArgumentReader would, but lets pass what it
/// would refuse.
class PlaceReader {
public:
    explicit PlaceReader(Commands commands)
        : m_commands(commands) {}

    void take(const std::string& word) {
        if (m_place.application > 0) {
            ++m_place.application;
        } else if (m_place.option) {
            keep(*m_place.option, word);
            m_place.option.reset();
        } else if (word == "--") {
            m_place.application = 1;
        } else if (word.starts_with('-') && !is_relative_revision(word)) {
            take_option(word);
        } else if (m_place.command == nullptr && word == "help") {
            return; // the name of a command follows, as if it had not been typed
        } else if (m_place.command == nullptr) {
            m_place.command = command_called(word, m_commands);
            m_has_word = true;
        } else {
            ++m_place.positionals;
        }
    }

    /// A word stands where the command belongs, and is none.
    [[nodiscard]] bool is_lost() const { return m_has_word && m_place.command == nullptr; }

    [[nodiscard]] const Place& place() const { return m_place; }

private:
    void take_option(const std::string& word) {
        const auto equals = word.find('=');
        const ArgumentReader reader(m_place.command);
        const auto* const known = reader.find(word.substr(0, equals));
        if (known == nullptr) {
            return;
        }
        if (equals != std::string::npos) {
            keep(*known, word.substr(equals + 1));
        } else if (!known->spec.metavar.empty()) {
            m_place.option = *known;
        }
    }

    void keep(const Known& known, const std::string& value) {
        if (known.row != nullptr) {
            m_place.flags.push_back({known.row->name, value, spellings(known.spec.names).back()});
        }
    }

    Commands m_commands;
    Place m_place;
    bool m_has_word = false;
};

/// Collects what begins as the word that is being typed.
class Offer {
public:
    /// `before`: what of the word stands in front of what is offered, "--format=".
    Offer(std::string before, std::string typed)
        : m_before(std::move(before))
        , m_typed(std::move(typed)) {}

    void add(std::string_view word, std::string_view description = {}) {
        if (word.starts_with(m_typed) && is_plain_word(word)) {
            m_completion.candidates.push_back({m_before + std::string(word), std::string(description)});
        }
    }

    void add_list(std::string_view words) {
        for (const auto word : base::split_list(words, ",")) {
            add(word);
        }
    }

    void add_others(ShellKnows others) { m_completion.others = others; }

    [[nodiscard]] const std::string& typed() const { return m_typed; }

    [[nodiscard]] bool is_empty() const {
        return m_completion.candidates.empty() && m_completion.others == ShellKnows::nothing;
    }

    Completion take() { return std::move(m_completion); }

private:
    std::string m_before;
    std::string m_typed;
    Completion m_completion;
};

void offer_revisions(Offer& offer, const Place& place, const RevisionNames& revisions) {
    for (const auto& [id, message] : revisions(place.flags)) {
        offer.add(id, message);
    }
}

/// "FROM:TO", either of which may be typed.
Completion complete_range(const std::string& before, const std::string& typed, const Place& place,
                          const RevisionNames& revisions, std::string_view words) {
    const auto colon = typed.rfind(':');
    const auto begun = colon == std::string::npos ? 0 : colon + 1;
    Offer offer(before + typed.substr(0, begun), typed.substr(begun));
    offer.add_list(words);
    offer_revisions(offer, place, revisions);
    return offer.take();
}

Completion complete_value(const Known& option, const std::string& before, const std::string& typed,
                          const Place& place, const RevisionNames& revisions) {
    const auto& metavar = option.spec.metavar;
    if (metavar == "RANGE") {
        return complete_range(before, typed, place, revisions, "base,current,head");
    }
    Offer offer(before, typed);
    offer.add_list(option.spec.values);
    if (metavar == "REVISION") {
        offer.add_list("head");
        offer_revisions(offer, place, revisions);
    } else if (metavar == "HAZARD") {
        offer.add_list(base::join(diff::hazard_names(), ","));
    }
    if (option.row != nullptr) {
        for (const auto word : settings::choices(option.row->member)) {
            offer.add(word);
        }
    }
    offer.add_others(others_for(metavar));
    return offer.take();
}

/// By its long name; the short one is as fast to type as to choose.
void offer_options(Offer& offer, const Command* command, bool with_global_ones) {
    const ArgumentReader reader(command);
    const auto known = reader.known();
    const auto own = command == nullptr ? 0 : command->options.size();
    for (const auto& option : known.last(own)) {
        offer.add(spellings(option.spec.names).back(), option.spec.help);
    }
    if (with_global_ones) {
        for (const auto& option : known.first(known.size() - own)) {
            offer.add(spellings(option.spec.names).back(), option.spec.help);
        }
    }
}

void offer_commands(Offer& offer, Commands commands) {
    for (const auto* const command : commands) {
        if (!command->is_hidden) {
            offer.add(command->name, command->summary);
        }
    }
}

bool takes_another(const PositionalSpec& positional, std::size_t typed) {
    using Count = PositionalSpec::Count;
    return positional.count == Count::any || positional.count == Count::many ||
           (positional.count != Count::none && typed == 0);
}

Completion complete_positional(const std::string& typed, const Place& place, const RevisionNames& revisions) {
    const auto& command = *place.command;
    const auto& positional = command.positional;
    Offer offer("", typed);
    if (takes_another(positional, place.positionals)) {
        if (positional.name == "range" || (positional.name == "revision" && typed.find(':') != typed.npos)) {
            return complete_range("", typed, place, revisions, positional.words);
        }
        offer.add_list(positional.words);
        if (positional.name == "revision") {
            offer_revisions(offer, place, revisions);
        }
        offer.add_others(others_for(positional.name));
    }
    if (offer.is_empty() && typed.empty()) {
        offer_options(offer, &command, false); // what else could be meant here
    }
    return offer.take();
}

Completion complete_option(const std::string& word, const Place& place, const RevisionNames& revisions) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
        Offer offer("", word);
        offer_options(offer, place.command, true);
        if (place.command != nullptr && !takes_another(place.command->positional, place.positionals)) {
            return offer.take();
        }
        if (place.command != nullptr) { // "-1"
            offer.add_list(place.command->positional.words);
        }
        return offer.take();
    }
    const ArgumentReader reader(place.command);
    const auto* const known = reader.find(word.substr(0, equals));
    return known == nullptr || known->spec.metavar.empty()
               ? Completion{}
               : complete_value(*known, word.substr(0, equals + 1), word.substr(equals + 1), place,
                                revisions);
}

} // namespace

Completion complete_words(std::span<const std::string> words, Commands commands,
                          const RevisionNames& revisions) {
    PlaceReader reader(commands);
    const std::string typed = words.empty() ? "" : words.back();
    for (const auto& word : words.first(words.empty() ? 0 : words.size() - 1)) {
        reader.take(word);
    }
    const auto& place = reader.place();
    if (reader.is_lost()) {
        return {};
    }
    if (place.application > 0) {
        return {{}, place.application == 1 ? ShellKnows::programs : ShellKnows::files};
    }
    if (place.option) {
        return complete_value(*place.option, "", typed, place, revisions);
    }
    if (typed.starts_with('-') && !is_relative_revision(typed)) {
        return complete_option(typed, place, revisions);
    }
    if (place.command == nullptr) {
        Offer offer("", typed);
        offer_commands(offer, commands);
        return offer.take();
    }
    return complete_positional(typed, place, revisions);
}

} // namespace headstart::commands
